import { ExperimentError } from "../errors.ts";
import { shorten, unknownName } from "../suggest.ts";
import { firstRepeated } from "./csv_table.ts";
import { sharedFloats } from "./shared_arrays.ts";
import type { Matrix } from "./types.ts";

/** What is to be predicted: one of several classes, or numbers. */
export type Task = "classification" | "regression";

/** The labels of one part as its source has them. */
export interface Labels {
  /** Numbers or words, row after row. */
  values: Float64Array | readonly string[];
  /** Values in a row. */
  columns: number;
  /** Whether the source's type is one of whole numbers. */
  whole: boolean;
  /** For messages: the file they are in. */
  file?: string | undefined;
  /** For messages: where a row is in it, as in `line 12, column "RainTomorrow"`. */
  place: (row: number) => string;
}

/** Labels in the form that the engine trains on. */
export interface EncodedTargets {
  /** One matrix for each part. */
  targets: Matrix<Float32Array>[];
  /** Absent for regression. */
  classes?: string[];
}

/**
 * Turns labels into targets: two classes into one column of 0 and 1, K > 2 classes into K one-hot
 * columns, everything else into float32 numbers as they are.
 *
 * Without `task` and `classes`, labels are classes where they are words; where a single column has
 * exactly two values; or where it has a type of whole numbers and its values are 0 to K − 1 without
 * a gap. Rows of several numbers are classes only on request, and must then be one-hot.
 *
 * The order of the classes is that of `classes`: numbers are then places in it, from 0. Without
 * `classes` it is the numerical order for numbers and the order of code units for words, over all
 * parts together.
 *
 * @param parts The labels of all parts.
 * @throws {ExperimentError} For a label that is none of the classes, words where numbers are asked
 * for, fewer than two classes.
 */
export function encodeTargets(
  parts: readonly Labels[],
  options: { task?: Task | undefined; classes?: readonly string[] | undefined },
): EncodedTargets {
  if (options.classes !== undefined) checkNames(options.classes, parts[0]?.file);
  const columns = sameColumns(parts);
  const text = parts.some(({ values }) => !(values instanceof Float64Array));
  const numbers = text ? undefined : distinctNumbers(parts);
  const task = options.task ?? (options.classes !== undefined ? "classification" : undefined) ??
    (numbers === undefined ? "classification" : guessTask(parts, columns, numbers));
  if (task === "regression") return { targets: parts.map(copyNumbers) };
  if (columns > 1) return encodeOneHot(parts, columns, options.classes);

  const classes = options.classes ?? (numbers?.map(String) ?? distinctWords(parts));
  if (classes.length < 2) {
    throw new ExperimentError(
      `Cannot classify: every label is ${JSON.stringify(shorten(classes[0] ?? ""))}`,
      {
        file: parts[0]?.file,
        remedy: "Give data with two classes or more, or say task: regression",
      },
    );
  }
  const places = new Map<string | number, number>(
    options.classes !== undefined && numbers !== undefined
      ? classes.map((_, place) => [place, place])
      : (numbers ?? classes).map((label, place) => [label, place]),
  );
  return {
    targets: parts.map((part) => encodeClasses(part, places, classes)),
    classes: [...classes],
  };
}

function guessTask(parts: readonly Labels[], columns: number, distinct: readonly number[]): Task {
  if (columns > 1) return "regression";
  if (distinct.length === 2) return "classification";
  const whole = parts.every((part) => part.whole);
  const gapless = distinct.every((value, place) => value === place);
  return whole && gapless && distinct.length > 2 ? "classification" : "regression";
}

function checkNames(classes: readonly string[], file: string | undefined): void {
  const twice = firstRepeated(classes);
  if (twice !== undefined) {
    throw new ExperimentError(`Cannot name two classes "${shorten(twice)}"`, {
      file,
      place: "data.classes",
      remedy: "Give every class its own name",
    });
  }
}

function sameColumns(parts: readonly Labels[]): number {
  const columns = parts[0]!.columns;
  for (const part of parts) {
    if (part.columns === columns) continue;
    throw new ExperimentError(
      `Cannot use ${part.columns} labels a row: the training rows have ${columns}`,
      { file: part.file, remedy: "Give all parts labels of the same form" },
    );
  }
  return columns;
}

