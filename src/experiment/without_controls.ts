/**
 * A text from elsewhere without the colours and cursor movements that a terminal would take from
 * it, and without the marks that change the direction in which it is read. Line ends and tabs stay.
 *
 * @example
 * ```ts
 * import { withoutControls } from "./without_controls.ts";
 *
 * withoutControls("\x1b[31mred\x07"); // "red"
 * ```
 */
export function withoutControls(text: string): string {
  return text
    // deno-lint-ignore no-control-regex
    .replace(/\x1b\[[0-9;]*[A-Za-z]/g, "")
    // deno-lint-ignore no-control-regex
    .replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, "");
}
