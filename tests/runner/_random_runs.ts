import fc from "fast-check";
import { optimizers, schedules } from "../../src/engine/mod.ts";

/** Optimizers with options that need another rule or more state. */
const forms = [
  { type: "momentum", nesterov: true },
  { type: "momentum", averaged: true },
  { type: "adam", amsgrad: true },
  { type: "rmsprop", momentum: 0.5 },
  { type: "rmsprop", centered: true },
  { type: "rmsprop", centered: true, momentum: 0.5 },
];

const optimizer = fc.constantFrom(
  ...Object.keys(optimizers).map((type) => ({ type })),
  ...forms,
).chain((member) =>
  // The last rates make some runs diverge.
  fc.constantFrom(0.01, 0.1, 1, 1e19).map((learningRate) => ({ ...member, learningRate }))
);

const schedule = fc.constantFrom(
  ...Object.keys(schedules).map((type) => ({ type })),
  { type: "step", every: 2, per: "step" },
  { type: "cosine", warmup: 2 },
  { type: "reduce-on-plateau", patience: 0, cooldown: 1, factor: 0.5 },
  { type: "reduce-on-plateau", part: "train", patience: 1, threshold: 0.5 },
);

const hidden = fc.constantFrom(
  { units: 4, activation: "tanh" },
  { units: 3, activation: "relu", dropout: 0.4 },
  { type: "batch-norm", momentum: 0.3 },
  { type: "layer-norm" },
  { units: 2, activation: "gelu", init: { type: "orthogonal" } },
);

const earlyStopping = fc.constantFrom(
  null,
  { patience: 2 },
  { patience: 50, restoreBest: true },
  { patience: 3, restoreBest: false, minDelta: 0.01 },
  { patience: 50, metric: "accuracy" },
);

/** Small experiments of one run that together use everything that a run can remember. */
export const experiments: fc.Arbitrary<Record<string, unknown>> = fc.record({
  optimizer,
  schedule,
  earlyStopping,
  hidden: fc.array(hidden, { maxLength: 3 }),
  fromFile: fc.boolean(),
  batchSize: fc.constantFrom("full", 5, 8, 100),
  shuffle: fc.boolean(),
  recordEvery: fc.integer({ min: 1, max: 5 }),
  regularization: fc.constantFrom(
    {},
    { inputDropout: 0.3, l2: 0.1 },
    { clipNorm: 0.5, maxNorm: 1 },
    { weightDecay: 0.1, clipValue: 0.1, l1: 0.01 },
  ),
  epochs: fc.integer({ min: 4, max: 9 }),
  seed: fc.integer({ min: 0, max: 1000 }),
  metrics: fc.constantFrom([], ["roc-auc"]),
}).map(({ hidden, fromFile, seed, metrics, earlyStopping, ...settings }) => ({
  name: "small",
  data: {
    type: "generated",
    shape: "two-moons",
    rows: 24,
    noise: 0.3,
    split: { validation: 0.25, test: 0.125 },
  },
  architecture: [...hidden, {
    units: 1,
    activation: "sigmoid",
    ...(fromFile ? { init: { type: "file", path: "start.safetensors" } } : {}),
  }],
  ...settings,
  ...(metrics.length > 0 ? { metrics } : {}),
  ...(earlyStopping ? { earlyStopping } : {}),
  seeds: [seed],
}));
