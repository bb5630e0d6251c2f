/** A row of a CSV file: its fields, and the line it starts at, from 1. */
export interface CsvRecord {
  fields: string[];
  line: number;
}

/**
 * The most fields that a CSV file may have: about 5 GB of strings, more than a JavaScript heap holds
 * on most machines, so that nothing larger could be kept anyway.
 */
export const maximumFields = 50_000_000;

/** The most columns: tables of genes have 60,000. */
export const maximumCsvColumns = 100_000;

/** The most bytes of a line; what is longer is no table, or a file of one line by mistake. */
export const maximumLineBytes = 256 * 1024 * 1024;

/** The most characters of a field: more than that are an opening quote without a closing one. */
export const maximumFieldLength = 1_000_000;

/** What is wrong with a CSV file, and in the record that starts at which line. */
export class CsvFault extends Error {
  readonly line: number | undefined;
  readonly remedy: string;

  constructor(message: string, line: number | undefined, remedy: string) {
    super(message);
    this.line = line;
    this.remedy = remedy;
  }
}

/**
 * The records of a CSV file (RFC 4180): lines end with LF or CRLF, fields with separators, quotes or
 * line ends in them are in quotes, empty lines are passed over, a byte order mark, too. Of the text
 * no more than a few megabytes are held beside the fields.
 *
 * @param bytes The whole file, UTF-8.
 * @param options.separator One character, neither a quote nor a line end.
 * @throws {CsvFault} No UTF-8, quotes that don't match, or more than the bounds above.
 *
 * @example
 * ```ts
 * import { readRecords } from "./csv_records.ts";
 *
 * const bytes = new TextEncoder().encode('a,"b,c"\n\n1,2\n');
 * readRecords(bytes, { separator: "," });
 * // [{ fields: ["a", "b,c"], line: 1 }, { fields: ["1", "2"], line: 3 }]
 * ```
 */
export function readRecords(
  bytes: Uint8Array,
  options: { separator: string; fields?: number },
): CsvRecord[] {
  return [...eachRecord(bytes, options)];
}

/** As `readRecords`, one after another: a table that is only summed up need not be kept. */
export function* eachRecord(
  bytes: Uint8Array,
  { separator, fields: limit = maximumFields }: { separator: string; fields?: number },
): Generator<CsvRecord> {
  const lines = linesOf(bytes);
  let count = 0;
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    if (line === "") continue;
    const start = lines.number();
    const fields = line.includes('"')
      ? quotedFields(line, { lines, separator, start })
      : line.split(separator, maximumCsvColumns + 1);
    if (fields.length > maximumCsvColumns) {
      throw tooLarge(`it has more than ${maximumCsvColumns} columns`, start);
    }
    count += fields.length;
    if (count > limit) throw tooLarge(`it has more than ${limit} fields`, start);
    yield { fields, line: start };
  }
}

/** The lines of a file without their ends, one after another. */
interface Lines {
  /** `undefined` after the last one. */
  next(): string | undefined;
  /** Of the line that came last, from 1. */
  number(): number;
}

/** About this much of a file is decoded at once. */
const blockBytes = 4 * 1024 * 1024;

const lineFeed = 0x0a;

function linesOf(bytes: Uint8Array): Lines {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let place = 0, from = 0, line = 0;
  let text = "";
  // A line feed is never part of another character, so blocks that end with one decode by themselves.
  const nextBlock = () => {
    const last = bytes.subarray(place, place + blockBytes).lastIndexOf(lineFeed);
    const near = last === -1 ? bytes.indexOf(lineFeed, place) : place + last;
    const end = near === -1 ? bytes.length : near + 1;
    if (end - place > maximumLineBytes) {
      throw tooLarge(`its line has more than ${maximumLineBytes} bytes`, line + 1);
    }
    try {
      text = decoder.decode(bytes.subarray(place, end));
    } catch {
      throw new CsvFault("it is not text in UTF-8", undefined, "Save it as CSV in UTF-8");
    }
    from = place === 0 ? /^\ufeff*/.exec(text)![0].length : 0;
    place = end;
  };
  return {
    next() {
      if (from >= text.length) {
        if (place >= bytes.length) return undefined;
        nextBlock();
        if (from >= text.length) return undefined;
      }
      const end = text.indexOf("\n", from);
      const found = text.slice(from, end === -1 ? text.length : end);
      from = end === -1 ? text.length : end + 1;
      line += 1;
      return found.endsWith("\r") ? found.slice(0, -1) : found;
    },
    number: () => line,
  };
}

const quoteRemedy = 'Put fields with quotes in quotes, and write a quote in them as ""';

/** The fields of a record with quotes in it, which may go on over further lines. */
function quotedFields(
  first: string,
  { lines, separator, start }: { lines: Lines; separator: string; start: number },
): string[] {
  const fields: string[] = [];
  let line = first;
  for (let at = 0;;) {
    if (line[at] !== '"') {
      const next = line.indexOf(separator, at);
      const field = line.slice(at, next === -1 ? line.length : next);
      if (field.includes('"')) {
        throw new CsvFault('bare " in non-quoted-field', start, quoteRemedy);
      }
      fields.push(field);
      if (next === -1) return fields;
      at = next + 1;
    } else {
      let field = "";
      for (at += 1;;) {
        const end = line.indexOf('"', at);
        field += line.slice(at, end === -1 ? line.length : end);
        if (field.length > maximumFieldLength) {
          throw tooLarge(
            `a field has more than ${maximumFieldLength} characters, so a quote is missing`,
            start,
          );
        }
        if (end === -1) {
          const more = lines.next();
          if (more === undefined) throw mismatch(start);
          field += "\n";
          [line, at] = [more, 0];
        } else if (line[end + 1] === '"') {
          field += '"';
          at = end + 2;
        } else {
          at = end + 1;
          break;
        }
      }
      fields.push(field);
      if (at === line.length) return fields;
      if (line[at] !== separator) throw mismatch(start);
      at += 1;
    }
    if (fields.length > maximumCsvColumns) return fields;
  }
}

function mismatch(line: number): CsvFault {
  return new CsvFault('extraneous or missing " in quoted-field', line, quoteRemedy);
}

function tooLarge(problem: string, line: number): CsvFault {
  return new CsvFault(
    problem,
    line,
    "Check the separator and the quotes, split the file, or save its numbers with numpy.savez",
  );
}
