import { type LoadedData, prepareData } from "../data/mod.ts";
import { isNormalization } from "../engine/mod.ts";
import { ExperimentError } from "../errors.ts";
import { checkAgainstData, checkBatches } from "../experiment/mod.ts";
import type { ResolvedSettings, Run } from "../experiment/types.ts";
import type { DataRecord } from "../results/mod.ts";
import type { Job } from "./executor.ts";
import { rowCount } from "./rows.ts";
import { targetFacts } from "./target_facts.ts";
import { checkStoredWeights, type WeightFiles } from "./stored_weights.ts";

/**
 * Checks every run against its data, and says what was loaded for each different `settings.data`,
 * in order of appearance.
 *
 * @throws {ExperimentError} for the first run whose network or split does not fit its data
 */
export function checkRuns(
  jobs: readonly Job[],
  { data, weights, file }: {
    data: ReadonlyMap<string, LoadedData>;
    weights: WeightFiles;
    file: string;
  },
): DataRecord[] {
  const records = new Map<string, DataRecord>();
  for (const { run, dataKey } of jobs) {
    const loaded = data.get(dataKey)!;
    const key = JSON.stringify(run.settings.data);
    try {
      checkNetwork(run.settings, loaded);
      const inputs = loaded.parts.train.inputs.columns;
      checkSize(run.settings, inputs);
      checkStoredWeights(run, { inputs, files: weights });
      // Which rows a part gets depends on the seed; whether it gets any does not.
      const record = records.get(key) ?? recordOf(run, loaded);
      records.set(key, record);
      checkBatches(run.settings, record.rows.train);
    } catch (error) {
      if (!(error instanceof ExperimentError)) throw error;
      const { place, remedy } = error;
      const at = { file: error.file ?? file, place, remedy };
      throw new ExperimentError(`${error.message} (run ${run.name})`, at, { cause: error });
    }
  }
  return [...records.values()];
}

/** Weights and gradients have to fit in the 4 GiB that WebAssembly's addresses reach. */
const maximumBytes = 0x1_0000_0000;

/** @throws {ExperimentError} The network has more parameters than memory can hold. */
export function checkSize({ architecture }: ResolvedSettings, inputs: number): void {
  let fanIn = inputs;
  let parameters = 0;
  architecture.forEach((layer, index) => {
    if (isNormalization(layer)) return;
    parameters += layer.units * (fanIn + 1);
    fanIn = layer.units;
    if (parameters * 8 <= maximumBytes) return;
    const place = `architecture.${index}.units`;
    throw new ExperimentError(
      `Cannot read ${place} as ${layer.units}: ${parameters} parameters and their gradients are ` +
        "more than 4 GiB",
      { place, remedy: "Give this layer, or the one before it, fewer units" },
    );
  });
}

/** @throws {ExperimentError} The network does not fit the data. */
export function checkNetwork(settings: ResolvedSettings, data: LoadedData): void {
  const { columns, range, zeroOrOne, probabilities } = targetFacts(data);
  checkAgainstData(settings, {
    targetColumns: columns,
    classes: data.classes,
    targetRange: range,
    zeroOrOne,
    probabilities,
    hasValidation: data.parts.validation !== undefined || settings.data.split.validation > 0,
  });
}

/** Rows that a run is trained on. */
export function trainRows({ settings, seed }: Run, loaded: LoadedData): number {
  const { split, normalize } = settings.data;
  return rowCount(prepareData(loaded, { split, normalize, seed }).train);
}

function recordOf({ settings, seed }: Run, loaded: LoadedData): DataRecord {
  const { split, normalize } = settings.data;
  const { train, validation, test } = prepareData(loaded, { split, normalize, seed });
  const rows: DataRecord["rows"] = { train: rowCount(train) };
  if (validation) rows.validation = rowCount(validation);
  if (test) rows.test = rowCount(test);
  const { digest, inputShape, classes } = loaded;
  return { settings: settings.data, digest, rows, inputShape, ...(classes ? { classes } : {}) };
}
