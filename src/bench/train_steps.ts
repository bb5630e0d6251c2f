/**
 * How the benchmark trains with sameseed: the way the runner does. This is the one place to change
 * when the runner's inner loop changes.
 */
import {
  createNetwork,
  createOptimizer,
  createTraining,
  type Network,
  type NetworkSpec,
  type Optimizer,
  selectKernels,
  type Training,
} from "../engine/mod.ts";
import type { Examples } from "../numerics/mod.ts";
import type { Workload } from "./workloads.ts";
import type { WorkloadData } from "./workload_data.ts";

/** Thread counts that one run can have, out of those asked for. */
export function threadChoices(asked: readonly number[]): readonly number[] {
  return asked;
}

/** A network in training. */
export interface Trainer {
  readonly workload: Workload;
  readonly network: Network;
  readonly optimizer: Optimizer;
  readonly examples: Examples;
  readonly training: Training;
  /** The first row of the next step. */
  from: number;
}

/** The network that a workload describes. */
export function specOf({ sizes, hidden, loss }: Workload): NetworkSpec {
  const last = loss === "categorical-cross-entropy" ? "softmax" : "sigmoid";
  return {
    inputs: sizes[0]!,
    layers: sizes.slice(1).map((units, l) => ({
      units,
      activation: { type: l === sizes.length - 2 ? last : hidden },
      init: { type: "zeros" },
      biasInit: { type: "zeros" },
      dropout: 0,
    })),
    loss: lossOf(loss),
    l2: 0,
  };
}

function lossOf(type: Workload["loss"]): NetworkSpec["loss"] {
  if (type === "binary-cross-entropy") return { type, labelSmoothing: 0, positiveWeight: 1 };
  if (type === "squared-error") return { type };
  return { type, labelSmoothing: 0, classWeights: [] };
}

/** Builds network and optimizer; its weights are those of the workload. */
export function createTrainer(
  workload: Workload,
  data: WorkloadData,
  options: { threads: number },
): Trainer {
  const { sizes, rows, batchRows, optimizer: { type, learningRate } } = workload;
  const kernels = selectKernels("auto");
  const network = createNetwork(specOf(workload), { seed: 1, kernels, ...options });
  const member = type === "adam"
    ? { type, learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, amsgrad: false }
    : { type, learningRate };
  const examples = {
    inputs: { values: data.inputs, rows, columns: sizes[0]! },
    targets: { values: data.targets, rows, columns: sizes.at(-1)! },
    inputScale: workload.inputs === "bytes" ? 1 / 255 : 1,
  };
  const optimizer = createOptimizer(member, network);
  const training = createTraining(network, optimizer, { examples, batchRows });
  const trainer: Trainer = { workload, network, optimizer, examples, training, from: 0 };
  resetTrainer(trainer, data);
  return trainer;
}

/** Back to the initial weights and to an optimizer that remembers nothing. */
export function resetTrainer(trainer: Trainer, { weights }: Pick<WorkloadData, "weights">): void {
  let from = 0;
  for (const { values } of trainer.network.parameters) {
    values.set(weights.subarray(from, from += values.length));
  }
  for (const { values } of trainer.optimizer.state) values.fill(0);
  trainer.optimizer.steps = 0;
  trainer.from = 0;
}

/**
 * Takes some training steps, gradient and update: whole epochs as the runner takes them, what is left
 * over one by one.
 *
 * @param losses Receives the loss before each step; then all are taken one by one.
 */
export function trainSteps(trainer: Trainer, steps: number, losses?: number[]): void {
  const { workload, network, optimizer, examples } = trainer;
  const { rows, batchRows, optimizer: { learningRate } } = workload;
  const stepsOfEpoch = Math.ceil(rows / batchRows);
  for (let k = 0; k < steps; k++) {
    const { from } = trainer;
    if (!losses && from === 0 && k + stepsOfEpoch <= steps) {
      trainer.training.epoch(1, () => learningRate);
      k += stepsOfEpoch - 1;
      continue;
    }
    const to = Math.min(from + batchRows, rows);
    trainer.from = to === rows ? 0 : to;
    const loss = network.gradient({ examples, from, to, epoch: 1 });
    losses?.push(loss);
    optimizer.step(learningRate);
  }
}
