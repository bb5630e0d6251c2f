import { ExperimentError } from "../errors.ts";
import { shorten } from "../suggest.ts";
import { CsvFault, type CsvRecord, readRecords } from "./csv_records.ts";

/** A CSV file as text. */
export interface CsvTable {
  /** As the user names it. */
  file: string;
  /** Names of the columns; where there is none, the column's place from 0. */
  columns: string[];
  /** Fields of each row, without spaces around them; as many as there are columns. */
  rows: string[][];
  /** The line each row starts at, from 1. */
  lines: number[];
}

/**
 * Reads a CSV file: UTF-8, with or without byte order mark, lines ending with LF or CRLF, fields in
 * quotes where they hold separators, quotes or line ends. Empty lines are skipped, spaces around
 * fields dropped.
 *
 * @throws {ExperimentError} If it isn't UTF-8 text, quotes don't match, rows differ in length,
 * columns share a name, there are no rows, or more of something than the bounds in `csv_records.ts`.
 */
export function parseCsv(
  bytes: Uint8Array<ArrayBuffer>,
  options: { file: string; header: boolean; separator: string },
): CsvTable {
  const { file, header, separator } = options;
  const records = parseRecords(bytes, { file, separator });
  const first = records[0];
  if (first === undefined) {
    throw new ExperimentError(`Cannot read ${file}: it is empty`, {
      file,
      remedy: "Give a file with a row for each example",
    });
  }
  checkLengths(records, { file, header });
  const lines = records.map(({ line }) => line);
  // In place: a large table has room for its fields once.
  for (const { fields } of records) {
    for (let i = 0; i < fields.length; i++) fields[i] = fields[i]!.trim();
  }
  const rows = records.map(({ fields }) => fields);
  const columns = (header ? rows.shift()! : first.fields.map(() => ""))
    .map((name, place) => name === "" ? String(place) : name);
  if (header) {
    lines.shift();
    checkHeader(columns, file);
  }
  if (rows.length === 0) {
    throw new ExperimentError(`Cannot read ${file}: there is no row below the header`, {
      file,
      remedy: "Say header: false if the first line is a row already",
    });
  }
  return { file, columns, rows, lines };
}

function parseRecords(
  bytes: Uint8Array,
  { file, separator }: { file: string; separator: string },
): CsvRecord[] {
  try {
    return readRecords(bytes, { separator });
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    const { message, line, remedy } = error;
    const place = line === undefined ? undefined : `line ${line}`;
    throw new ExperimentError(`Cannot read ${file}: ${message}`, { file, place, remedy });
  }
}

function checkLengths(
  records: readonly CsvRecord[],
  { file, header }: { file: string; header: boolean },
): void {
  const expected = records[0]!.fields.length;
  const ragged = records.find(({ fields }) => fields.length !== expected);
  if (ragged === undefined) return;
  throw new ExperimentError(
    `Cannot read a row of ${ragged.fields.length} fields: ` +
      `the ${header ? "header" : "first row"} has ${expected}`,
    {
      file,
      place: `line ${ragged.line}`,
      remedy: "Give every row as many fields, quoting those with a separator in them",
    },
  );
}

function checkHeader(columns: readonly string[], file: string): void {
  const twice = firstRepeated(columns);
  if (twice === undefined) return;
  throw new ExperimentError(`Cannot tell columns apart: two are named "${shorten(twice)}"`, {
    file,
    place: "line 1",
    remedy: "Give every column its own name",
  });
}

/** The first name that is in a list for the second time. */
export function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.size === seen.add(name).size);
}
