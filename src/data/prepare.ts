import { normalization } from "./normalize.ts";
import type { NormalizeName, SplitOptions } from "./preparation.ts";
import { normalizeDefault } from "./preparation_defaults.ts";
import type { Scaling } from "./scaling.ts";
import { splitRows } from "./split.ts";
import type { Examples, LoadedData, Matrix, Part, PreparedData, Preprocessing } from "./types.ts";

/**
 * Splits and normalises a data set for one seed. Parts that are split off share the matrices of
 * the training rows and name their own `rows`.
 *
 * @param data As loaded; it stays as it is.
 * @param options See `splitRows` and `normalization`.
 * @throws {ExperimentError} If the data can't be split or normalised as asked.
 *
 * @example
 * ```ts
 * import { prepareData } from "./prepare.ts";
 *
 * const inputs = { values: new Float32Array([1, 2, 3, 4]), rows: 4, columns: 1 };
 * const targets = { values: new Float32Array([2, 4, 6, 8]), rows: 4, columns: 1 };
 * const data = { parts: { train: { inputs, targets } }, inputShape: [1], digest: "" };
 * const { train, test } = prepareData(data, { split: { test: 0.25 }, seed: 1 });
 * train.rows?.length; // 3
 * test?.rows?.length; // 1
 * ```
 */
export function prepareData(
  data: LoadedData,
  options: {
    split?: SplitOptions | undefined;
    normalize?: NormalizeName | undefined;
    seed: number;
    /** Makes room for numbers; memory that threads share by default. */
    floats?: ((length: number) => Float32Array) | undefined;
  },
): PreparedData {
  const { train, validation, test } = data.parts;
  const rows = splitRows(data, options);
  const { apply, inputScale, scaling } = normalization(train.inputs, {
    normalize: options.normalize ?? normalizeDefault,
    rows: rows.train,
    features: data.features,
    imputes: data.imputes,
    floats: options.floats,
  });
  const trainInputs = apply(train.inputs);
  const given = (part: Part): Examples => ({
    inputs: apply(part.inputs),
    targets: part.targets,
    inputScale,
  });
  const taken = (part: Uint32Array): Examples =>
    examplesOf({ inputs: trainInputs, targets: train.targets }, part, inputScale);

  const prepared: Omit<PreparedData, "preprocessing"> = { train: taken(rows.train) };
  if (validation !== undefined) prepared.validation = given(validation);
  if (rows.validation !== undefined) prepared.validation = taken(rows.validation);
  if (test !== undefined) prepared.test = given(test);
  if (rows.test !== undefined) prepared.test = taken(rows.test);
  return { ...prepared, preprocessing: preprocessingOf(data, scaling) };
}

/** To be called when all parts are scaled: until then it is not known whether values are missing. */
function preprocessingOf(data: LoadedData, scaling: Scaling): Preprocessing {
  const { inputShape, encoding, classes, parts } = data;
  const { normalize, mean, deviation } = scaling;
  return {
    inputShape: [...inputShape],
    bytes: parts.train.inputs.values instanceof Uint8Array,
    normalize,
    ...(mean ? { mean: Array.from(mean) } : {}),
    ...(deviation ? { deviation: Array.from(deviation) } : {}),
    ...(encoding ? { encoding } : {}),
    ...(classes ? { classes } : {}),
  };
}

/** `rows` is left out where it would name all of them. */
function examplesOf(
  part: { inputs: Matrix; targets: Matrix<Float32Array> },
  rows: Uint32Array,
  inputScale: number,
): Examples {
  const examples = { inputs: part.inputs, targets: part.targets, inputScale };
  return rows.length === part.inputs.rows ? examples : { ...examples, rows };
}
