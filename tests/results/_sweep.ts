import type {
  CanonicalExperiment,
  CanonicalSettings,
  ResolvedSettings,
} from "../../src/experiment/types.ts";
import type {
  CurvePoint,
  LayerMoment,
  RunResult,
  Scores,
  SweepResult,
} from "../../src/results/types.ts";

/** A made-up run; what a test cares about is overridden. */
export function makeRun(
  variant: string,
  seed: number,
  overrides: Partial<RunResult> & { init?: Record<string, string | number> } = {},
): RunResult {
  const { init = { type: variant }, ...result } = overrides;
  return {
    run: { name: `${variant}-seed${seed}`, variant, seed, settings: makeSettings(init) },
    parameters: 3,
    epochs: 2,
    bestEpoch: 2,
    status: "finished",
    curve: [
      point(1, { loss: 0.75, accuracy: 0.5 }, { loss: 0.7, accuracy: 0.5 }),
      point(2, { loss: 0.5, accuracy: 0.75 }, { loss: 0.6, accuracy: 0.5 }),
    ],
    layers: [moment(0), moment(2)],
    final: { train: { loss: 0.25, accuracy: 1 }, test: { loss: 0.4, accuracy: 0.75 } },
    weights: [
      { name: "layers.0.weight", shape: [1, 2], values: new Float32Array([seed, -0.5]) },
      { name: "layers.0.bias", shape: [1], values: new Float32Array([0.125]) },
    ],
    trace: {
      epochs: [0, 1, 2],
      tensors: [
        { name: "layers.0.weight", digests: [0x0a0b0c0d, seed, 0xffffffff] },
        { name: "layers.0.bias", digests: [0, 1, 2] },
      ],
    },
    preprocessing: {
      inputShape: [2],
      bytes: false,
      normalize: "none",
      encoding: [{ column: "x" }, { column: "y" }],
      classes: ["no", "yes"],
    },
    majority: { train: 0.5, test: 0.5 },
    elapsedMs: 12.25,
    ...result,
  };
}

/** A row of curves.csv with learning rate 0.1. */
export function point(epoch: number, train: Scores, test?: Scores): CurvePoint {
  return { epoch, learningRate: 0.1, train, ...(test ? { test } : {}) };
}

/** What is seen of so many layers of 4 units after some epochs, one activation of eight being 0. */
export function moment(epochs: number, depth = 1): LayerMoment {
  return {
    epochs,
    layers: Array.from({ length: depth }, (_, index) => ({
      layer: index + 1,
      type: "dense",
      activation: "relu",
      units: 4,
      activationMean: 0.5,
      activationDeviation: 0.25,
      zeroShare: 0.125,
      flatShare: 0.125,
      deadShare: 0,
      gradientRms: 0.01,
      weightRms: 1.5,
    })),
  };
}

/** A made-up sweep over these runs. */
export function makeSweep(runs: RunResult[], overrides: Partial<SweepResult> = {}): SweepResult {
  const seeds = [...new Set(runs.map(({ run }) => run.seed))];
  return {
    experiment: {
      name: "tiny",
      question: "Which start is best?",
      seeds,
      runs: runs.map(({ run }) => run),
      differing: ["init"],
      canonical: canonicalOf(runs, seeds),
      digest: "e".repeat(64),
    },
    source: "experiments/tiny.ts",
    runs,
    data: [{
      settings: runs[0]!.run.settings.data,
      digest: "d".repeat(64),
      rows: { train: 8, test: 4 },
      inputShape: [2],
      classes: ["no", "yes"],
    }],
    lockDigest: "c".repeat(64),
    numericsVersion: 1,
    command: "deno task run experiments/tiny.ts",
    expectedRuns: runs.length,
    ...overrides,
  };
}

/** As the experiment room makes it, except that variants repeat what they share. */
function canonicalOf(runs: RunResult[], seeds: number[]): CanonicalExperiment {
  const settings = new Map(runs.map(({ run }) => [run.variant, run.settings]));
  return {
    name: "tiny",
    question: "Which start is best?",
    seeds,
    settings: {},
    variants: [...settings].map(([name, own]) => ({
      name,
      settings: own as unknown as CanonicalSettings,
    })),
  };
}

function makeSettings(init: Record<string, string | number>): ResolvedSettings {
  return {
    data: {
      type: "generated",
      shape: "xor",
      rows: 12,
      split: { validation: 0, test: 0.25, stratify: false },
      normalize: "none",
    },
    architecture: [{
      units: 1,
      activation: { type: "sigmoid" },
      init,
      biasInit: { type: "zeros" },
      dropout: 0,
    }],
    init,
    biasInit: { type: "zeros" },
    loss: { type: "binary-cross-entropy" },
    regularization: { l2: 0, dropout: 0 },
    optimizer: { type: "gradient-descent", learningRate: 0.1 },
    epochs: 2,
    batchSize: "full",
    shuffle: true,
    recordEvery: 1,
  } as unknown as ResolvedSettings;
}

/** A generator of numbers in [0, 1) for made-up noise: Park and Miller's. */
function noise(seed: number): () => number {
  let state = seed;
  return () => (state = state * 48271 % 2147483647) / 2147483647;
}

/** Four initialisations, three seeds: curves of the shape that real ones have. */
export function catSweep(): SweepResult {
  const speeds: Record<string, [speed: number, noise: number, gap: number]> = {
    zeros: [0, 0, 0.001],
    random: [0.004, 0.02, 0.1],
    he: [0.02, 0.05, 0.22],
    xavier: [0.014, 0.05, 0.2],
  };
  const runs = Object.entries(speeds).flatMap(([variant, [speed, jitter, gap]], index) =>
    [1, 2, 3].map((seed) => {
      const random = noise(97 * seed + 13 * index + 5);
      const start = 0.69 + 0.3 * jitter * random();
      const pace = speed * (0.8 + 0.5 * random());
      const at = (trained: number) => {
        const done = 1 - 1 / (1 + pace * trained * trained / (200 + trained));
        const wiggle = jitter * (random() - 0.5) * done;
        const loss = start * (1 - done) + 0.01 + Math.abs(wiggle);
        const rise = 0.5 + 0.5 * done + wiggle / 2;
        return {
          train: { loss, accuracy: Math.min(1, Math.max(0.4, rise)) },
          test: {
            loss: loss + gap * done * (0.8 + 0.4 * random()) + 0.0003 * pace * trained,
            accuracy: Math.max(0.5, rise - gap * done - 0.02 * random() * done),
          },
        };
      };
      const curve = Array.from({ length: 200 }, (_, row) => {
        const epoch = row * 5 + 1;
        return { epoch, learningRate: 0.0075, ...at(epoch - 1) };
      });
      return makeRun(variant, seed, { epochs: 1000, curve, final: at(1000), bestEpoch: 700 });
    })
  );
  const sweep = makeSweep(runs);
  sweep.experiment.name = "cat";
  return sweep;
}
