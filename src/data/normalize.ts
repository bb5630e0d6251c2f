import { ExperimentError } from "../errors.ts";
import type { NormalizeName } from "./preparation.ts";
import { sharedFloats } from "./shared_arrays.ts";
import type { Matrix, Standardization } from "./types.ts";

/** What is done to every row of inputs, worked out from the training rows. */
export interface Normalization {
  /** What the engine multiplies inputs by. */
  inputScale: number;
  /** Inputs in the form that the engine gets; the same matrix where nothing is to be done. */
  apply: (inputs: Matrix) => Matrix;
  /** For `standardize`. */
  standardization?: Standardization;
}

/**
 * How the inputs of all parts are normalised:
 *
 * - `unit`: x / 255. Bytes stay bytes and the engine multiplies by 1/255; floats are divided, in
 *   double precision, and rounded to float32.
 * - `standardize`: (x − mean) / deviation, in double precision, rounded to float32; the deviation
 *   is the population's (divided by n, not n − 1), and 1 for a constant column.
 * - `none`: x.
 * - `auto`: `unit` for bytes, otherwise `none`.
 *
 * Missing values (NaN) are first replaced by the column's mean over the training rows that have
 * one. Sums run over the training rows in ascending order, in double precision.
 *
 * @param train The matrix that holds the training rows.
 * @param options The training rows in it, all by default; and names of the columns for messages.
 * @throws {ExperimentError} If values are missing and a column has no value in the training rows.
 */
export function normalization(
  train: Matrix,
  options: {
    normalize: NormalizeName;
    rows?: Uint32Array | undefined;
    features?: readonly string[] | undefined;
  },
): Normalization {
  const bytes = train.values instanceof Uint8Array;
  const normalize = options.normalize === "auto" ? (bytes ? "unit" : "none") : options.normalize;
  if (bytes && normalize !== "standardize") {
    return { inputScale: normalize === "unit" ? 1 / 255 : 1, apply: (inputs) => inputs };
  }
  const zeros = new Float64Array(train.columns);
  const divisor = new Float64Array(train.columns).fill(normalize === "unit" ? 255 : 1);
  if (normalize === "standardize") {
    const { mean, deviation } = columnStatistics(train, options);
    return {
      inputScale: 1,
      apply: (inputs) => transform(inputs, { missing: mean, center: mean, divisor: deviation }),
      standardization: { mean, deviation },
    };
  }
  let mean: Float64Array | undefined;
  return {
    inputScale: 1,
    apply(inputs) {
      if (!hasMissing(inputs)) {
        if (normalize === "none") return inputs;
        return transform(inputs, { missing: zeros, center: zeros, divisor });
      }
      mean ??= columnStatistics(train, options).mean;
      return transform(inputs, { missing: mean, center: zeros, divisor });
    },
  };
}

/** (x − center) / divisor of each column, with `missing` for NaN. */
function transform(
  inputs: Matrix,
  columns: { missing: Float64Array; center: Float64Array; divisor: Float64Array },
): Matrix {
  const { missing, center, divisor } = columns;
  const { values } = inputs;
  const out = sharedFloats(values.length);
  for (let row = 0, i = 0; row < inputs.rows; row++) {
    for (let column = 0; column < inputs.columns; column++, i++) {
      const value = values[i]!;
      const x = value === value ? value : missing[column]!;
      out[i] = (x - center[column]!) / divisor[column]!;
    }
  }
  return { values: out, rows: inputs.rows, columns: inputs.columns };
}

function hasMissing({ values }: Matrix): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] !== values[i]) return true;
  return false;
}

/** Of the training rows; a missing value counts as the mean of the others. */
function columnStatistics(
  { values, rows, columns }: Matrix,
  options: { rows?: Uint32Array | undefined; features?: readonly string[] | undefined },
): Standardization {
  const count = options.rows?.length ?? rows;
  const start = (place: number) => (options.rows?.[place] ?? place) * columns;
  const known = new Float64Array(columns);
  const mean = new Float64Array(columns);
  for (let place = 0; place < count; place++) {
    for (let column = 0, i = start(place); column < columns; column++, i++) {
      const value = values[i]!;
      if (value !== value) continue;
      known[column]! += 1;
      mean[column]! += value;
    }
  }
  for (let column = 0; column < columns; column++) {
    if (known[column] === 0) throw nothingKnown(column, options.features);
    mean[column]! /= known[column]!;
  }

  const deviation = new Float64Array(columns);
  for (let place = 0; place < count; place++) {
    for (let column = 0, i = start(place); column < columns; column++, i++) {
      const value = values[i]!;
      if (value !== value) continue;
      const difference = value - mean[column]!;
      deviation[column]! += difference * difference;
    }
  }
  for (let column = 0; column < columns; column++) {
    deviation[column] = Math.sqrt(deviation[column]! / count);
    // Exactly 0 for a constant column: equal float32 numbers add up without rounding.
    if (deviation[column] === 0) deviation[column] = 1;
  }
  return { mean, deviation };
}

function nothingKnown(column: number, features: readonly string[] | undefined): ExperimentError {
  const name = features?.[column] ?? String(column);
  return new ExperimentError(
    `Cannot replace missing values by their mean: column "${name}" has no value in the training rows`,
    { place: "data.missing", remedy: "Leave the column out of data.features, or use more rows" },
  );
}
