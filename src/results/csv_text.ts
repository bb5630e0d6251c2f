import { stringify } from "@std/csv";

/** Rows of cells as CSV text; the first is the header. */
export function csvText(rows: readonly (readonly string[])[]): string {
  // The library ends rows with CR LF. No cell has a CR, see `textCell`.
  return stringify(rows, { headers: false }).replaceAll("\r\n", "\n");
}
