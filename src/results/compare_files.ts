import type { CsvTable } from "./csv_table.ts";
import { comparedFiles } from "./paths.ts";
import type { StoredResults } from "./read_results.ts";

/** How a file of A and the same file of B compare. */
export interface FileComparison {
  file: string;
  status: "identical" | "different" | "only in A" | "only in B";
  /** What differs first; for files that are different. */
  first?: FirstDifference;
  /** What only one of two tables has. */
  unmatched?: Unmatched;
  /** Cells that differ in rows and columns that both have. */
  differingCells?: number;
}

/** A place and what is there in A and in B. */
export interface FirstDifference {
  /** `he-seed1, epoch 5`; in tables only. */
  row?: string;
  /** In tables only. */
  column?: string;
  /** From 1; in other files only. */
  line?: number;
  a: string;
  b: string;
}

export interface Unmatched {
  columns: { a: string[]; b: string[] };
  rows: { a: string[]; b: string[] };
}

/** The compared files that A or B has, in their fixed order, byte by byte. */
export function compareFiles(a: StoredResults, b: StoredResults): FileComparison[] {
  const names = comparedFiles.filter((name) => a.files.has(name) || b.files.has(name));
  return names.map((file) => {
    const [bytesA, bytesB] = [a.files.get(file), b.files.get(file)];
    if (bytesA === undefined) return { file, status: "only in B" };
    if (bytesB === undefined) return { file, status: "only in A" };
    if (equalBytes(bytesA, bytesB)) return { file, status: "identical" };
    const [tableA, tableB] = file === "runs.csv"
      ? [a.runs, b.runs]
      : file === "curves.csv"
      ? [a.curves, b.curves]
      : [];
    return tableA && tableB
      ? { file, status: "different", ...compareTables(tableA, tableB) }
      : { file, status: "different", first: firstLine(bytesA, bytesB) };
  });
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** What differs between two tables, in the order of the first. */
export function compareTables(a: CsvTable, b: CsvTable): {
  unmatched: Unmatched;
  differingCells: number;
  first?: FirstDifference;
} {
  const rowsB = new Map(b.rows.map((row) => [row.key, row]));
  const keysA = new Set(a.rows.map(({ key }) => key));
  const unmatched: Unmatched = {
    columns: { a: without(a.columns, b.columns), b: without(b.columns, a.columns) },
    rows: {
      a: a.rows.filter(({ key }) => !rowsB.has(key)).map(({ key }) => key),
      b: b.rows.filter(({ key }) => !keysA.has(key)).map(({ key }) => key),
    },
  };
  const unmatchedColumns = new Set(unmatched.columns.a);
  const columns = a.columns.filter((name) => !unmatchedColumns.has(name));
  let first: FirstDifference | undefined;
  let differingCells = 0;
  for (const row of a.rows) {
    const other = rowsB.get(row.key);
    if (other === undefined) continue;
    for (const column of columns) {
      const [cellA, cellB] = [row.cells.get(column)!, other.cells.get(column)!];
      if (cellA === cellB) continue;
      differingCells++;
      first ??= { row: row.key, column, a: cellA, b: cellB };
    }
  }
  return { unmatched, differingCells, ...(first && { first }) };
}

function without(names: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return names.filter((name) => !known.has(name));
}

/** The first line that differs, and what stands around the place. */
export function firstLine(a: Uint8Array, b: Uint8Array): FirstDifference {
  const [linesA, linesB] = [lines(a), lines(b)];
  let index = 0;
  while (index < linesA.length && linesA[index] === linesB[index]) index++;
  const [lineA = "", lineB = ""] = [linesA[index], linesB[index]];
  let start = 0;
  while (start < lineA.length && lineA[start] === lineB[start]) start++;
  return { line: index + 1, a: excerpt(lineA, start), b: excerpt(lineB, start) };
}

function lines(bytes: Uint8Array): string[] {
  return new TextDecoder().decode(bytes).split("\n");
}

/** A line of a picture can be long: some characters around the place. */
function excerpt(line: string, start: number): string {
  const from = Math.max(0, start - 30);
  const to = start + 50;
  const text = line.slice(from, to);
  return `${from > 0 ? "…" : ""}${text}${to < line.length ? "…" : ""}`;
}
