import { ExperimentError } from "../errors.ts";
import { unknownName } from "../suggest.ts";
import type { CsvOptions } from "./csv_options.ts";
import type { CsvTable } from "./csv_table.ts";

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
  const find = (column: string | number, place: string) => columnName(table, column, place);
  const target = find(options.target, "data.target");
  const features = options.features?.map((column, i) => find(column, `data.features.${i}`)) ??
    table.columns.filter((name) => name !== target);
  const repeated = features.find((name, i) => features.indexOf(name) !== i);
  if (repeated !== undefined) throw misused(`"${repeated}" is listed twice`, "data.features");
  if (features.includes(target)) throw misused(`"${target}" is the target`, "data.features");
  if (features.length === 0) {
    throw misused("there is no column beside the target", "data.features", separatorRemedy(table));
  }

  const categorical = new Set<string>();
  options.categorical?.forEach((column, i) => {
    const place = `data.categorical.${i}`;
    const name = find(column, place);
    if (!features.includes(name)) throw misused(`"${name}" is not among the features`, place);
    categorical.add(name);
  });
  return { target, features, categorical };
}

/** The place of a column in a table that may have another order of columns. */
export function columnIndex(table: CsvTable, name: string): number {
  return table.columns.indexOf(columnName(table, name, undefined));
}

function columnName(table: CsvTable, column: string | number, place: string | undefined): string {
  const name = typeof column === "number" ? table.columns[column] : column;
  if (name !== undefined && table.columns.includes(name)) return name;
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
  reason: string,
  place: string,
  remedy = "List each column to predict from once",
): ExperimentError {
  return new ExperimentError(`Cannot use these columns as features: ${reason}`, {
    place,
    remedy,
  });
}
