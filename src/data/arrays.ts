import { ExperimentError } from "../errors.ts";
import { digestData, type PartName, partNames } from "./digest.ts";
import { sharedBytes, sharedFloats } from "./shared_arrays.ts";
import { encodeTargets, type Labels, type Task } from "./targets.ts";
import type { LoadedData, Matrix, Part } from "./types.ts";

/** Numbers as a file has them, or words. */
export type ArrayValues =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float32Array
  | Float64Array
  | string[];

/** An array of any number of dimensions, in row-major order. */
export interface NamedArray {
  /** The file it was read from, as the user names it. */
  file?: string | undefined;
  /** Its name in the file or experiment, if it has one. */
  name?: string | undefined;
  shape: number[];
  values: ArrayValues;
  /** Whether the values are truth values, 0 and 1. */
  truth?: boolean | undefined;
}

/** The inputs and labels of one part. */
export interface ArrayPart {
  inputs: NamedArray;
  labels: NamedArray;
}

/**
 * A data set from arrays of inputs [rows, …] and labels [rows], [rows, 1], [1, rows] or
 * [rows, columns]. 8-bit unsigned inputs stay bytes, all others become float32.
 *
 * @throws {ExperimentError} If shapes don't fit together, numbers aren't finite in float32, or
 * labels aren't what `encodeTargets` takes.
 */
export function assembleArrays(
  parts: { train: ArrayPart; validation?: ArrayPart; test?: ArrayPart },
  options: { task?: Task | undefined; classes?: readonly string[] | undefined },
): LoadedData {
  const present = partNames.filter((name) => parts[name] !== undefined);
  const [, ...inputShape] = parts.train.inputs.shape;
  const inputs = present.map((name) => {
    const array = parts[name]!.inputs;
    checkShape(array, inputShape);
    return inputMatrix(array, parts.train.inputs);
  });
  const labels = present.map((name, p) => labelsOf(parts[name]!.labels, inputs[p]!.rows));
  const { targets, classes } = encodeTargets(labels, options);
  const loaded: Partial<Record<PartName, Part>> = {};
  present.forEach((name, p) => loaded[name] = { inputs: inputs[p]!, targets: targets[p]! });
  const data = {
    parts: loaded as LoadedData["parts"],
    inputShape: inputShape.length === 0 ? [1] : inputShape,
    ...(classes === undefined ? {} : { classes }),
  };
  return { ...data, digest: digestData(data) };
}

/** How messages call an array. */
function title({ name, file }: NamedArray): string {
  return name === undefined ? file ?? "the array" : `"${name}"`;
}

function checkShape(array: NamedArray, rowShape: readonly number[]): void {
  const [rows, ...shape] = array.shape;
  const shown = `[${array.shape.join(", ")}]`;
  if (rows === undefined || array.shape.some((length) => length === 0)) {
    throw new ExperimentError(
      `Cannot use ${title(array)} of shape ${shown} as inputs: there are no rows in it`,
      { file: array.file, remedy: "Name an array with a row for each example" },
    );
  }
  if (shape.length !== rowShape.length || shape.some((length, i) => length !== rowShape[i])) {
    throw new ExperimentError(
      `Cannot use ${title(array)} of shape ${shown}: ` +
        `a training row has shape [${rowShape.join(", ")}]`,
      { file: array.file, remedy: "Give all parts rows of one shape" },
    );
  }
}

function inputMatrix(array: NamedArray, train: NamedArray): Matrix {
  const { values } = array;
  const rows = array.shape[0]!;
  const columns = values.length / rows;
  if (isBytes(array) !== isBytes(train)) {
    throw new ExperimentError(
      `Cannot use ${title(array)} beside ${title(train)}: one holds bytes, the other does not`,
      { file: array.file, remedy: "Save all parts with the same type of numbers" },
    );
  }
  if (values instanceof Uint8Array && isBytes(array)) {
    const copy = sharedBytes(values.length, array.file);
    copy.set(values);
    return { values: copy, rows, columns };
  }
  const copy = sharedFloats(values.length, array.file);
  for (let i = 0; i < values.length; i++) {
    copy[i] = numberFrom(values[i]!);
    // Zero times a finite number is zero: the test is false for NaN and the infinities only.
    if (copy[i]! * 0 !== 0) throw unusable(array, i, columns);
  }
  return { values: copy, rows, columns };
}

function isBytes(array: NamedArray): boolean {
  return array.values instanceof Uint8Array && array.truth !== true;
}

function numberFrom(value: number | bigint | string): number {
  return typeof value === "string" ? NaN : Number(value);
}

function unusable(array: NamedArray, i: number, columns: number): ExperimentError {
  const value = array.values[i]!;
  const shown = typeof value === "string" ? JSON.stringify(value) : String(value);
  return new ExperimentError(
    `Cannot use ${shown} as an input: it must be a number that is finite in float32`,
    {
      file: array.file,
      place: `${array.name === undefined ? "" : `"${array.name}", `}` +
        `row ${Math.floor(i / columns)}, column ${i % columns}`,
      remedy: "Remove the row or replace the value before saving",
    },
  );
}

function labelsOf(array: NamedArray, rows: number): Labels {
  const { shape, values, file, name } = array;
  const columns = shape.length === 2 && shape[0] === rows ? shape[1]! : 1;
  if (shape.length > 2 || columns === 0 || values.length !== rows * columns) {
    throw new ExperimentError(
      `Cannot use ${title(array)} of shape [${shape.join(", ")}] as labels of ${rows} rows: ` +
        `it must have shape [${rows}], [${rows}, 1], [1, ${rows}] or [${rows}, columns]`,
      { file, remedy: "Name the labels that belong to these inputs" },
    );
  }
  const whole = !(values instanceof Float32Array || values instanceof Float64Array);
  return {
    values: isWords(values) ? values : Float64Array.from(values, Number),
    columns,
    whole,
    file,
    place: (row) => `${name === undefined ? "" : `"${name}", `}row ${row}`,
  };
}

function isWords(values: ArrayValues): values is string[] {
  return Array.isArray(values);
}
