/** V8 then turns pairs of 128-bit operations into 256-bit ones. It is experimental, and not in every build. */
export const wideLanesFlag = "--experimental-wasm-revectorize";

/** Commands that train. */
const trainingCommands = ["run", "verify", "worker"];

/** What a command is told that has the flag: it cannot ask V8 itself. */
export const wideLanesNote = "--with-wide-lanes";

/** Deno with this V8 on this machine: builds that are known to have the flag need not be asked. */
const known = ["15.0.245.2-rusty linux x86_64"];

/** Whether a command is to be started with 256-bit lanes: a flag that V8 lacks would end it at once. */
export async function usesWideLanes(command: string | undefined): Promise<boolean> {
  if (command === undefined || !trainingCommands.includes(command)) return false;
  // Of the processors that Deno runs on, only these have such lanes.
  if (Deno.build.arch !== "x86_64") return false;
  const build = `${Deno.version.v8} ${Deno.build.os} ${Deno.build.arch}`;
  return known.includes(build) || hasFlag(await v8Options(), wideLanesFlag);
}

/** Whether V8's list of options has a flag. */
export function hasFlag(options: string, flag: string): boolean {
  return options.split(/\s+/).includes(flag);
}

/** V8's list of options; it takes 12 ms. Empty where there is none. */
export async function v8Options(): Promise<string> {
  try {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "--no-config", "--v8-flags=--help"],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).output();
    return new TextDecoder().decode(stdout);
  } catch {
    return "";
  }
}
