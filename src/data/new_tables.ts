import { ExperimentError } from "../errors.ts";
import { nearestName } from "../suggest.ts";
import { missingTest } from "./csv.ts";
import { encodeInputs, encoderOf, numberFrom } from "./csv_encode.ts";
import type { CsvOptions } from "./csv_options.ts";
import { type CsvTable, parseCsv } from "./csv_table.ts";
import { columnsOf } from "./preprocessing.ts";
import type { FeatureEncoding, Matrix, Preprocessing } from "./types.ts";

/** Rows that a network has not seen. */
export interface NewRows {
  /** What the user would call each row. */
  names: string[];
  /** [rows, columns] Neither scaled nor completed. */
  inputs: Matrix;
  /** Rows without a value in some column, where such rows were dropped in training, too. */
  dropped?: string[];
}

/** How tables are read: the model's own preprocessing and the options of its training data. */
export interface TableOptions {
  preprocessing: Preprocessing;
  csv?: Pick<CsvOptions, "header" | "separator" | "missing" | "missingValues"> | undefined;
}

/**
 * Rows of a CSV file for a model: its columns by their names, in whatever order they stand; others
 * are passed over. Where the model's columns have no names, the file must have as many.
 *
 * @throws {ExperimentError} for a missing column, a field that can't be read, a missing value that
 * the training data did not allow.
 */
export function newCsvRows(
  bytes: Uint8Array<ArrayBuffer>,
  options: TableOptions & { file: string },
): NewRows {
  const { file, preprocessing: { encoding }, csv = {} } = options;
  const { separator = "," } = csv;
  const header = csv.header ?? (encoding !== undefined || startsWithWords(bytes, options));
  const table = parseCsv(bytes, { file, header, separator });
  const features = encoding === undefined ? table : selectColumns(table, encoding);
  const { kept, dropped } = csv.missing === "drop"
    ? dropRows(features, missingTest(csv.missingValues))
    : { kept: features, dropped: [] };
  const nameOf = (line: number) => `${file}:${line}`;
  return {
    names: kept.lines.map(nameOf),
    inputs: encodeTable(kept, options),
    dropped: dropped.map(nameOf),
  };
}

/**
 * Rows as typed, `-7,-3;20,2`: rows separated by semicolons, fields by commas, in the order of the
 * model's columns.
 *
 * @throws {ExperimentError} as for a file, and for a row with too few or too many fields.
 */
export function newTypedRows(text: string, options: TableOptions): NewRows {
  const rows = text.split(";").map((row) => row.split(",").map((field) => field.trim()));
  if (rows.at(-1)!.join("") === "" && rows.length > 1) rows.pop();
  const columns = columnNames(options.preprocessing);
  const file = "--rows";
  const odd = rows.findIndex((row) => row.length !== columns.length);
  if (odd !== -1) {
    const { length } = rows[odd]!;
    throw new ExperimentError(
      `Cannot read a row of ${length} ${length === 1 ? "field" : "fields"}: ` +
        `the network takes ${describeColumns(options.preprocessing)}`,
      { file, place: `row ${odd + 1}`, remedy: 'Write rows like --rows "1,2;3,4"' },
    );
  }
  const lines = rows.map((_, row) => row + 1);
  const inputs = encodeTable({ file, columns, rows, lines }, options);
  return { names: rows.map((row) => row.join(",")), inputs };
}

/** `2 columns: weight, height`. */
function describeColumns(preprocessing: Preprocessing): string {
  const names = columnNames(preprocessing);
  const count = `${names.length} ${names.length === 1 ? "column" : "columns"}`;
  if (preprocessing.encoding === undefined) return count;
  const shown = names.length <= 12 ? names : [...names.slice(0, 11), "…"];
  return `${count}: ${shown.join(", ")}`;
}

function columnNames(preprocessing: Preprocessing): string[] {
  return preprocessing.encoding?.map(({ column }) => column) ??
    Array.from({ length: columnsOf(preprocessing) }, (_, place) => String(place));
}

