/**
 * A number as the shortest text that reads back to the same value; `NaN`, `Infinity`, `-Infinity`
 * and `-0` are spelled.
 *
 * @example
 * ```ts
 * import { numberCell } from "./cells.ts";
 *
 * numberCell(0.1); // "0.1"
 * numberCell(-0); // "-0"
 * ```
 */
export function numberCell(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** A measured value, or an empty cell where nothing was measured. */
export function optionalCell(value: number | undefined): string {
  return value === undefined ? "" : numberCell(value);
}

/**
 * A text as a CSV cell that no spreadsheet takes for a formula: one that starts with `=`, `+`, `-`,
 * `@` or a tab gets an apostrophe in front; carriage returns, which end a row in some readers,
 * become spaces. Every text cell of every CSV file goes through here; numbers don't.
 *
 * Source: OWASP, "CSV Injection".
 */
export function textCell(text: string): string {
  const line = text.replaceAll("\r", " ");
  return /^[=+\-@\t]/.test(line) ? `'${line}` : line;
}
