import type { Examples } from "../numerics/mod.ts";
import { type Plan, planIfPossible } from "./kernels/plan.ts";
import type { Network } from "./network.ts";
import type { Optimizer } from "./optimizer.ts";

export interface TrainingOptions {
  examples: Examples;
  /** Rows of a step; the last step of an epoch may have fewer. */
  batchRows: number;
  /** Whether the rows are taken in an order that changes. */
  shuffled?: boolean;
}

/** Epochs of a network's training, step after step. */
export interface Training {
  /** [rows] positions into the rows, when shuffled: to be written before each epoch. */
  readonly order: Uint32Array | undefined;
  /**
   * Takes all steps of an epoch: gradient, then update with the step's learning rate. Ends before the
   * update of the first step whose loss is not finite, and returns whether there was none.
   */
  epoch(epoch: number, learningRate: (step: number) => number): boolean;
}

/**
 * Trains with plans where the kernels can make some: a step then costs no call from JavaScript, and
 * may use several threads. The bits are those of calling `gradient` and `step` in turn.
 */
export function createTraining(
  network: Network,
  optimizer: Optimizer,
  options: TrainingOptions,
): Training {
  const { examples, shuffled = false } = options;
  const rows = examples.rows?.length ?? examples.inputs.rows;
  const order = shuffled ? network.arena.uint32(rows) : undefined;
  const batchRows = Math.min(options.batchRows, rows);
  const task = { network, optimizer, examples, order, rows, batchRows };
  const planned = network.canRecord(examples, order)
    ? planIfPossible(() => plannedEpoch(task))
    : undefined;
  return { order, epoch: planned ?? plainEpoch(task) };
}

interface Task {
  network: Network;
  optimizer: Optimizer;
  examples: Examples;
  order: Uint32Array | undefined;
  rows: number;
  batchRows: number;
}

function plainEpoch({ network, optimizer, examples, order, rows, batchRows }: Task) {
  return (epoch: number, learningRate: (step: number) => number): boolean => {
    for (let from = 0, step = 0; from < rows; from += batchRows, step++) {
      const to = Math.min(from + batchRows, rows);
      if (!Number.isFinite(network.gradient({ examples, order, from, to, epoch }))) return false;
      optimizer.step(learningRate(step));
    }
    return true;
  };
}

/** Steps that one run of a plan takes: their numbers are worked out before. */
const stepsOfRun = 256;

function plannedEpoch(task: Task): Training["epoch"] {
  const { network, optimizer, examples, order, rows, batchRows } = task;
  const steps = Math.floor(rows / batchRows);
  const rest = rows % batchRows;
  const table = network.arena.float32(stepsOfRun * optimizer.numbers);
  const numbers = Array.from(
    { length: stepsOfRun },
    (_, k) => table.subarray(k * optimizer.numbers, (k + 1) * optimizer.numbers),
  );
  const numbersBytes = numbers[0]!.byteLength;

  function record(count: number): Plan {
    // Whole epochs start where they did, but on other rows after each shuffle.
    const moves = batchRows < rows || order !== undefined;
    return network.record({ moves }, (kernels, recorder) => {
      network.gradient({ examples, order, from: 0, to: count, epoch: 0 });
      recorder.check(network.lossTerms(count));
      optimizer.update(kernels, numbers[0]!);
    });
  }

  const plan = record(batchRows);
  const lastPlan = rest > 0 ? record(rest) : undefined;
  const start = { from: 0, batchRows, epoch: 0, numbersBytes };

  /** Steps `first` and following of an epoch. */
  function run(
    plan: Plan,
    first: number,
    count: number,
    learningRate: (step: number) => number,
  ): boolean {
    for (let k = 0; k < count; k++) optimizer.prepare(numbers[k]!, learningRate(first + k));
    start.from = first * batchRows;
    const finished = plan.run(count, start);
    optimizer.steps -= count - finished;
    return finished === count;
  }

  return (epoch, learningRate) => {
    start.epoch = epoch;
    for (let step = 0; step < steps; step += stepsOfRun) {
      if (!run(plan, step, Math.min(stepsOfRun, steps - step), learningRate)) return false;
    }
    return lastPlan === undefined || run(lastPlan, steps, 1, learningRate);
  };
}
