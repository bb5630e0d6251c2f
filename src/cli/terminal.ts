/** Colours and weights of `@std/fmt/colors` as we use them: bold, dim, red, green, cyan, and their ends. */
// deno-lint-ignore no-control-regex
const ownStyles = /^\x1b\[(?:0|1|2|22|31|32|36|39)m/;

const controls =
  // deno-lint-ignore no-control-regex
  /\x1b\[\d*m|[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * A text that a terminal only shows. Names of columns, classes and files come from strangers: what
 * would move the cursor, set the title, write to the clipboard or turn the direction of reading is
 * shown as `\ufffd`. Colours stay.
 *
 * @example
 * ```ts
 * import { printable } from "./terminal.ts";
 *
 * printable("a\x1b[2Jb"); // "a\ufffd[2Jb"
 * ```
 */
export function printable(text: string): string {
  return text.replaceAll(controls, (found) => (ownStyles.test(found) ? found : "\ufffd"));
}

/** JSON with the same characters spelled, so that it still says the same. */
export function printableJson(json: string): string {
  return json.replaceAll(
    /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** From now on everything that is printed is printable, whichever command prints it. */
export function guardConsole(): void {
  const { log, error } = console;
  console.log = (text) => log("%s", printable(String(text)));
  console.error = (text) => error("%s", printable(String(text)));
}
