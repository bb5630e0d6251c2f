import { fromFileUrl, join } from "@std/path";
import { granted } from "../../permissions.ts";

/** Where systems have Chromium, Debian's place first. */
const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Why pages cannot be opened here; `undefined` where they can. */
export const whyNoBrowser: string | undefined = reason();

function reason(): string | undefined {
  if (!granted("read", "write", "run")) return "needs permission to read, write and run";
  return chromium() === undefined
    ? `needs Chromium, which is not at ${places.join(", ")}`
    : undefined;
}

/** The browser of this machine. */
export function chromium(): string | undefined {
  return places.find((place) => {
    try {
      return Deno.statSync(place).isFile;
    } catch {
      return false;
    }
  });
}

/** A test in a real browser; where there is none, its name says why it is skipped. */
export function browserTest(name: string, fn: () => Promise<void>): void {
  Deno.test({
    name: whyNoBrowser === undefined ? name : `${name} (skipped: ${whyNoBrowser})`,
    ignore: whyNoBrowser !== undefined,
    fn,
  });
}

/**
 * Opens pages and uses them, in a process of its own: what drives the browser asks for permissions
 * that tests do not have.
 *
 * @param args As `_use_pages.ts` takes them.
 * @returns What it prints.
 */
export async function usePages(args: readonly string[]): Promise<unknown> {
  const project = fromFileUrl(new URL("../../../", import.meta.url));
  const script = fromFileUrl(new URL("_use_pages.ts", import.meta.url));
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", "--config", join(project, "deno.json"), "--frozen", script, ...args],
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  if (code !== 0) throw new Error(`The browser's process failed: ${decoder.decode(stderr)}`);
  return JSON.parse(decoder.decode(stdout));
}
