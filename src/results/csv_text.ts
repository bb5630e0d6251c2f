import { stringify } from "@std/csv";
import { safeCell } from "./cells.ts";

/** Rows of cells as CSV text, none of them a formula (see `safeCell`); the first is the header. */
export function csvText(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(safeCell));
  // The library ends rows with CR LF. No cell has a CR.
  return stringify(cells, { headers: false }).replaceAll("\r\n", "\n");
}

/** The same for a table with rows of each of many runs: no more than the cells of one are in memory at once. */
export function csvTextByRun<T>(
  header: readonly string[],
  { runs, rowsOf }: { runs: readonly T[]; rowsOf: (run: T) => string[][] },
): string {
  const texts = runs.map((run) => {
    const rows = rowsOf(run);
    return rows.length === 0 ? "" : csvText(rows);
  });
  return csvText([header]) + texts.join("");
}
