import { CsvFault, type CsvRecord, eachRecord } from "../data/mod.ts";
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
 * @param options.purpose What cannot be done where it is no such file.
 * @throws {ExperimentError} Not such a file: empty, no CSV, no such columns, a row twice.
 */
export function parseTable(
  bytes: Uint8Array,
  file: string,
  { purpose = "compare" }: { purpose?: "compare" | "read" } = {},
): CsvTable {
  const source = { file, purpose };
  const [columns, ...records] = parseRecords(bytes, source);
  if (columns === undefined) throw refusal(source, "it is empty");
  const missing = ["run", "variant", "seed"].filter((name) => !columns.includes(name));
  if (missing.length > 0) throw refusal(source, `it has no column "${missing[0]}"`);
  if (!columns.some(isMetricColumn)) {
    throw refusal(source, "it has no column with a loss or an accuracy");
  }
  if (new Set(columns).size < columns.length) throw refusal(source, "it has a column twice");
  const kind = columns.includes("epoch") ? "curves.csv" : "runs.csv";
  const keys = new Set<string>();
  const rows = records.map((record) => {
    const cells = new Map(columns.map((name, index) => [name, record[index] ?? ""]));
    const run = cells.get("run")!;
    const key = kind === "runs.csv" ? run : `${run}, epoch ${cells.get("epoch")}`;
    if (keys.has(key)) throw refusal(source, `it has two rows ${shorten(key)}`);
    keys.add(key);
    return { key, cells };
  });
  return { kind, columns, rows };
}

/** The metric columns of a table, in its order. */
export function metricsOf(table: CsvTable): string[] {
  return table.columns.filter(isMetricColumn);
}

function parseRecords(bytes: Uint8Array, { file, purpose }: Source): string[][] {
  const limits = { file, purpose, fields: maximumTableFields };
  return [...tableRecords(bytes, limits)].map(({ fields }) => fields);
}

/** The file that a table is in, and what it is read for: "compare" or "read". */
interface Source {
  file: string;
  purpose: string;
}

/**
 * The records of a table that a run has written, its header first, one after another.
 *
 * @param options.fields The most that are read.
 * @throws {ExperimentError} No CSV, too large, or a row that is not as long as the header.
 */
export function* tableRecords(
  bytes: Uint8Array,
  { fields: limit, ...source }: Source & { fields: number },
): Generator<CsvRecord> {
  if (bytes.length > maximumTableBytes) {
    throw refusal(source, `it has ${bytes.length} bytes, over ${maximumTableBytes}`);
  }
  let columns: number | undefined;
  try {
    for (const record of eachRecord(bytes, { separator: ",", fields: limit })) {
      const { fields, line } = record;
      columns ??= fields.length;
      if (fields.length !== columns) {
        throw refusal(source, `line ${line} has ${fields.length} fields, the header ${columns}`);
      }
      yield record;
    }
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    const { message, line } = error;
    throw refusal(source, line === undefined ? message : `line ${line}: ${message}`);
  }
}

function refusal({ file, purpose }: Source, why: string): ExperimentError {
  return new ExperimentError(`Cannot ${purpose} ${file}: ${why}`, {
    file,
    remedy: "Give a results folder, or a runs.csv or curves.csv that a run has written",
  });
}
