import { stringify } from "@std/csv";
import { safeCell } from "./cells.ts";

/** Rows of cells as CSV text, none of them a formula (see `safeCell`); the first is the header. */
export function csvText(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(safeCell));
  // The library ends rows with CR LF. No cell has a CR.
  return stringify(cells, { headers: false }).replaceAll("\r\n", "\n");
}
