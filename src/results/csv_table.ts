import { CsvFault, readRecords } from "../data/mod.ts";
import { ExperimentError } from "../errors.ts";
import { listNames, shorten } from "../suggest.ts";
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
  kind: TableKind;
  columns: string[];
  /** The columns that hold a metric. */
  metrics: string[];
  rows: CsvRow[];
  /** Columns of ours that a table from elsewhere lacks. */
  missing: string[];
}

export type TableKind = "runs.csv" | "curves.csv";

/** What is asked of a table. */
export interface TableOptions {
  /**
   * Whether a table from elsewhere will do: without `variant` its rows are of one variant, without
   * `run` they are told by variant and seed.
   */
  foreign?: boolean;
  /** Columns that hold a metric whatever they are called. */
  metrics?: readonly string[];
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
export function parseTable(
  bytes: Uint8Array,
  file: string,
  options: TableOptions = {},
): CsvTable {
  const [columns, ...records] = parseRecords(bytes, file);
  if (columns === undefined) throw refusal(file, "it is empty");
  const head = checkColumns(columns, { file, ...options });
  const keys = new Set<string>();
  const rows = records.map((record) => {
    const row = tableRow(record, head);
    if (keys.has(row.key)) throw refusal(file, `it has two rows ${shorten(row.key)}`);
    keys.add(row.key);
    return row;
  });
  return { ...head, rows };
}

/**
 * What the columns of a table say of it.
 *
 * @throws {ExperimentError} They are not those of such a table.
 */
export function checkColumns(
  columns: string[],
  { file, foreign = false, metrics = [] }: TableOptions & { file: string },
): Omit<CsvTable, "rows"> {
  const missing = ["run", "variant", "seed"].filter((name) => !columns.includes(name));
  const needed = missing.find((name) => !foreign || name === "seed");
  if (needed !== undefined) throw refusal(file, `it has no column "${needed}"`);
  const found = columns.filter((name) => isMetricColumn(name) || metrics.includes(name));
  if (found.length === 0) {
    throw foreign
      ? new ExperimentError(
        `Cannot compare ${file}: it has no column with a loss or an accuracy, such as test_accuracy`,
        { file, remedy: `Choose a column with --metric. One of: ${listNames(columns)}` },
      )
      : refusal(file, "it has no column with a loss or an accuracy");
  }
  if (new Set(columns).size < columns.length) throw refusal(file, "it has a column twice");
  const kind = columns.includes("epoch") ? "curves.csv" : "runs.csv";
  return { kind, columns, metrics: found, missing };
}

/** A record as a row of such a table. */
export function tableRow(
  record: readonly string[],
  { kind, columns, missing }: Omit<CsvTable, "rows">,
): CsvRow {
  const cells = new Map(columns.map((name, index) => [name, record[index] ?? ""]));
  if (missing.includes("variant")) cells.set("variant", "");
  if (missing.includes("run")) {
    const variant = cells.get("variant")!;
    cells.set("run", `${variant === "" ? "" : `${variant}-`}seed${cells.get("seed")}`);
  }
  const run = cells.get("run")!;
  return { key: kind === "runs.csv" ? run : `${run}, epoch ${cells.get("epoch")}`, cells };
}

/** The metric columns of a table, in its order. */
export function metricsOf(table: CsvTable): string[] {
  return table.metrics;
}

/**
 * The fields of each record of a table, all of them as many.
 *
 * @throws {ExperimentError} No CSV, or too large.
 */
export function parseRecords(bytes: Uint8Array, file: string): string[][] {
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

export function refusal(file: string, why: string): ExperimentError {
  return new ExperimentError(`Cannot compare ${file}: ${why}`, {
    file,
    remedy: "Give a results folder, or a runs.csv or curves.csv that a run has written",
  });
}
