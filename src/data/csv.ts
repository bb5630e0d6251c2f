import { ExperimentError } from "../errors.ts";
import { shorten } from "../suggest.ts";
import { chooseColumns, columnPlaces, type CsvColumns } from "./csv_columns.ts";
import { encodeInputs, encoderOf, encodingsOf, numberFrom } from "./csv_encode.ts";
import type { CsvOptions } from "./csv_options.ts";
import { type CsvTable, parseCsv } from "./csv_table.ts";
import { digestData, type PartName, partNames } from "./digest.ts";
import { readData } from "./files.ts";
import { encodeTargets, type Labels, type Task } from "./targets.ts";
import type { LoadContext, LoadedData } from "./types.ts";

/**
 * Reads data from CSV files: a row of numbers and words for each example.
 *
 * Features are decimal numbers, stored as float32. A categorical feature becomes a column of 0 and
 * 1 for each word in it, over the rows used of all parts, in the order of code units, named
 * `column=word`. Under `missing: "mean"` a missing value is stored as NaN, for `normalization` to
 * replace; a missing word is NaN in all its columns. A row without a target is refused under
 * `missing: "error"` and dropped otherwise.
 *
 * A target of words makes a classification, and so does one of two different numbers.
 *
 * @throws {ExperimentError} If a file can't be read; for an unknown column, text in a column of
 * numbers, a missing value that is refused, a number that isn't finite in float32.
 */
export async function loadCsv(options: CsvOptions, context: LoadContext): Promise<LoadedData> {
  const { header = true, separator = ",", missing = "error" } = options;
  const names = partNames.filter((name) => fileOf(options, name) !== undefined);
  const tables: CsvTable[] = [];
  for (const name of names) {
    const file = fileOf(options, name)!;
    tables.push(parseCsv(await readData(file, context), { file, header, separator }));
  }
  const columns = chooseColumns(options, tables[0]!);
  const isMissing = missingTest(options.missingValues);
  const used = tables.map((table) => selectRows(table, columns, { missing, isMissing }));

  const encoding = encodingsOf(columns, used, isMissing);
  const encoders = encoding.map((feature) => encoderOf(feature, isMissing));
  const { targets, classes } = encodeTargets(labelsOf(used, options.task), { task: options.task });
  const parts = used.map((table, p) => ({
    inputs: encodeInputs(table, encoders),
    targets: targets[p]!,
    lines: sharedLines(table.lines),
  }));
  const features = encoders.flatMap((encoder) => encoder.names);
  const data = {
    parts: Object.fromEntries(names.map((name, p) => [name, parts[p]!])) as LoadedData["parts"],
    inputShape: [features.length],
    features,
    encoding,
    ...(missing === "mean" ? { imputes: true } : {}),
    ...(classes === undefined ? {} : { classes }),
  };
  return { ...data, digest: digestData(data) };
}

/** In memory that workers can share. */
function sharedLines(lines: readonly number[]): Uint32Array {
  const shared = new Uint32Array(new SharedArrayBuffer(4 * lines.length));
  shared.set(lines);
  return shared;
}

function fileOf(options: CsvOptions, part: PartName): string | undefined {
  return options[part] ?? (part === "train" ? options.path : undefined);
}

/** Tells fields that stand for a missing value. */
export function missingTest(words: readonly string[] = ["", "NA"]): (field: string) => boolean {
  const missing = new Set(words.map((word) => word.trim()));
  return (field) => missing.has(field);
}

/** The rows that are used, with the columns that are: the features in order, then the target. */
function selectRows(
  table: CsvTable,
  { features, target }: CsvColumns,
  { missing, isMissing }: {
    missing: NonNullable<CsvOptions["missing"]>;
    isMissing: (field: string) => boolean;
  },
): CsvTable {
  const columns = [...features, target];
  const places = columnPlaces(table, columns);
  const used: CsvTable = { file: table.file, columns, rows: [], lines: [] };
  for (const [r, row] of table.rows.entries()) {
    const fields = places.map((place) => row[place]!);
    const gap = fields.findIndex(isMissing);
    if (gap !== -1 && missing === "error") throw missingValue(table, r, columns[gap]!);
    // Without a target there is nothing to learn from a row, whatever the policy.
    if (isMissing(fields.at(-1)!) || (gap !== -1 && missing === "drop")) continue;
    used.rows.push(fields);
    used.lines.push(table.lines[r]!);
  }
  if (used.rows.length > 0) return used;
  throw new ExperimentError(`Cannot use ${table.file}: no row has all the values that are needed`, {
    file: table.file,
    remedy: 'Leave out columns with many missing values, or say missing: "mean"',
  });
}

function missingValue(table: CsvTable, row: number, column: string): ExperimentError {
  return new ExperimentError("Cannot use a row without a value", {
    file: table.file,
    place: `line ${table.lines[row]}, column "${shorten(column)}"`,
    remedy: 'Fill it in, or say missing: "drop" to leave such rows out, or missing: "mean" to ' +
      "put the mean of the training rows there",
  });
}

/** The target column of every table: numbers where all of it is, otherwise words. */
function labelsOf(tables: readonly CsvTable[], task: Task | undefined): Labels[] {
  const words = tables.map(({ rows }) => rows.map((row) => row.at(-1)!));
  const numbers = words.map((fields) => fields.map(numberFrom));
  const text = numbers.some((values) => values.includes(undefined));
  const mixed = text && numbers.some((values) => values.some((value) => value !== undefined));
  return tables.map((table, t) => {
    const target = table.columns.at(-1)!;
    const place = (row: number) => `line ${table.lines[row]}, column "${shorten(target)}"`;
    const odd = numbers[t]!.indexOf(undefined);
    if (odd !== -1 && (task === "regression" || (task === undefined && mixed))) {
      throw new ExperimentError(
        `Cannot read ${JSON.stringify(shorten(words[t]![odd]!))} as a number`,
        {
          file: table.file,
          place: place(odd),
          remedy: "Correct it, or say task: classification if targets are names of classes",
        },
      );
    }
    const values = text ? words[t]! : Float64Array.from(numbers[t] as number[]);
    return { values, columns: 1, whole: false, file: table.file, place };
  });
}
