import { parse } from "@std/csv";
import { ExperimentError } from "../errors.ts";

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
 * columns share a name, or there are no rows.
 */
export function parseCsv(
  bytes: Uint8Array<ArrayBuffer>,
  options: { file: string; header: boolean; separator: string },
): CsvTable {
  const { file, header, separator } = options;
  const text = decode(bytes, file);
  const records = parseRecords(text, { file, separator });
  const lines = recordLines(text, records).lines;
  const first = records[0];
  if (first === undefined) {
    throw new ExperimentError(`Cannot read ${file}: it is empty`, {
      file,
      remedy: "Give a file with a row for each example",
    });
  }
  const rows = records.map((record) => record.map((field) => field.trim()));
  checkLengths(rows, { file, lines, header });
  const columns = (header ? rows.shift()! : first.map(() => ""))
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

function decode(bytes: Uint8Array<ArrayBuffer>, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new ExperimentError(`Cannot read ${file}: it is not text in UTF-8`, {
      file,
      remedy: "Save it as CSV in UTF-8",
    }, { cause: error });
  }
}

function parseRecords(
  text: string,
  { file, separator }: { file: string; separator: string },
): string[][] {
  try {
    return parse(text, { separator });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // "Syntax error on line 3; parse error on line 3, column 7: bare " in non-quoted-field", where
    // a record counts as one line however many it has.
    const [, unit, reason] = /line (\d+);.*?: (.*)$/.exec(error.message) ?? [];
    const lenient = parse(text, { separator, lazyQuotes: true });
    const line = recordLines(text, lenient).units[Number(unit) - 1];
    throw new ExperimentError(`Cannot read ${file}: ${reason ?? error.message}`, {
      file,
      place: line === undefined ? undefined : `line ${line}`,
      remedy: 'Put fields with quotes in quotes, and write a quote in them as ""',
    }, { cause: error });
  }
}

/** The line each record starts at, and each record or empty line. */
function recordLines(
  text: string,
  records: readonly (readonly string[])[],
): { lines: number[]; units: number[] } {
  const source = text.split("\n");
  const isEmpty = (line: number) => /^\r?$/.test(source[line - 1] ?? "");
  const lines: number[] = [];
  const units: number[] = [];
  let line = 1;
  for (const record of records) {
    for (; isEmpty(line); line++) units.push(line);
    lines.push(line);
    units.push(line);
    line += 1;
    for (const field of record) for (const character of field) if (character === "\n") line += 1;
  }
  return { lines, units };
}

function checkLengths(
  rows: readonly (readonly string[])[],
  { file, lines, header }: { file: string; lines: readonly number[]; header: boolean },
): void {
  const expected = rows[0]!.length;
  const ragged = rows.findIndex((row) => row.length !== expected);
  if (ragged === -1) return;
  throw new ExperimentError(
    `Cannot read a row of ${rows[ragged]!.length} fields: ` +
      `the ${header ? "header" : "first row"} has ${expected}`,
    {
      file,
      place: `line ${lines[ragged]}`,
      remedy: "Give every row as many fields, quoting those with a separator in them",
    },
  );
}

function checkHeader(columns: readonly string[], file: string): void {
  const twice = columns.find((name, place) => columns.indexOf(name) !== place);
  if (twice === undefined) return;
  throw new ExperimentError(`Cannot tell columns apart: two are named "${twice}"`, {
    file,
    place: "line 1",
    remedy: "Give every column its own name",
  });
}
