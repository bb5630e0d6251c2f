import { CsvFault, readRecords } from "../data/mod.ts";
import { ExperimentError } from "../errors.ts";
import { shorten } from "../suggest.ts";
import { isMetricColumn } from "./metric_columns.ts";

/** The largest table that is read: 512 MiB. */
export const maximumTableBytes = 512 * 1024 * 1024;

/**
 * The most fields of a table, such as the curves of a thousand runs of 900 epochs. A field takes
 * about 100 bytes of memory here, and two tables are compared.
 */
export const maximumTableFields = 10_000_000;

/** A runs.csv or curves.csv, read back. */
export interface CsvTable {
  /** `curves.csv` where there is a column `epoch`. */
  kind: "runs.csv" | "curves.csv";
  columns: string[];
  rows: CsvRow[];
}

export interface CsvRow {
  /** `he-seed1`, in curves.csv `he-seed1, epoch 5`. */
  key: string;
  cells: ReadonlyMap<string, string>;
}

/**
 * Reads runs.csv or curves.csv.
 *
 * @param bytes The whole file, UTF-8.
 * @param file Its name, for errors.
 * @throws {ExperimentError} Not such a file: empty, no CSV, no such columns, a row twice.
 */
export function parseTable(bytes: Uint8Array, file: string): CsvTable {
  const [columns, ...records] = parseRecords(bytes, file);
  if (columns === undefined) throw refusal(file, "it is empty");
  const missing = ["run", "variant", "seed"].filter((name) => !columns.includes(name));
  if (missing.length > 0) throw refusal(file, `it has no column "${missing[0]}"`);
  if (!columns.some(isMetricColumn)) {
    throw refusal(file, "it has no column with a loss or an accuracy");
  }
  if (new Set(columns).size < columns.length) throw refusal(file, "it has a column twice");
  const kind = columns.includes("epoch") ? "curves.csv" : "runs.csv";
  const keys = new Set<string>();
  const rows = records.map((record) => {
    const cells = new Map(columns.map((name, index) => [name, record[index] ?? ""]));
    const run = cells.get("run")!;
    const key = kind === "runs.csv" ? run : `${run}, epoch ${cells.get("epoch")}`;
    if (keys.has(key)) throw refusal(file, `it has two rows ${shorten(key)}`);
    keys.add(key);
    return { key, cells };
  });
  return { kind, columns, rows };
}

/** The metric columns of a table, in its order. */
export function metricsOf(table: CsvTable): string[] {
  return table.columns.filter(isMetricColumn);
}

function parseRecords(bytes: Uint8Array, file: string): string[][] {
  if (bytes.length > maximumTableBytes) {
    throw refusal(file, `it has ${bytes.length} bytes, over ${maximumTableBytes}`);
  }
  try {
    const records = readRecords(bytes, { separator: ",", fields: maximumTableFields });
    const columns = records[0]?.fields.length ?? 0;
    const ragged = records.find(({ fields }) => fields.length !== columns);
    if (ragged === undefined) return records.map(({ fields }) => fields);
    const { fields, line } = ragged;
    throw refusal(file, `line ${line} has ${fields.length} fields, the header ${columns}`);
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    const { message, line } = error;
    throw refusal(file, line === undefined ? message : `line ${line}: ${message}`);
  }
}

function refusal(file: string, why: string): ExperimentError {
  return new ExperimentError(`Cannot compare ${file}: ${why}`, {
    file,
    remedy: "Give a results folder, or a runs.csv or curves.csv that a run has written",
  });
}
