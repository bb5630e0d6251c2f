import { assertEquals } from "@std/assert";
import type { PreparedData } from "../../src/data/mod.ts";
import type { Answers, Network } from "../../src/engine/mod.ts";
import { recordAnswers } from "../../src/runner/record_answers.ts";
import { prepareData } from "../../src/data/mod.ts";
import { trainRun } from "../../src/runner/train.ts";
import { trained } from "./_trained.ts";

/** The answers of a network with these outputs, on a test part with these targets. */
function answersOf(
  { task, outputs, targets, columns, activation = "sigmoid", rows, threshold = 0.5 }: {
    task: Answers["task"];
    outputs: number[];
    targets: number[];
    columns: number;
    activation?: string;
    rows?: number[];
    threshold?: number;
  },
) {
  const count = targets.length / columns;
  const examples = {
    inputs: { values: new Float32Array(count), rows: count, columns: 1 },
    targets: { values: Float32Array.from(targets), rows: count, columns },
    inputScale: 1,
    ...(rows ? { rows: Uint32Array.from(rows) } : {}),
  };
  const network = {
    spec: { layers: [{ units: columns, activation: { type: activation } }] },
    evaluate: () => ({ loss: 0, outputs: Float32Array.from(outputs) }),
  } as unknown as Network;
  const data = { train: examples, test: examples } as unknown as PreparedData;
  return recordAnswers(network, data, {
    answers: (outputs, { targets, rows }) => ({ task, outputs, targets, rows, threshold }),
  });
}

Deno.test("wrong answers of two classes are counted, the surest first", () => {
  // Rows 1 (0.75 for a no), 2 (0.125 for a yes: 0.875 sure) and 4 (0.5 is a yes) are wrong.
  const found = answersOf({
    task: "binary",
    outputs: [0.25, 0.75, 0.125, 1, 0.5],
    targets: [0, 0, 1, 1, 0],
    columns: 1,
  });
  assertEquals(found, {
    part: "test",
    source: "test",
    task: "binary",
    rows: 5,
    wrong: 3,
    classesAnswered: 2,
    confusion: [[1, 2], [1, 1]],
    mistakes: [
      { row: 2, actual: 1, answered: 0, probability: 0.875 },
      { row: 1, actual: 0, answered: 1, probability: 0.75 },
      { row: 4, actual: 0, answered: 1, probability: 0.5 },
    ],
  });
});

Deno.test("of outputs that are no probabilities none is told; rows are those of the loaded data", () => {
  // After a hinge loss the answer is yes from 0 on; rows 3 and 0 of the data are answered.
  const found = answersOf({
    task: "binary",
    outputs: [2, -3],
    targets: [1, 0, 0, 0],
    columns: 1,
    activation: "linear",
    rows: [3, 0],
    threshold: 0,
  });
  assertEquals(found.source, "train");
  assertEquals(found.confusion, [[0, 1], [1, 0]]);
  assertEquals(found.mistakes, [{ row: 0, actual: 1, answered: 0 }, {
    row: 3,
    actual: 0,
    answered: 1,
  }]);
});

Deno.test("of several classes the largest output is the answer, the first of equals", () => {
  const found = answersOf({
    task: "multi-class",
    outputs: [0.5, 0.5, 0, 0.25, 0.25, 0.5, 0.125, 0.75, 0.125],
    targets: [0, 1, 0, 0, 0, 1, 1, 0, 0],
    columns: 3,
    activation: "softmax",
  });
  assertEquals(found.confusion, [[0, 1, 0], [1, 0, 0], [0, 0, 1]]);
  assertEquals(found.classesAnswered, 3);
  assertEquals(found.mistakes, [
    { row: 2, actual: 0, answered: 1, probability: 0.75 },
    { row: 0, actual: 1, answered: 0, probability: 0.5 },
  ]);
});

Deno.test("labels are questions of their own; numbers have errors and no wrong answers", () => {
  const labels = answersOf({
    task: "multi-label",
    outputs: [0.75, 0.25, 0.25, 0.875],
    targets: [1, 1, 0, 0],
    columns: 2,
  });
  assertEquals(labels.wrong, 2);
  assertEquals(labels.labels, [[[1, 0], [0, 1]], [[0, 1], [1, 0]]]);
  assertEquals(labels.confusion, undefined);
  assertEquals(labels.mistakes, [
    { row: 1, output: 1, actual: 0, answered: 1, probability: 0.875 },
    { row: 0, output: 1, actual: 1, answered: 0, probability: 0.75 },
  ]);
  const numbers = answersOf({
    task: "regression",
    outputs: [1.5, NaN, -4, 8],
    targets: [1, 2, 4, 8],
    columns: 1,
    activation: "linear",
  });
  assertEquals("wrong" in numbers, false);
  assertEquals(numbers.mistakes, [
    { row: 2, actual: 4, answered: -4 },
    { row: 0, actual: 1, answered: 1.5 },
  ]);
});

Deno.test("at most 16 mistakes are kept, of equally bad ones the first; over 20 classes no matrix", () => {
  const many = answersOf({
    task: "binary",
    outputs: Array.from({ length: 40 }, (_, row) => row === 30 ? 1 : 0.75),
    targets: new Array(40).fill(0),
    columns: 1,
  });
  assertEquals(many.wrong, 40);
  assertEquals(many.classesAnswered, 1);
  assertEquals(many.mistakes.map(({ row }) => row), [30, ...Array(15).keys()]);
  const wide = answersOf({
    task: "multi-class",
    outputs: Array.from({ length: 21 }, (_, c) => c === 20 ? 1 : 0),
    targets: Array.from({ length: 21 }, (_, c) => c === 0 ? 1 : 0),
    columns: 21,
    activation: "softmax",
  });
  assertEquals(wide.confusion, undefined);
  assertEquals([wide.wrong, wide.classesAnswered], [1, 1]);
});

Deno.test("a trained run's counts are its confusion metric, on the last of its parts, on both backends", async () => {
  const { run, result, loaded } = await trained({
    question: "",
    data: {
      type: "generated",
      shape: "blobs",
      classes: 3,
      rows: 90,
      noise: 0.8,
      split: { test: 0.4 },
    },
    architecture: [{ units: 3, activation: "softmax" }],
    loss: "categorical-cross-entropy",
    optimizer: { type: "gradient-descent", learningRate: 0.1 },
    metrics: ["confusion-matrix"],
    epochs: 3,
    seeds: [1],
  } as never);
  const answers = result.answers!;
  const { accuracy, metrics } = result.final.test!;
  assertEquals([answers.part, answers.source, answers.rows], ["test", "train", 36]);
  assertEquals(answers.confusion!.flat(), Object.values(metrics!));
  assertEquals((36 - answers.wrong!) / 36, accuracy);
  const { targets } = loaded.parts.train;
  for (const { row, actual } of answers.mistakes) {
    assertEquals(targets.values[row * 3 + actual], 1, "the row is that of the loaded data");
  }
  const prepared = prepareData(loaded, { ...run.settings.data, seed: run.seed });
  const again = trainRun(run, { ...prepared, classes: loaded.classes! }, { backend: "reference" });
  assertEquals(again.answers, answers);
});

Deno.test("a run that diverged answers nothing", async () => {
  const { result } = await trained({
    question: "",
    data: { type: "inline", inputs: [[1], [2]], targets: [1, 3] },
    architecture: [{ units: 1 }],
    loss: "squared-error",
    optimizer: { type: "gradient-descent", learningRate: 1e30 },
    epochs: 9,
    seeds: [1],
  } as never);
  assertEquals([result.status, result.answers], ["diverged", undefined]);
});
