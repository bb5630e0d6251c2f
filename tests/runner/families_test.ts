import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { prepareData } from "../../src/data/mod.ts";
import { loadData } from "../../src/data/mod.ts";
import { ExperimentError } from "../../src/errors.ts";
import { expand } from "../../src/experiment/expand.ts";
import { parseExperiment } from "../../src/experiment/parse.ts";
import { curvesCsv } from "../../src/results/curves_csv.ts";
import { checkRuns } from "../../src/runner/check_runs.ts";
import { trainRun } from "../../src/runner/train.ts";

const places = Array.from({ length: 24 }, (_, k) => k);
const inputs = places.map((k) => [k % 3, (k * 5) % 7 - 3]);

/** Data of each task from the same inputs. */
const data = {
  binary: { classes: ["no", "yes"], targets: places.map((k) => k % 3 === 0 ? 1 : 0) },
  "multi-class": { classes: ["a", "b", "c"], targets: places.map((k) => k % 3) },
  "multi-label": {
    task: "regression",
    targets: places.map((k) => [k % 3 === 0 ? 1 : 0, k % 3 > 0 ? 1 : 0]),
  },
  regression: { task: "regression", targets: places.map((k) => 2 * (k % 3) - (k * 5) % 7) },
};

async function train(task: keyof typeof data, changes: Record<string, unknown>) {
  const experiment = parseExperiment({
    name: "small",
    data: { type: "inline", inputs, test: { inputs, targets: data[task].targets }, ...data[task] },
    optimizer: { type: "adam", learningRate: 0.05 },
    epochs: 60,
    ...changes,
  });
  const [run] = expand(experiment, { file: undefined }).runs;
  const loaded = await loadData(run!.settings.data, { folder: "/" });
  const weights = { tensors: new Map(), records: [] };
  const sets = { data: new Map([["", loaded]]), weights, file: "small.ts" };
  checkRuns([{ run: run!, dataKey: "" }], sets);
  const { split, normalize } = run!.settings.data;
  const prepared = prepareData(loaded, { split, normalize, seed: 1 });
  const classes = loaded.classes ? { classes: loaded.classes } : {};
  return { ...trainRun(run!, { ...prepared, ...classes }), elapsedMs: 0 };
}

const hidden = { units: 6, activation: "tanh" };

Deno.test("softmax and categorical cross-entropy learn several classes", async () => {
  const result = await train("multi-class", {
    architecture: [hidden, { units: 3, activation: "softmax" }],
    metrics: ["top-k", "f1", "confusion-matrix"].map((type) =>
      type === "top-k" ? { type, k: 2 } : type
    ),
  });
  const { train: scores, test } = result.final;
  assertEquals(scores.accuracy, 1);
  assert(scores.loss < 0.2 && scores.loss < result.curve[0]!.train.loss / 5);
  assertEquals(Object.entries(scores.metrics!).slice(0, 3), [
    ["f1", 1],
    ["top_2", 1],
    ["confusion_0_0", 8],
  ]);
  assertEquals(test, scores);
  assertEquals(
    [...curvesCsv([result])].join("").split("\n")[0]!.slice(0, 96),
    "run,variant,seed,epoch,learning_rate,train_loss,train_accuracy,train_f1,train_top_2,train_confus",
  );
});

Deno.test("two classes go with one sigmoid, with two units of softmax and with a hinge", async () => {
  const metrics = ["precision", "roc-auc"];
  const results = await Promise.all([
    { architecture: [hidden, { units: 1, activation: "sigmoid" }], metrics },
    { architecture: [hidden, { units: 2, activation: "softmax" }], metrics },
    { architecture: [hidden, { units: 1 }], loss: "hinge", metrics },
  ].map((changes) => train("binary", changes)));
  for (const { final: { train: scores }, majority } of results) {
    assertEquals(scores.accuracy, 1);
    assertEquals(scores.metrics, { precision: 1, roc_auc: 1 });
    assertAlmostEquals(majority!.train!, 2 / 3, 1e-15);
  }
});

Deno.test("labels are questions of their own, with an accuracy over all of them", async () => {
  const { final: { train: scores } } = await train("multi-label", {
    architecture: [hidden, { units: 2, activation: "sigmoid" }],
    metrics: ["recall"],
  });
  assertEquals([scores.accuracy, scores.metrics], [1, { recall: 1 }]);
});

Deno.test("regression has no accuracy, and is measured by what is asked for", async () => {
  const architecture = [{ units: 1 }];
  const { final: { train: plain } } = await train("regression", { architecture });
  assertEquals(Object.keys(plain), ["loss"]);
  const { final: { train: scores } } = await train("regression", {
    architecture,
    loss: "huber",
    metrics: ["r2", "mean-absolute-error"],
    epochs: 400,
  });
  assertEquals(Object.keys(scores.metrics!), ["mean_absolute_error", "r2"]);
  assert(scores.metrics!.r2! > 0.9 && scores.metrics!.mean_absolute_error! < 0.7);
});

const refused: [
  title: string,
  task: keyof typeof data,
  changes: Record<string, unknown>,
  words: string[],
][] = [
  [
    "accuracy for regression",
    "regression",
    { architecture: [{ units: 1 }], metrics: ["accuracy"] },
    [
      'Cannot read metrics as "accuracy": the data is for regression, and it must be one of ' +
      "mean-absolute-error, r2",
    ],
  ],
  [
    "top-k of all classes",
    "multi-class",
    { architecture: [{ units: 3 }], metrics: [{ type: "top-k", k: 3 }] },
    ['Cannot read metrics as "top-k": k must be below the number of classes, 3'],
  ],
  [
    "one unit more than classes",
    "binary",
    { architecture: [{ units: 3, activation: "softmax" }] },
    ["architecture.0.units as 3: the data has 2 classes: no, yes", "2 units, one per class"],
  ],
  [
    "a hinge for numbers",
    "regression",
    { architecture: [{ units: 1 }], loss: "hinge" },
    ["the targets go from -6 to 4, and must all be 0 or 1"],
  ],
  [
    "categorical cross-entropy for labels",
    "multi-label",
    {
      data: { type: "inline", task: "regression", inputs: [[1], [2]], targets: [[1, 1], [0, 1]] },
      architecture: [{ units: 2, activation: "softmax" }],
    },
    ["each row of targets must be numbers from 0 on that add up to 1", "binary-cross-entropy"],
  ],
];

for (const [title, task, changes, words] of refused) {
  Deno.test(`${title} is refused with what fits`, async () => {
    const attempt = await train(task, changes).then(() => () => {}, (error) => () => {
      throw error;
    });
    const { message, remedy } = assertThrows(attempt, ExperimentError);
    for (const word of words) assert(`${message} ${remedy}`.includes(word), `${message} ${remedy}`);
  });
}
