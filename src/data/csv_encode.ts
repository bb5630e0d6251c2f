import { ExperimentError } from "../errors.ts";
import { shorten, unknownName } from "../suggest.ts";
import type { CsvColumns } from "./csv_columns.ts";
import type { CsvTable } from "./csv_table.ts";
import { sharedFloats } from "./shared_arrays.ts";
import type { FeatureEncoding, Matrix } from "./types.ts";

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** How a feature becomes input columns. */
export interface Encoder {
  /** Names of the input columns it becomes. */
  names: string[];
  /** What a field may be, for columns of words. */
  words?: readonly string[];
  /** Writes a field to `out` from `start` on, where zeros are; false if it can't be read. */
  encode: (field: string, out: Float32Array, start: number) => boolean;
}

/** The number that a field stands for: plain decimal, with or without an exponent. */
export function numberFrom(field: string): number | undefined {
  return decimal.test(field) ? Number(field) : undefined;
}

/** How each feature is encoded, those made of words by every word in the tables. */
export function encodingsOf(
  { features, categorical }: CsvColumns,
  tables: readonly CsvTable[],
  isMissing: (field: string) => boolean,
): FeatureEncoding[] {
  return features.map((column, place) => {
    if (!categorical.has(column)) return { column };
    const words = new Set(tables.flatMap(({ rows }) => rows.map((row) => row[place]!)));
    return { column, words: [...words].filter((word) => !isMissing(word)).sort() };
  });
}

/** The encoder of a feature. */
export function encoderOf(
  { column, words }: FeatureEncoding,
  isMissing: (field: string) => boolean,
): Encoder {
  return words === undefined ? { names: [column], encode: numeric } : oneHot(column, words);

  function numeric(field: string, out: Float32Array, start: number): boolean {
    if (isMissing(field)) {
      out[start] = NaN;
      return true;
    }
    out[start] = numberFrom(field) ?? NaN;
    return Number.isFinite(out[start]);
  }

  function oneHot(name: string, words: readonly string[]): Encoder {
    const places = new Map(words.map((word, place) => [word, place]));
    return {
      names: words.map((word) => `${name}=${word}`),
      words,
      encode(field, out, start) {
        const place = places.get(field);
        if (place !== undefined) out[start + place] = 1;
        else out.fill(NaN, start, start + words.length);
        return place !== undefined || isMissing(field);
      },
    };
  }
}

/**
 * The input rows of a table whose first columns are the features.
 *
 * @throws {ExperimentError} For a field that isn't a number where one is expected, or a word that
 * its column does not have.
 */
export function encodeInputs(table: CsvTable, encoders: readonly Encoder[]): Matrix<Float32Array> {
  const rows = table.rows.length;
  const starts: number[] = [];
  let columns = 0;
  for (const { names } of encoders) {
    starts.push(columns);
    columns += names.length;
  }
  const values = sharedFloats(rows * columns, table.file);
  for (let row = 0; row < rows; row++) {
    for (const [place, encoder] of encoders.entries()) {
      const field = table.rows[row]![place]!;
      const readable = encoder.encode(field, values, row * columns + starts[place]!);
      if (readable) continue;
      throw encoder.words
        ? unknownWord(table, { row, place, words: encoder.words })
        : unreadable(table, row, place);
    }
  }
  return { values, rows, columns };
}

function unreadable(table: CsvTable, row: number, place: number): ExperimentError {
  const whole = table.rows[row]![place]!;
  const decimalNumber = numberFrom(whole) !== undefined;
  const [field, column] = [shorten(whole), shorten(table.columns[place]!)];
  return new ExperimentError(
    decimalNumber
      ? `Cannot use ${field}: it is too large for float32`
      : `Cannot read ${JSON.stringify(field)} as a number`,
    {
      file: table.file,
      place: `line ${table.lines[row]}, column "${column}"`,
      remedy: decimalNumber
        ? "Give the column in a larger unit"
        : `Correct it, list "${column}" in data.categorical if it is made of words, or leave it ` +
          "out of data.features",
    },
  );
}

function unknownWord(
  table: CsvTable,
  { row, place, words }: { row: number; place: number; words: readonly string[] },
): ExperimentError {
  const column = shorten(table.columns[place]!);
  return new ExperimentError(
    unknownName(`word in column "${column}"`, table.rows[row]![place]!, words),
    {
      file: table.file,
      place: `line ${table.lines[row]}, column "${column}"`,
      remedy: "Use one of the words that the network was trained with",
    },
  );
}
