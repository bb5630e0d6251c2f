import { createTraining as createEngineTraining } from "../../engine/mod.ts";
import { createStream, permuteInto } from "../../random/mod.ts";
import { insideOf } from "./_inside.ts";
import { engineOptimizerOf, type Optimizer } from "./optimizer.ts";
import type { Network, Rows } from "./types.ts";

/** What is trained on, and how it is divided into steps. */
export interface TrainingData extends Rows {
  /** Rows of a step; the last step of an epoch may have fewer. Default: all rows. */
  batchSize?: number;
  /** Whether each epoch takes the rows in a new order, which the seed decides; default true. */
  shuffle?: boolean;
}

/** A learning rate, or one for each step; `epoch` is from 1, `step` from 0 in each epoch. */
export type LearningRate = number | ((epoch: number, step: number) => number);

/** Epochs over the same rows. */
export interface Training {
  /** Epochs trained so far. */
  readonly epochs: number;
  /**
   * Takes all steps of the next epoch. Ends before the update of the first step whose loss is not finite.
   *
   * @param learningRate Default: the optimizer's.
   * @returns Whether all losses were finite.
   */
  epoch(learningRate?: LearningRate): boolean;
}

/**
 * Trains a network epoch by epoch, much faster than `gradient` and `step` in turn and with the same
 * bits: those of an experiment with these settings. The rows are copied: later changes of the arrays
 * have no effect.
 *
 * @throws {RangeError} Arrays that don't fit the network, or a batch size below 1.
 *
 * @example A learning rate that falls, and a look after every epoch
 * ```ts
 * import { createNetwork, createOptimizer, createTraining } from "sameseed/engine";
 *
 * const inputs = Float32Array.from({ length: 64 }, (_, i) => i / 32 - 1);
 * const rows = { inputs, targets: inputs.map((x) => x * x) };
 * using network = createNetwork({
 *   inputs: 1,
 *   architecture: [{ units: 16, activation: "tanh" }, { units: 1 }],
 * });
 * const optimizer = createOptimizer(network, "adam");
 * const training = createTraining(network, optimizer, { ...rows, batchSize: 8 });
 * const losses: number[] = [];
 * while (training.epochs < 100 && training.epoch((epoch) => 0.02 / Math.sqrt(epoch))) {
 *   losses.push(network.evaluate(rows).loss);
 * }
 * if (!(losses.at(-1)! < 0.1 * losses[0]!)) throw new Error(`Loss ${losses.at(-1)}`);
 * ```
 */
export function createTraining(
  network: Network,
  optimizer: Optimizer,
  { batchSize, shuffle = true, ...rows }: TrainingData,
): Training {
  const { network: engineNetwork, seed, examplesOf } = insideOf(network);
  const examples = examplesOf(rows, { placed: engineNetwork.arena });
  const { rows: count } = examples.inputs;
  const batchRows = Math.min(batchSize ?? count, count);
  if (!(Number.isInteger(batchRows) && batchRows >= 1)) {
    throw new RangeError(`Cannot take steps of ${batchSize} rows: it must be 1 or more`);
  }
  const shuffled = shuffle && batchRows < count;
  const order = createStream(seed, "shuffle");
  const training = createEngineTraining(engineNetwork, engineOptimizerOf(optimizer), {
    examples,
    batchRows,
    shuffled,
  });
  let epochs = 0;
  return {
    get epochs() {
      return epochs;
    },
    epoch(learningRate = optimizer.learningRate) {
      const epoch = ++epochs;
      if (training.order) permuteInto(training.order, order, epoch);
      const rate = typeof learningRate === "number"
        ? () => learningRate
        : (step: number) => learningRate(epoch, step);
      return training.epoch(epoch, rate);
    },
  };
}
