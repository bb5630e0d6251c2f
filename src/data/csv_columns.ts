import { ExperimentError } from "../errors.ts";
import { shorten, unknownName } from "../suggest.ts";
import type { CsvOptions } from "./csv_options.ts";
import { type CsvTable, firstRepeated } from "./csv_table.ts";

/** Which columns of the tables are used for what. */
export interface CsvColumns {
  /** Name of the target. */
  target: string;
  /** Names of the features, as written in the options or else in the order of the file. */
  features: string[];
  /** Those of the features that are made of words. */
  categorical: ReadonlySet<string>;
}

/**
 * Finds the columns that the options name in the training table.
 *
 * @throws {ExperimentError} If there is no such column, a column is used twice, or the target is
 * among the features.
 */
export function chooseColumns(options: CsvOptions, table: CsvTable): CsvColumns {
  const known = new Set(table.columns);
  const find = (column: string | number, place: string) =>
    columnName(table, column, { known, place });
  const target = find(options.target, "data.target");
  const features = options.features?.map((column, i) => find(column, `data.features.${i}`)) ??
    table.columns.filter((name) => name !== target);
  const repeated = firstRepeated(features);
  if (repeated !== undefined) {
    throw misused(table, `"${shorten(repeated)}" is listed twice`, { place: "data.features" });
  }
  if (features.includes(target)) {
    throw misused(table, `"${shorten(target)}" is the target`, { place: "data.features" });
  }
  if (features.length === 0) {
    throw misused(table, "there is no column beside the target", {
      place: "data.features",
      remedy: separatorRemedy(table),
    });
  }

  const categorical = new Set<string>();
  options.categorical?.forEach((column, i) => {
    const place = `data.categorical.${i}`;
    const name = find(column, place);
    if (!features.includes(name)) {
      throw misused(table, `"${shorten(name)}" is not among the features`, { place });
    }
    categorical.add(name);
  });
  return { target, features, categorical };
}

/** The places of columns in a table that may have another order of columns. */
export function columnPlaces(table: CsvTable, names: readonly string[]): number[] {
  const places = new Map(table.columns.map((name, place) => [name, place]));
  return names.map((name) => places.get(columnName(table, name, { known: places }))!);
}

function columnName(
  table: CsvTable,
  column: string | number,
  { known, place }: { known: { has(name: string): boolean }; place?: string },
): string {
  const name = typeof column === "number" ? table.columns[column] : column;
  if (name !== undefined && known.has(name)) return name;
  const message = typeof column === "number"
    ? `Unknown column ${column}: it must be from 0 to ${table.columns.length - 1}`
    : unknownName("column", column, table.columns);
  throw new ExperimentError(message, {
    file: table.file,
    place,
    remedy: separatorRemedy(table) ??
      "Name a column of the file, or say header: false and give its place",
  });
}

/** What to do about a table whose only column looks like several. */
function separatorRemedy({ columns, rows }: CsvTable): string | undefined {
  if (columns.length !== 1) return undefined;
  const line = `${columns[0]}${rows[0]?.[0] ?? ""}`;
  const separator = [";", "\t"].find((one) => line.includes(one));
  return separator && `Set data.separator to ${JSON.stringify(separator)}`;
}

function misused(
  { file }: CsvTable,
  reason: string,
  { place, remedy = "List each column to predict from once" }: {
    place: string;
    remedy?: string | undefined;
  },
): ExperimentError {
  return new ExperimentError(`Cannot use these columns of ${file} as features: ${reason}`, {
    file,
    place,
    remedy,
  });
}
