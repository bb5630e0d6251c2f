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
  /** Those of them whose function is no mere comparison: an exponential, tanh, erf. */
  functions: number;
  /** How often all parts are measured. */
  measurements: number;
}

/** Activations that only compare and multiply. */
const plain = ["linear", "relu", "leaky-relu"];

/** The work of all epochs of a run; early stopping may spare some of it. */
export function workOf({ run }: Job, { parts }: LoadedData): Work {
  const { architecture, batchSize, epochs, recordEvery } = run.settings;
  const { rows, columns } = parts.train.inputs;
  const measuredRows = rows + (parts.validation?.inputs.rows ?? 0) + (parts.test?.inputs.rows ?? 0);
  const measured = 2 + Math.ceil(epochs / recordEvery);
  const steps = epochs * (batchSize === "full" ? 1 : Math.ceil(rows / batchSize));
  const values = 2 * epochs * rows + measured * measuredRows;
  let fanIn = columns;
  let [parameters, units, curved] = [0, 0, 0];
  for (const layer of architecture) {
    if (!isNormalization(layer)) {
      parameters += layer.units * (fanIn + 1);
      fanIn = layer.units;
    }
    units += fanIn;
    if (!plain.includes(layer.activation.type)) curved += fanIn;
  }
  return {
    calls: (steps + 3 * measured) * (architecture.length + 1),
    products: parameters * (3 * epochs * rows + measured * measuredRows),
    activations: units * values,
    functions: curved * values,
    measurements: measured,
  };
}

/**
 * Milliseconds that a run takes on a usual core, for comparing runs with each other: what is right is
 * their ratio. Fitted to the times of twelve networks of one to three hidden layers of 32 to 512 units.
 */
export function usualMs(job: Job, data: LoadedData): number {
  const { products, activations, functions, measurements } = workOf(job, data);
  return 10 + 0.1 * measurements + 3.5e-8 * products + 1.2e-6 * activations + 6.4e-6 * functions;
}