/** Ascending. */
function distinctNumbers(parts: readonly Labels[]): number[] {
  const distinct = new Set<number>();
  for (const { values } of parts) {
    // -0 and 0 are one key of a Set.
    for (const value of values as Float64Array) distinct.add(value);
  }
  return [...distinct].sort((a, b) => a - b);
}

/** In the order of code units. */
function distinctWords(parts: readonly Labels[]): string[] {
  const distinct = new Set<string>();
  for (const { values } of parts) for (const value of values) distinct.add(String(value));
  return [...distinct].sort();
}

function rowsOf(part: Labels): number {
  return part.values.length / part.columns;
}

function copyNumbers(part: Labels): Matrix<Float32Array> {
  const { values, columns } = part;
  const copy = sharedFloats(values.length, part.file);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const place = () => ({ file: part.file, place: part.place(Math.floor(i / columns)) });
    if (typeof value === "string") {
      throw new ExperimentError(`Cannot use the label "${shorten(value)}" as a number`, {
        ...place(),
        remedy: "Say task: classification if labels are names of classes",
      });
    }
    copy[i] = value;
    if (!Number.isFinite(copy[i]!)) {
      throw new ExperimentError(`Cannot use ${value} as a target: it must be finite in float32`, {
        ...place(),
        remedy: "Remove the row or scale the targets",
      });
    }
  }
  return { values: copy, rows: rowsOf(part), columns };
}

function encodeClasses(
  part: Labels,
  places: ReadonlyMap<string | number, number>,
  classes: readonly string[],
): Matrix<Float32Array> {
  const rows = rowsOf(part);
  const columns = classes.length === 2 ? 1 : classes.length;
  const values = sharedFloats(rows * columns, part.file);
  for (let row = 0; row < rows; row++) {
    const label = part.values[row]!;
    const place = places.get(label);
    if (place === undefined) throw unknownClass(part, row, classes);
    if (columns === 1) values[row] = place;
    else values[row * columns + place] = 1;
  }
  return { values, rows, columns };
}

function unknownClass(part: Labels, row: number, classes: readonly string[]): ExperimentError {
  const label = part.values[row]!;
  const message = typeof label === "string"
    ? unknownName("class", label, classes)
    : `Cannot use ${label} as the label of one of ${classes.length} classes: ` +
      `it must be a whole number from 0 to ${classes.length - 1}`;
  return new ExperimentError(message, {
    file: part.file,
    place: part.place(row),
    remedy: "Name all classes in data.classes, in the order of their labels",
  });
}

function encodeOneHot(
  parts: readonly Labels[],
  columns: number,
  names: readonly string[] | undefined,
): EncodedTargets {
  const classes = names ?? Array.from({ length: columns }, (_, place) => String(place));
  if (classes.length !== columns) {
    throw new ExperimentError(
      `Cannot name ${columns} columns of one-hot labels with ${classes.length} classes`,
      { file: parts[0]!.file, place: "data.classes", remedy: "Name one class for each column" },
    );
  }
  const places = new Map(classes.map((_, place) => [place, place]));
  const targets = parts.map((part) => {
    const labels: Labels = { ...part, columns: 1, values: hotColumns(part) };
    return encodeClasses(labels, places, classes);
  });
  return { targets, classes: [...classes] };
}

/** The column of the 1 in each row. */
function hotColumns(part: Labels): Float64Array {
  const hot = new Float64Array(rowsOf(part)).fill(-1);
  for (let i = 0; i < part.values.length; i++) {
    const row = Math.floor(i / part.columns);
    const value = part.values[i]!;
    if (value === 1 && hot[row] === -1) hot[row] = i % part.columns;
    else if (value !== 0) throw notOneHot(part, row);
  }
  const empty = hot.indexOf(-1);
  if (empty !== -1) throw notOneHot(part, empty);
  return hot;
}

function notOneHot(part: Labels, row: number): ExperimentError {
  const values = part.values.slice(row * part.columns, (row + 1) * part.columns);
  return new ExperimentError(
    `Cannot use [${
      shorten(values.join(", "))
    }] as a class: a row must have a single 1 and otherwise 0`,
    { file: part.file, place: part.place(row), remedy: "Say task: regression for other numbers" },
  );
}
