/** The command line: `main.ts COMMAND …`. */
import { ExperimentError } from "../errors.ts";
import { unknownName } from "../suggest.ts";
import { chooseColours, errorText } from "./error_text.ts";
import { guardConsole } from "./terminal.ts";
import { wideLanesNote } from "./wide_lanes.ts";

/** What the launcher knows of the process that a command is in. */
export interface Process {
  /** Whether V8 may use 256-bit lanes. */
  wideLanes: boolean;
}

/** A command takes its arguments and returns the exit code. */
export type Command = (args: readonly string[], process: Process) => Promise<number>;

// Each is loaded when called: a command pays for its own imports only.
const commands: Record<string, { load: () => Promise<Command>; doc: string }> = {
  run: {
    load: async () => (await import("./run.ts")).run,
    doc: "train every run of an experiment and write its results",
  },
  compare: {
    load: async () => (await import("./compare.ts")).compare,
    doc: "compare two results: identical bytes, or what differs",
  },
  verify: {
    load: async () => (await import("./verify.ts")).verify,
    doc: "make results again from their manifest and compare every byte",
  },
  describe: {
    load: async () => (await import("./describe.ts")).describe,
    doc: "show layers, parameter counts and the list of runs",
  },
  gradcheck: {
    load: async () => (await import("./gradcheck.ts")).gradcheck,
    doc: "compare gradients with central differences, tensor by tensor",
  },
  predict: {
    load: async () => (await import("./predict.ts")).predict,
    doc: "let a trained network judge pictures or rows of your own",
  },
};

function help(): string {
  const rows = Object.entries(commands).map(([name, { doc }]) =>
    `  deno task ${name.padEnd(10)}${doc}`
  );
  return ["sameseed: same experiment, same seed, same bytes", "", ...rows].join("\n");
}

async function main(args: readonly string[]): Promise<number> {
  const wideLanes = args[0] === wideLanesNote;
  const [name, ...rest] = wideLanes ? args.slice(1) : args;
  if (name === undefined || name === "help" || name === "--help") {
    console.log(help());
    return name === undefined ? 2 : 0;
  }
  const command = commands[name];
  if (!command) throw new ExperimentError(unknownName("command", name, Object.keys(commands)));
  return await (await command.load())(rest, { wideLanes });
}

if (import.meta.main) {
  guardConsole();
  chooseColours();
  try {
    Deno.exit(await main(Deno.args));
  } catch (error) {
    console.error(errorText(error));
    Deno.exit(error instanceof ExperimentError ? 2 : 1);
  }
}
