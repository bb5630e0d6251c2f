import type { LoadedData } from "../data/mod.ts";
import { isNormalization } from "../engine/mod.ts";
import type { Job } from "./executor.ts";

/** How much a run has to compute, counted from shapes before anything is trained. */
export interface Work {
  /** Calls of a layer, in steps and in measurements. */
  calls: number;
  /** Multiplications of a weight with a value. */
  products: number;
  /** Values that an activation function is applied to or derived at. */
  activations: number;
}

/** The work of all epochs of a run; early stopping may spare some of it. */
export function workOf({ run }: Job, { parts }: LoadedData): Work {
  const { architecture, batchSize, epochs, recordEvery } = run.settings;
  const { rows, columns } = parts.train.inputs;
  const measuredRows = rows + (parts.validation?.inputs.rows ?? 0) + (parts.test?.inputs.rows ?? 0);
  const measured = 2 + Math.ceil(epochs / recordEvery);
  const steps = epochs * (batchSize === "full" ? 1 : Math.ceil(rows / batchSize));
  const units = architecture.reduce((sum, layer) => sum + ("units" in layer ? layer.units : 0), 0);
  return {
    calls: (steps + 3 * measured) * (architecture.length + 1),
    products: parameters(architecture, columns) * (3 * epochs * rows + measured * measuredRows),
    activations: units * (2 * epochs * rows + measured * measuredRows),
  };
}

function parameters(
  architecture: Job["run"]["settings"]["architecture"],
  inputs: number,
): number {
  let fanIn = inputs;
  let count = 0;
  for (const layer of architecture) {
    if (isNormalization(layer)) continue;
    count += layer.units * (fanIn + 1);
    fanIn = layer.units;
  }
  return count;
}

/**
 * Milliseconds that a run takes on a usual core, for comparing runs with each other: what is right is
 * their ratio. Fitted to the times of the experiments that come with the project.
 */
export function usualMs(job: Job, data: LoadedData): number {
  const { calls, products, activations } = workOf(job, data);
  return 10 + 5e-4 * calls + 5e-8 * products + 2e-6 * activations;
}
