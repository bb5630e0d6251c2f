import { stringify } from "@std/csv";
import { safeCell } from "./cells.ts";

/** Rows of cells as CSV text, none of them a formula (see `safeCell`); the first is the header. */
export function csvText(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(safeCell));
  // The library ends rows with CR LF. No cell has a CR.
  return stringify(cells, { headers: false }).replaceAll("\r\n", "\n");
}

/** A text that may be large, in pieces that are made one after the other, anew each time. */
export type TextPieces = Iterable<string>;

/** Characters from which on a piece is not made longer. */
const pieceLength = 0x4_0000;

/** The same for a table with rows of each of many runs: no more than a piece of it is in memory at once. */
export function csvTextByRun<T>(
  header: readonly string[],
  { runs, rowsOf }: { runs: readonly T[]; rowsOf: (run: T) => string[][] },
): TextPieces {
  return {
    *[Symbol.iterator]() {
      let piece = csvText([header]);
      for (const run of runs) {
        const rows = rowsOf(run);
        if (rows.length > 0) piece += csvText(rows);
        if (piece.length < pieceLength) continue;
        yield piece;
        piece = "";
      }
      if (piece !== "") yield piece;
    },
  };
}
