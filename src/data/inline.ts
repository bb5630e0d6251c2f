import { ExperimentError } from "../errors.ts";
import { assembleArrays, type NamedArray } from "./arrays.ts";
import { digestData } from "./digest.ts";
import type { InlineOptions } from "./inline_options.ts";
import type { LoadedData } from "./types.ts";

/** Rows as an experiment file has them. */
interface InlinePart {
  inputs: number[][];
  targets: number[] | number[][];
}

/**
 * A data set from rows that are written in the experiment itself.
 *
 * @throws {ExperimentError} If rows differ in length, or labels aren't what `encodeTargets` takes.
 */
export function loadInline(options: InlineOptions): LoadedData {
  const { features, validation, test } = options;
  const data = assembleArrays({
    train: arraysOf(options, "data"),
    ...(validation === undefined ? {} : { validation: arraysOf(validation, "data.validation") }),
    ...(test === undefined ? {} : { test: arraysOf(test, "data.test") }),
  }, options);
  if (features === undefined) return data;

  const [columns] = data.inputShape;
  if (features.length !== columns) {
    throw new ExperimentError(
      `Cannot name ${columns} input columns with ${features.length} features`,
      { place: "data.features", remedy: "Name every column, or none" },
    );
  }
  const encoding = features.map((column) => ({ column }));
  const named = { ...data, features: [...features], encoding };
  return { ...named, digest: digestData(named) };
}

function arraysOf(part: InlinePart, place: string) {
  const inputs = table(part.inputs, `${place}.inputs`);
  const nested = part.targets.map((target) => Array.isArray(target) ? target : [target]);
  const targets = table(nested, `${place}.targets`);
  if (targets.shape[0] !== inputs.shape[0]) {
    throw new ExperimentError(
      `Cannot pair ${inputs.shape[0]} rows of inputs with ${targets.shape[0]} targets`,
      { place: `${place}.targets`, remedy: "Give a target for each row of inputs" },
    );
  }
  return { inputs, labels: targets };
}

function table(rows: readonly (readonly number[])[], place: string): NamedArray {
  const columns = rows[0]!.length;
  const ragged = rows.findIndex((row) => row.length !== columns);
  if (ragged !== -1) {
    throw new ExperimentError(
      `Cannot use row ${ragged} of ${rows[ragged]!.length} numbers: row 0 has ${columns}`,
      { place: `${place}.${ragged}`, remedy: "Give all rows the same length" },
    );
  }
  const values = Float64Array.from(rows.flat());
  return { name: place, shape: [rows.length, columns], values };
}
