import { shorten } from "../suggest.ts";
import {
  checkColumns,
  type CsvRow,
  type CsvTable,
  maximumTableBytes,
  parseRecords,
  refusal,
  type TableOptions,
  tableRow,
} from "./csv_table.ts";

/**
 * A curves.csv of which only the places of the runs are known: its rows are read run by run, so that
 * millions of them need no memory but the file's own.
 */
export interface CurvesIndex extends Omit<CsvTable, "rows"> {
  /** Each run in the order of the file, and the bytes of its rows where they are side by side. */
  runs: ReadonlyMap<string, Uint8Array | undefined>;
  /** Its rows, in the order of the file. */
  rowsOf(run: string): CsvRow[];
  /** The same as fields. */
  fieldsOf(run: string): string[][];
}

const [comma, quote, lineFeed] = [0x2c, 0x22, 0x0a];

/**
 * Finds the runs of a curves.csv as it is written: the column `run` first, the rows of a run one after
 * another.
 *
 * @returns `undefined` for a table that is arranged in another way; it has to be read whole.
 * @throws {ExperimentError} No such table.
 */
export function indexCurves(
  bytes: Uint8Array,
  file: string,
  options: TableOptions = {},
): CurvesIndex | undefined {
  if (bytes.length > maximumTableBytes) {
    throw refusal(file, `it has ${bytes.length} bytes, over ${maximumTableBytes}`);
  }
  const headerEnd = recordEnd(bytes, 0);
  const [columns] = parseRecords(bytes.subarray(0, headerEnd), file);
  if (columns === undefined) throw refusal(file, "it is empty");
  const head = checkColumns(columns, { file, ...options });
  if (columns[0] !== "run") return undefined;
  const runs = findRuns(bytes, headerEnd);
  if (runs === undefined) return undefined;
  const fieldsOf = (run: string) =>
    parseRecords(runs.get(run) ?? new Uint8Array(), file).map((fields) => {
      if (fields.length === columns.length) return fields;
      throw refusal(file, `a row of ${run} has ${fields.length} fields, not ${columns.length}`);
    });
  return {
    ...head,
    runs,
    rowsOf(run) {
      const rows = fieldsOf(run).map((fields) => tableRow(fields, head));
      const keys = new Set<string>();
      for (const { key } of rows) {
        if (keys.has(key)) throw refusal(file, `it has two rows ${shorten(key)}`);
        keys.add(key);
      }
      return rows;
    },
    fieldsOf,
  };
}

/** Rows of each run by the first field; `undefined` where a run comes back after another. */
function findRuns(bytes: Uint8Array, from: number): Map<string, Uint8Array> | undefined {
  const runs = new Map<string, Uint8Array>();
  const decoder = new TextDecoder();
  let start = from;
  while (start < bytes.length) {
    const name = bytes.subarray(start, fieldEnd(bytes, start));
    let end = recordEnd(bytes, start);
    while (end < bytes.length && startsWith(bytes, { at: end, name })) end = recordEnd(bytes, end);
    const run = decoder.decode(name).replace(/^"([^]*)"$/, "$1").replaceAll('""', '"');
    if (runs.has(run)) return undefined;
    // Empty lines are no rows.
    if (end - start > 1) runs.set(run, bytes.subarray(start, end));
    start = end;
  }
  return runs;
}

function startsWith(
  bytes: Uint8Array,
  { at, name }: { at: number; name: Uint8Array },
): boolean {
  for (let i = 0; i < name.length; i++) if (bytes[at + i] !== name[i]) return false;
  return bytes[at + name.length] === comma;
}

/** The place behind the line feed that ends a record, or the end. */
function recordEnd(bytes: Uint8Array, start: number): number {
  let end = bytes.indexOf(lineFeed, start);
  if (end === -1) return bytes.length;
  const firstQuote = bytes.subarray(start, end).indexOf(quote);
  if (firstQuote === -1) return end + 1;
  let inQuotes = false;
  for (end = start + firstQuote; end < bytes.length; end++) {
    if (bytes[end] === quote) inQuotes = !inQuotes;
    else if (bytes[end] === lineFeed && !inQuotes) return end + 1;
  }
  return bytes.length;
}

/** The place of the comma or the line end behind a record's first field. */
function fieldEnd(bytes: Uint8Array, start: number): number {
  let inQuotes = false;
  let end = start;
  for (; end < bytes.length; end++) {
    const byte = bytes[end];
    if (byte === quote) inQuotes = !inQuotes;
    else if (!inQuotes && (byte === comma || byte === lineFeed)) break;
  }
  return end;
}