/** Whether the first line can only be a header: some field in it is no number. */
function startsWithWords(
  bytes: Uint8Array<ArrayBuffer>,
  { file, csv = {} }: TableOptions & { file: string },
): boolean {
  const table = parseCsv(bytes, { file, header: false, separator: csv.separator ?? "," });
  const isMissing = missingTest(csv.missingValues);
  return table.rows[0]!.some((field) => numberFrom(field) === undefined && !isMissing(field));
}

function selectColumns(table: CsvTable, encoding: readonly FeatureEncoding[]): CsvTable {
  const columns = encoding.map(({ column }) => column);
  const missing = columns.filter((column) => !table.columns.includes(column));
  if (missing.length > 0) throw missingColumns(table, missing);
  const places = columns.map((column) => table.columns.indexOf(column));
  return { ...table, columns, rows: table.rows.map((row) => places.map((place) => row[place]!)) };
}

function missingColumns(table: CsvTable, missing: readonly string[]): ExperimentError {
  const shown = missing.slice(0, 10).map((column) => `"${column}"`);
  const more = missing.length > 10 ? ` and ${missing.length - 10} more` : "";
  const near = missing.length === 1 ? nearestName(missing[0]!, table.columns) : undefined;
  const offer = near === undefined ? "" : `: did you mean "${near}"?`;
  return new ExperimentError(
    `Cannot find ${missing.length === 1 ? "column" : "columns"} ${shown.join(", ")}${more}${offer}`,
    {
      file: table.file,
      remedy: "The first line must name every column that the network was trained on; there are: " +
        table.columns.slice(0, 20).join(", "),
    },
  );
}

function encodeTable(table: CsvTable, { preprocessing, csv = {} }: TableOptions): Matrix {
  const { bytes } = preprocessing;
  const columns = columnNames(preprocessing);
  if (table.columns.length !== columns.length) {
    throw new ExperimentError(
      `Cannot use ${table.columns.length} columns: ` +
        `the network takes ${describeColumns(preprocessing)}`,
      { file: table.file, remedy: "Give every row a field for each of them" },
    );
  }
  const isMissing = missingTest(csv.missingValues);
  const imputes = csv.missing === "mean" && preprocessing.mean !== undefined;
  if (!imputes) refuseMissing(table, isMissing);
  const encoding = preprocessing.encoding ?? columns.map((column) => ({ column }));
  const encoders = encoding.map((feature) => encoderOf(feature, isMissing));
  const inputs = encodeInputs(table, encoders);
  return bytes ? toBytes(inputs, table) : inputs;
}

/** A table without the rows that lack a value, and the lines of these. */
function dropRows(
  table: CsvTable,
  isMissing: (field: string) => boolean,
): { kept: CsvTable; dropped: number[] } {
  const whole = table.rows.map((row) => !row.some(isMissing));
  if (!whole.includes(true)) return { kept: table, dropped: [] };
  const kept = {
    ...table,
    rows: table.rows.filter((_, row) => whole[row]),
    lines: table.lines.filter((_, row) => whole[row]),
  };
  return { kept, dropped: table.lines.filter((_, row) => !whole[row]) };
}

function refuseMissing(table: CsvTable, isMissing: (field: string) => boolean): void {
  for (const [r, row] of table.rows.entries()) {
    const place = row.findIndex(isMissing);
    if (place === -1) continue;
    throw new ExperimentError("Cannot predict from a row without a value", {
      file: table.file,
      place: `line ${table.lines[r]}, column "${table.columns[place]}"`,
      remedy: 'Fill it in: only a network trained with data.missing "mean" knows what to put there',
    });
  }
}

function toBytes(inputs: Matrix, table: CsvTable): Matrix {
  const { values, rows, columns } = inputs;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isInteger(value) && value >= 0 && value <= 255) continue;
    const row = Math.floor(i / columns);
    throw new ExperimentError(
      `Cannot use ${value}: the network takes whole numbers from 0 to 255`,
      {
        file: table.file,
        place: `line ${table.lines[row]}, column "${table.columns[i % columns]}"`,
      },
    );
  }
  return { values: Uint8Array.from(values), rows, columns };
}
