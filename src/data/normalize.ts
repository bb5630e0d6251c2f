import { ExperimentError } from "../errors.ts";
import type { NormalizeName } from "./preparation.ts";
import { hasMissing, inputScaleOf, scaleInputs, type Scaling } from "./scaling.ts";
import type { Matrix } from "./types.ts";

/** What is done to every row of inputs, worked out from the training rows. */
export interface Normalization {
  /** What the engine multiplies inputs by. */
  inputScale: number;
  /** Inputs in the form that the engine gets; the same matrix where nothing is to be done. */
  apply: (inputs: Matrix) => Matrix;
  /** The same as values; its means appear when `apply` first meets a missing value. */
  scaling: Scaling;
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
 * @param options The training rows in it, all by default; names of the columns for messages; and
 * whether means are worked out even if no value is missing, for rows that come later.
 * @throws {ExperimentError} If values are missing and a column has no value in the training rows.
 */
export function normalization(
  train: Matrix,
  options: {
    normalize: NormalizeName;
    rows?: Uint32Array | undefined;
    features?: readonly string[] | undefined;
    imputes?: boolean | undefined;
    floats?: ((length: number) => Float32Array) | undefined;
  },
): Normalization {
  const bytes = train.values instanceof Uint8Array;
  const normalize = options.normalize === "auto" ? (bytes ? "unit" : "none") : options.normalize;
  const scaling: Scaling = { normalize };
  if (normalize === "standardize") Object.assign(scaling, columnStatistics(train, options));
  else if (options.imputes && !bytes) scaling.mean = columnStatistics(train, options).mean;
  return {
    inputScale: inputScaleOf(train, scaling),
    apply(inputs) {
      if (hasMissing(inputs)) scaling.mean ??= columnStatistics(train, options).mean;
      return scaleInputs(inputs, scaling, options.floats);
    },
    scaling,
  };
}

/** Of the training rows; a missing value counts as the mean of the others. */
function columnStatistics(
  { values, rows, columns }: Matrix,
  options: { rows?: Uint32Array | undefined; features?: readonly string[] | undefined },
): { mean: Float64Array; deviation: Float64Array } {
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
