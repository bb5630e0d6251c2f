import type { CsvTable } from "./csv_table.ts";
import type { CurvesIndex } from "./curves_index.ts";
import { comparedFiles, examplesFile } from "./paths.ts";
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
  /** How many rows, where the lists have the first of them only. */
  counts?: { a: number; b: number };
}

/** The compared files that A or B has, in their fixed order, byte by byte. */
export function compareFiles(a: StoredResults, b: StoredResults): FileComparison[] {
  const names = comparedFiles.filter((name) => a.files.has(name) || b.files.has(name));
  return names.map((file) => {
    const [bytesA, bytesB] = [a.files.get(file), b.files.get(file)];
    const [tableA, tableB] = file === "runs.csv"
      ? [a.runs, b.runs]
      : file === "curves.csv"
      ? [a.curves, b.curves]
      : [];
    return compareFile(file, {
      a: bytesA,
      b: bytesB,
      differ: () => tableA && tableB ? compareTables(tableA, tableB) : undefined,
    });
  });
}

/**
 * Compares a file of A with that of B, where both have it.
 *
 * @param sides.differ What differs in them as tables; without it, or where they are none, the first
 * line that does is found.
 */
export function compareFile(
  file: string,
  { a, b, differ }: {
    a: Uint8Array | undefined;
    b: Uint8Array | undefined;
    differ: () => TableDifference | undefined;
  },
): FileComparison {
  if (a === undefined) return { file, status: "only in B" };
  if (b === undefined) return { file, status: "only in A" };
  if (equalBytes(a, b)) return { file, status: "identical" };
  if (file === examplesFile) return { file, status: "different" };
  return { file, status: "different", ...(differ() ?? { first: firstLine(a, b) }) };
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  return firstOther(a, b) === a.length;
}

/** The first place where the bytes differ; where one ends, its length. */
function firstOther(a: Uint8Array, b: Uint8Array): number {
  const end = Math.min(a.length, b.length);
  let place = 0;
  while (place < end && a[place] === b[place]) place++;
  return place;
}

/** What differs between two tables. */
export interface TableDifference {
  unmatched: Unmatched;
  differingCells: number;
  first?: FirstDifference;
}

/** What differs between two tables, in the order of the first. */
export function compareTables(
  a: Pick<CsvTable, "columns" | "rows">,
  b: Pick<CsvTable, "columns" | "rows">,
): TableDifference {
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
  const place = firstOther(a, b);
  const start = place === 0 ? 0 : a.lastIndexOf(lineFeed, place - 1) + 1;
  let line = 1;
  for (let at = a.indexOf(lineFeed); at !== -1 && at < start; at = a.indexOf(lineFeed, at + 1)) {
    line++;
  }
  const [lineA, lineB] = [lineAt(a, start), lineAt(b, start)];
  let column = 0;
  while (column < lineA.length && lineA[column] === lineB[column]) column++;
  return { line, a: excerpt(lineA, column), b: excerpt(lineB, column) };
}

const lineFeed = 0x0a;

function lineAt(bytes: Uint8Array, start: number): string {
  const end = bytes.indexOf(lineFeed, start);
  return new TextDecoder().decode(bytes.subarray(start, end === -1 ? bytes.length : end));
}

/** A line of a picture can be long: some characters around the place. */
function excerpt(line: string, start: number): string {
  const from = Math.max(0, start - 30);
  const to = start + 50;
  const text = line.slice(from, to);
  return `${from > 0 ? "…" : ""}${text}${to < line.length ? "…" : ""}`;
}

/** Most keys of rows that are listed. */
const mostListed = 10;

/** What differs between two tables of curves, run by run. */
export function compareCurves(a: CurvesIndex, b: CurvesIndex): TableDifference {
  const { unmatched: { columns } } = compareTables({ ...a, rows: [] }, { ...b, rows: [] });
  const rows = { a: [] as string[], b: [] as string[] };
  const counts = { a: 0, b: 0 };
  const collect = (side: "a" | "b", keys: readonly string[]) => {
    counts[side] += keys.length;
    for (const key of keys) if (rows[side].length < mostListed) rows[side].push(key);
  };
  const sameColumns = a.columns.join() === b.columns.join();
  let first: FirstDifference | undefined;
  let differingCells = 0;
  for (const [run, bytes] of a.runs) {
    const other = b.runs.get(run);
    if (bytes && other && sameColumns && equalBytes(bytes, other)) continue;
    const found: RunDifference = (sameColumns ? compareRun(run, a, b) : undefined) ??
      compareTables({ ...a, rows: a.rowsOf(run) }, { ...b, rows: b.rowsOf(run) });
    first ??= found.first;
    differingCells += found.differingCells;
    if (found.unmatched === undefined) continue;
    collect("a", found.unmatched.rows.a);
    collect("b", found.unmatched.rows.b);
  }
  for (const run of b.runs.keys()) {
    if (!a.runs.has(run)) collect("b", b.rowsOf(run).map(({ key }) => key));
  }
  const isCut = counts.a > rows.a.length || counts.b > rows.b.length;
  const unmatched = { columns, rows, ...(isCut ? { counts } : {}) };
  return { unmatched, differingCells, ...(first && { first }) };
}

/** What differs in the rows of a run; without a list where both have the same ones. */
type RunDifference = Omit<TableDifference, "unmatched"> & { unmatched?: Unmatched };

/** The quick way for a run with the same epochs in both; `undefined` where they are others. */
function compareRun(
  run: string,
  a: CurvesIndex,
  b: CurvesIndex,
): RunDifference | undefined {
  const [rowsA, rowsB] = [a.fieldsOf(run), b.fieldsOf(run)];
  const epoch = a.columns.indexOf("epoch");
  if (rowsA.length !== rowsB.length) return undefined;
  let first: FirstDifference | undefined;
  let differingCells = 0;
  for (const [index, rowA] of rowsA.entries()) {
    const rowB = rowsB[index]!;
    if (rowA[epoch] !== rowB[epoch]) return undefined;
    for (let i = 0; i < rowA.length; i++) {
      if (rowA[i] === rowB[i]) continue;
      differingCells++;
      first ??= {
        row: `${run}, epoch ${rowA[epoch]}`,
        column: a.columns[i]!,
        a: rowA[i]!,
        b: rowB[i]!,
      };
    }
  }
  return { differingCells, ...(first && { first }) };
}
