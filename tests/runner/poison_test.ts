import { assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { families } from "../../src/experiment/families.ts";
import { metrics } from "../../src/engine/mod.ts";
import { inFolder, project, resultBytes } from "../cli/_run.ts";
import { granted } from "../permissions.ts";

const base = { epochs: 4, batchSize: 16, seeds: [1, 2] };

const twoMoons = {
  type: "generated",
  shape: "two-moons",
  rows: 64,
  noise: 0.2,
  split: { validation: 0.25, test: 0.25, stratify: true },
  normalize: "standardize",
};

/** A hidden layer, and an output for two classes. */
function layers(hidden: Record<string, unknown>, activation = "sigmoid") {
  return [{ units: 6, ...hidden }, { units: 1, activation }];
}

const regularization = {
  l1: 0.001,
  l2: 0.01,
  dropout: 0.2,
  inputDropout: 0.1,
  weightDecay: 0.01,
  maxNorm: 2,
  clipValue: 0.5,
  clipNorm: 1,
};

const optimizers = [
  "gradient-descent",
  { type: "momentum", nesterov: true },
  "adagrad",
  "adadelta",
  { type: "rmsprop", centered: true, momentum: 0.9 },
  { type: "adam", amsgrad: true },
  "adamw",
  "adamax",
  "nadam",
  "lion",
];

const schedules = [
  "constant",
  { type: "step", every: 2, factor: 0.5 },
  { type: "exponential", factor: 0.9, per: "step" },
  { type: "inverse-time", decay: 0.1 },
  { type: "polynomial", power: 1.5 },
  { type: "cosine", warmup: 1 },
  "one-cycle",
  "reduce-on-plateau",
];

const inits = [
  "zeros",
  "ones",
  { type: "constant", value: 0.1 },
  { type: "random", scale: 0.1, distribution: "normal" },
  { type: "he", distribution: "uniform" },
  { type: "he", distribution: "normal" },
  "xavier",
  "lecun",
  "orthogonal",
];

const activations = "linear sigmoid tanh relu leaky-relu elu selu gelu silu softplus".split(" ");

const normalized = [
  { units: 6 },
  { type: "batch-norm", activation: "relu" },
  { units: 5 },
  { type: "layer-norm", activation: "gelu" },
];

/** Between them, every member of every family. */
const experiments = [
  {
    ...base,
    name: "two_classes",
    data: twoMoons,
    architecture: layers({ activation: "tanh" }),
    metrics: ["precision", "recall", "f1", "roc-auc", "confusion-matrix"],
    points: [
      ...activations.map((activation) => ({ architecture: layers({ activation }) })),
      ...inits.map((init) => ({ init })),
      { biasInit: { type: "random", scale: 0.1 } },
      ...optimizers.map((optimizer) => ({ optimizer })),
      ...schedules.map((schedule) => ({ schedule, optimizer: "adam" })),
      { regularization },
      { earlyStopping: { patience: 2 } },
      { architecture: layers({ activation: "tanh" }, "linear"), loss: "hinge" },
      { loss: { type: "binary-cross-entropy", labelSmoothing: 0.1, positiveWeight: 2 } },
    ],
  },
  {
    ...base,
    name: "three_classes",
    data: { ...twoMoons, shape: "spiral", classes: 3 },
    architecture: [...normalized, { units: 3, activation: "softmax" }],
    loss: { type: "categorical-cross-entropy", labelSmoothing: 0.1 },
    metrics: [{ type: "top-k", k: 2 }],
    points: ["blobs", "spiral"].map((shape) => ({ data: { shape } })),
  },
  {
    ...base,
    name: "numbers",
    data: {
      type: "inline",
      task: "regression",
      inputs: Array.from({ length: 24 }, (_, k) => [k % 5, (k * 7) % 11]),
      targets: Array.from({ length: 24 }, (_, k) => (k * 3) % 7),
      split: { test: 0.25 },
      normalize: "standardize",
    },
    architecture: [...normalized, { units: 1 }],
    metrics: ["mean-absolute-error", "r2"],
    points: ["squared-error", "absolute-error", { type: "huber", delta: 0.5 }]
      .map((loss) => ({ loss })),
  },
  {
    ...base,
    name: "pictures",
    epochs: 2,
    data: {
      type: "images",
      path: join(project, "experiments/data/drawn-cats/cats-vs-dogs"),
      size: [8, 8],
      split: { test: 0.25 },
      normalize: "unit",
    },
    architecture: layers({ activation: "relu" }),
  },
];

async function writeSweep(
  folder: string,
  { backend, kind }: { backend: string; kind: string },
): Promise<string> {
  const out = join(folder, `${backend}-${kind}`);
  await Deno.mkdir(out, { recursive: true });
  const files = experiments.map(({ name }) => join(folder, `${name}.json`));
  const program = fromFileUrl(new URL("./_poisoned_run.ts", import.meta.url));
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-A", "--config", join(project, "deno.json"), program]
      .concat(files.toReversed(), [out, backend, kind]),
    stdout: "piped",
    stderr: "piped",
  }).output();
  assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
  return out;
}

/** Some of the text where two part; empty where they are the same. */
function firstDifference(a: string, b: string): string {
  if (a === b) return "";
  const at = [...a].findIndex((_, index) => a[index] !== b[index]);
  return `${a.slice(Math.max(0, at - 60), at + 40)} | ${b.slice(Math.max(0, at - 60), at + 40)}`;
}

Deno.test({
  name: "without the approximate functions of Math, clocks and chance, results are the same bytes",
  ignore: !granted("read", "write", "run", "env"),
  fn: () =>
    inFolder(async (folder) => {
      for (const experiment of experiments) {
        const file = join(folder, `${experiment.name}.json`);
        await Deno.writeTextFile(file, JSON.stringify(experiment));
      }
      const plain = await writeSweep(folder, { backend: "reference", kind: "plain" });
      for (const backend of ["reference", "simd"]) {
        const poisoned = await writeSweep(folder, { backend, kind: "poison" });
        for (const { name } of experiments) {
          const bytes = await resultBytes(join(poisoned, name));
          for (const [file, text] of await resultBytes(join(plain, name))) {
            assertEquals(
              firstDifference(bytes.get(file)!, text),
              "",
              `${name}, ${file}, ${backend}`,
            );
          }
        }
      }
    }),
});

Deno.test("the poisoned runs have every member of every family", () => {
  const text = JSON.stringify(experiments);
  const members = Object.values(families).flatMap((family) => Object.keys(family));
  const found = [...members, ...Object.keys(metrics)].filter((name) => !text.includes(`"${name}"`));
  // Weights of a file are read, not computed; accuracy is always measured.
  assertEquals([...new Set(found)].sort(), ["accuracy", "file"]);
});
