import fc from "fast-check";
import {
  activations,
  type Arena,
  createNetwork,
  createOptimizer,
  createTraining,
  type Family,
  initializers,
  type Kernels,
  type LayerSpec,
  type Limits,
  losses,
  type Member,
  type Network,
  type NetworkSpec,
  normalizations,
  type Optimizer,
  optimizers,
  outputActivations,
  resolveMember,
  rowActivations,
  selectKernels,
  type Training,
} from "../../src/engine/mod.ts";
import { createSimd } from "../../src/engine/kernels/simd.ts";
import type { Examples } from "../../src/numerics/mod.ts";
import { createStream, permuteInto } from "../../src/random/mod.ts";
import { manySettings, randomExamples } from "./helpers.ts";

/** A training that any backend can do. */
export interface Case {
  spec: NetworkSpec;
  optimizer: Member;
  limits: Limits;
  learningRate: number;
  rows: number;
  /** How many of the rows are taken, in another order; all when absent. */
  chosen: number | undefined;
  bytes: boolean;
  batchRows: number;
  shuffled: boolean;
  epochs: number;
  seed: number;
}

/** Who does it: one call after the other, or `createTraining` with these kernels. */
export interface Trainer {
  name: string;
  kernels: (arena: Arena, threads?: number) => Kernels;
  threads?: number;
  /** `gradient` and `step` in turn, `evaluate` always on examples not seen before. */
  plain?: boolean;
}

export const plainReference: Trainer = {
  name: "reference, step by step",
  kernels: selectKernels("reference"),
  plain: true,
};

/** SIMD kernels that share out everything there is to share. */
export function sharesAll(threads: number): Trainer {
  return {
    name: `simd with ${threads} threads`,
    kernels: (arena, count) => createSimd(arena, count, { nsPerShare: 1e-3 }),
    threads,
  };
}

export const single: Trainer[] = [
  { name: "reference", kernels: selectKernels("reference") },
  { name: "simd, step by step", kernels: selectKernels("simd"), plain: true },
  { name: "simd", kernels: selectKernels("simd") },
];

/** A member at all its settings. */
const settingsOf = (family: Family) =>
  fc.constantFrom(...Object.keys(family)).chain((type) =>
    fc.constantFrom(...manySettings(family, type))
  );

const off = (value: fc.Arbitrary<number>) => fc.oneof(fc.constant(0), value);
const units = fc.oneof(fc.integer({ min: 1, max: 70 }), fc.constantFrom(1, 2, 3, 15, 16, 17, 64));
const init = resolveMember(initializers, "xavier");
const biasInit = resolveMember(initializers, { type: "random", scale: 0.3 });
const dropout = off(fc.constantFrom(0.1, 0.5));

const dense: fc.Arbitrary<LayerSpec> = fc.record({
  units,
  activation: settingsOf(activations),
  init: fc.constant(init),
  biasInit: fc.constant(biasInit),
  dropout,
});

const normalizing: fc.Arbitrary<LayerSpec> = fc.record({
  type: fc.constantFrom(...Object.keys(normalizations) as "batch-norm"[]),
  activation: settingsOf(activations),
  dropout,
}).map(({ type, ...rest }) => ({ ...resolveMember(normalizations, type), ...rest }) as LayerSpec);

/** A last layer and a loss that go together. */
const ending = fc.record({ units, last: settingsOf(outputActivations), loss: settingsOf(losses) })
  .map(({ units, last, loss }): { last: LayerSpec; loss: Member } => {
    const { requires } = (losses as unknown as { [name: string]: { requires?: string } })[
      loss.type
    ]!;
    const isOfRows = Object.hasOwn(rowActivations, last.type);
    const activation = requires !== undefined
      ? resolveMember(outputActivations, requires)
      : isOfRows
      ? resolveMember(outputActivations, "tanh")
      : last;
    const atLeast = activation.type === "softmax" ? Math.max(units, 2) : units;
    return { last: { units: atLeast, activation, init, biasInit, dropout: 0 }, loss };
  });

export const cases: fc.Arbitrary<Case> = fc.record({
  inputs: fc.oneof(units, fc.constantFrom(130, 200)),
  hidden: fc.array(fc.oneof({ weight: 3, arbitrary: dense }, normalizing), { maxLength: 3 }),
  ending,
  l2: off(fc.constant(0.01)),
  l1: off(fc.constant(0.01)),
  inputDropout: off(fc.constant(0.2)),
  optimizer: settingsOf(optimizers),
  limits: fc.record({
    clipValue: off(fc.constant(0.05)),
    clipNorm: off(fc.constant(0.1)),
    weightDecay: off(fc.constant(0.1)),
    maxNorm: off(fc.constantFrom(0.3, 1)),
  }),
  rows: fc.oneof(
    fc.integer({ min: 2, max: 150 }),
    fc.constantFrom(2, 63, 64, 65, 66, 128, 129, 193),
  ),
  chosen: fc.option(fc.double({ min: 0.3, max: 1, noNaN: true }), { nil: undefined }),
  batch: fc.oneof(
    fc.constantFrom(1, 2, 3, 5, 7, 64, 65, 1000),
    fc.integer({ min: 1, max: 150 }),
  ),
  bytes: fc.boolean(),
  shuffled: fc.boolean(),
  epochs: fc.integer({ min: 2, max: 3 }),
  seed: fc.integer({ min: 0, max: 1000 }),
  learningRate: fc.constantFrom(0.01, 0.1),
}).map(({ inputs, hidden, ending: { last, loss }, l2, l1, inputDropout, batch, ...rest }) => {
  const layers = [...hidden, last];
  const rows = rest.rows;
  const chosen = rest.chosen === undefined
    ? undefined
    : Math.max(2, Math.floor(rows * rest.chosen));
  const count = chosen ?? rows;
  let batchRows = Math.min(batch, count);
  // Batch normalisation needs two rows in every batch.
  if (layers.some(({ type }) => type === "batch-norm")) {
    batchRows = Math.max(batchRows, 2);
    while (count % batchRows === 1) batchRows++;
  }
  return { ...rest, spec: { inputs, layers, loss, l2, l1, inputDropout }, chosen, batchRows };
});

