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

/** A number as `numberCell` writes it: no formula, though it may start with a minus sign. */
const numberText = /^-?(?:\d+(?:\.\d+)?(?:e[+-]\d+)?|Infinity)$/;

/**
 * A cell that no spreadsheet takes for a formula: what starts with `=`, `+`, `-`, `@`, one of their
 * wide forms or a tab, at the start of the text or where a reader may see one, after a semicolon, a
 * tab or a line end, gets an apostrophe in front. Carriage returns, which end a row in some readers,
 * and what else steers terminals become spaces. `csvText` does this to each cell; numbers stay.
 *
 * Source: OWASP, "CSV Injection".
 *
 * @example
 * ```ts
 * import { safeCell } from "./cells.ts";
 *
 * safeCell("=1+1"); // "'=1+1"
 * safeCell("-0.5"); // "-0.5"
 * ```
 */
export function safeCell(cell: string): string {
  if (numberText.test(cell)) return cell;
  return cell
    // deno-lint-ignore no-control-regex
    .replaceAll(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g, " ")
    .replaceAll(/(^|[;\t\n])(?=[ "'\u00a0]*[=+\-@\t\uff1d\uff0b\uff0d\uff20])/g, "$1'");
}
