import type { NormalizeName } from "./preparation.ts";
import { sharedFloats } from "./shared_arrays.ts";
import type { Matrix } from "./types.ts";

/** How inputs are scaled, with `auto` decided. */
export type ScalingName = Exclude<NormalizeName, "auto">;

/** Everything that the scaling of a row depends on beside the row. */
export interface Scaling {
  normalize: ScalingName;
  /** [columns] Means of the training rows: what `standardize` subtracts, what stands for NaN. */
  mean?: ArrayLike<number> | undefined;
  /** [columns] Deviations of the training rows: what `standardize` divides by. */
  deviation?: ArrayLike<number> | undefined;
}

/** What the engine multiplies inputs by: 1/255 for bytes under `unit`, otherwise 1. */
export function inputScaleOf({ values }: Pick<Matrix, "values">, { normalize }: Scaling): number {
  return values instanceof Uint8Array && normalize === "unit" ? 1 / 255 : 1;
}

/**
 * Inputs in the form that the engine gets; the same matrix where nothing is to be done. Bytes stay
 * bytes except under `standardize`: the engine scales them.
 *
 * @throws {RangeError} for missing values (NaN) without means, and for `standardize` without both.
 */
export function scaleInputs(
  inputs: Matrix,
  { normalize, mean, deviation }: Scaling,
  floats: (length: number) => Float32Array = sharedFloats,
): Matrix {
  const { columns } = inputs;
  if (normalize === "standardize") {
    if (!mean || !deviation) throw new RangeError("Cannot standardize without statistics");
    return transform(inputs, { missing: mean, center: mean, divisor: deviation, floats });
  }
  const complete = !hasMissing(inputs);
  if (inputs.values instanceof Uint8Array || (complete && normalize === "none")) return inputs;
  if (!complete && !mean) throw new RangeError("Cannot replace missing values without means");
  const zeros = new Float64Array(columns);
  const divisor = new Float64Array(columns).fill(normalize === "unit" ? 255 : 1);
  return transform(inputs, { missing: mean ?? zeros, center: zeros, divisor, floats });
}

/** Whether there is a NaN. */
export function hasMissing({ values }: Pick<Matrix, "values">): boolean {
  if (values instanceof Uint8Array) return false;
  for (let i = 0; i < values.length; i++) if (values[i] !== values[i]) return true;
  return false;
}

/** (x − center) / divisor of each column, with `missing` for NaN. */
function transform(
  inputs: Matrix,
  columns: {
    missing: ArrayLike<number>;
    center: ArrayLike<number>;
    divisor: ArrayLike<number>;
    floats: (length: number) => Float32Array;
  },
): Matrix {
  const { missing, center, divisor, floats } = columns;
  const { values } = inputs;
  const out = floats(values.length);
  for (let row = 0, i = 0; row < inputs.rows; row++) {
    for (let column = 0; column < inputs.columns; column++, i++) {
      const value = values[i]!;
      const x = value === value ? value : missing[column]!;
      out[i] = (x - center[column]!) / divisor[column]!;
    }
  }
  return { values: out, rows: inputs.rows, columns: inputs.columns };
}