/** All that a training leaves behind. NaN is NaN, whatever its bits are. */
export interface Trained {
  tensors: Uint32Array[];
  state: Uint32Array[];
  steps: number;
  finished: boolean[];
  losses: string[];
  outputs: Uint32Array[];
}

/** The first place where two trainings part, in words. */
export function difference(actual: Trained, expected: Trained): string | undefined {
  for (const key of Object.keys(expected) as (keyof Trained)[]) {
    const [a, e] = [actual[key], expected[key]].map((part) => JSON.stringify(part));
    if (a !== e) return `${key}: ${a!.slice(0, 200)} instead of ${e!.slice(0, 200)}`;
  }
  return undefined;
}

function bitsOf(values: Float32Array): Uint32Array {
  const copy = Float32Array.from(values);
  copy.forEach((value, k) => {
    if (Number.isNaN(value)) copy[k] = NaN;
  });
  return new Uint32Array(copy.buffer);
}

/** Resolves when the threads that plans may use are there. */
export async function untilReady({ kernels: { planner } }: Pick<Network, "kernels">) {
  while (planner && !planner.isReady()) await new Promise((resolve) => setTimeout(resolve, 1));
}

export function examplesOf({ spec, rows, chosen, bytes, seed }: Case): Examples {
  const outputs = (spec.layers.at(-1) as { units: number }).units;
  const examples = randomExamples({ rows, inputs: spec.inputs, outputs, bytes }, seed);
  if (chosen === undefined) return examples;
  const order = new Uint32Array(rows);
  permuteInto(order, createStream(seed, "split"), 1);
  return { ...examples, rows: order.slice(0, chosen) };
}

/** Trains for some epochs, with an evaluation before each and one after the last. */
export async function train(
  given: Case,
  trainer: Trainer,
  { examples = examplesOf(given) } = {},
): Promise<Trained> {
  const { spec, limits, seed, shuffled, batchRows, epochs, learningRate } = given;
  const { kernels, threads = 1, plain = false } = trainer;
  const network = createNetwork(spec, { seed, kernels, threads });
  try {
    network.initialize();
    const optimizer = createOptimizer(given.optimizer, network, limits);
    const training = plain
      ? stepByStep(network, optimizer, { examples, batchRows, shuffled })
      : createTraining(network, optimizer, { examples, batchRows, shuffled });
    await untilReady(network);
    const found: Trained = {
      tensors: [],
      state: [],
      steps: 0,
      finished: [],
      losses: [],
      outputs: [],
    };
    const evaluate = () => {
      const { loss, outputs } = network.evaluate(plain ? { ...examples } : examples);
      found.losses.push(Object.is(loss, -0) ? "-0" : String(loss));
      found.outputs.push(bitsOf(outputs));
    };
    const stream = createStream(seed, "shuffle");
    for (let epoch = 1; epoch <= epochs; epoch++) {
      evaluate();
      if (training.order) permuteInto(training.order, stream, epoch);
      found.finished.push(training.epoch(epoch, (step) => learningRate / (1 + step + epoch)));
    }
    evaluate();
    await untilReady(network);
    evaluate();
    return {
      ...found,
      tensors: network.tensors.map(({ values }) => bitsOf(values)),
      state: optimizer.state.map(({ values }) => bitsOf(values)),
      steps: optimizer.steps,
    };
  } finally {
    network.close();
  }
}

/** What `createTraining` means. */
function stepByStep(
  network: Network,
  optimizer: Optimizer,
  { examples, batchRows, shuffled }: { examples: Examples; batchRows: number; shuffled: boolean },
): Training {
  const rows = examples.rows?.length ?? examples.inputs.rows;
  const order = shuffled ? network.arena.uint32(rows) : undefined;
  return {
    order,
    epoch(epoch, learningRate) {
      for (let from = 0, step = 0; from < rows; from += batchRows, step++) {
        const to = Math.min(from + batchRows, rows);
        const loss = network.gradient({ examples, order, from, to, epoch });
        if (!Number.isFinite(loss)) return false;
        optimizer.step(learningRate(step));
      }
      return true;
    },
  };
}
