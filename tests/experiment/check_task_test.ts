import { assertEquals, assertThrows } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { checkAgainstData, type DataShape } from "../../src/experiment/check_data.ts";
import { expanded } from "./_experiments.ts";

interface Case {
  loss: string;
  units?: number;
  activation?: string;
  data?: Record<string, unknown>;
}

const npz = { type: "npz", path: "a.npz" };
const logits: { [loss: string]: string } = {
  "categorical-cross-entropy": "softmax",
  "binary-cross-entropy": "sigmoid",
};

function check(
  { loss, units = 1, activation = logits[loss] ?? "linear", data = npz }: Case,
  shape: DataShape,
): void {
  const { settings } = expanded({ loss, data, architecture: [{ units, activation }] }).runs[0]!;
  checkAgainstData(settings, shape);
}

function refused(one: Case, shape: DataShape): string[] {
  const { message, remedy = "" } = assertThrows(() => check(one, shape), ExperimentError);
  return [message, remedy];
}

const forClasses = [
  'Cannot read loss as "categorical-cross-entropy": it is for classes, and the data was taken ' +
  "for numbers",
  'Set data.task to "classification"',
];
const categorical = { loss: "categorical-cross-entropy", units: 3 };
const oneHot: DataShape = {
  targetColumns: 3,
  targetRange: [0, 1],
  zeroOrOne: true,
  probabilities: true,
};

Deno.test("a loss for classes is refused for one-hot rows that were taken for numbers", () => {
  const inline = {
    type: "inline",
    inputs: [[1], [2], [3]],
    targets: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  };
  for (const data of [npz, inline]) {
    assertEquals(refused({ ...categorical, data }, oneHot), forClasses);
    check({ ...categorical, data: { ...data, task: "regression" } }, oneHot);
  }
  check(categorical, { ...oneHot, zeroOrOne: false });
  check(categorical, { ...oneHot, classes: ["a", "b", "c"] });
});

Deno.test("a loss for classes is refused for a column of numbers", () => {
  assertEquals(refused(categorical, { targetColumns: 1, targetRange: [0, 2] }), forClasses);
  assertEquals(
    refused(categorical, { targetColumns: 1, targetRange: [0.5, 2] })[1],
    'Choose loss "squared-error", and a "linear" last layer',
  );
});

Deno.test("a loss for classes is refused where every target is the same", () => {
  for (const loss of ["binary-cross-entropy", "hinge"]) {
    for (const value of [0, 1]) {
      assertEquals(refused({ loss }, { targetColumns: 1, targetRange: [value, value] }), [
        `Cannot read loss as "${loss}": every target is ${value}, and there must be two classes`,
        "Give data with two classes or more",
      ]);
    }
  }
  assertEquals(
    refused(categorical, { targetColumns: 1, targetRange: [2, 2] })[0],
    'Cannot read loss as "categorical-cross-entropy": every target is 2, and there must be two ' +
      "classes",
  );
  check({ loss: "squared-error" }, { targetColumns: 1, targetRange: [2, 2] });
});

Deno.test("two numbers that were taken for classes are refused under a loss for numbers", () => {
  const shape = { targetColumns: 1, classes: ["-1", "1"] };
  for (const loss of ["squared-error", "absolute-error", "huber"]) {
    for (const activation of ["tanh", "linear"]) {
      assertEquals(refused({ loss, activation }, shape), [
        `Cannot take the targets -1 and 1 for two classes: loss "${loss}" after activation ` +
        `"${activation}" is for numbers`,
        'Set data.task to "regression" to predict the numbers, or to "classification" to tell ' +
        "the two apart",
      ]);
    }
  }
  const loss = "squared-error";
  check({ loss, activation: "sigmoid" }, shape);
  check({ loss: "hinge" }, shape);
  check({ loss }, { targetColumns: 1, classes: ["0", "1"] });
  check({ loss }, { targetColumns: 1, classes: ["cat", "dog"] });
  check({ loss, data: { ...npz, task: "classification" } }, shape);
  check({ loss, data: { ...npz, classes: ["-1", "1"] } }, shape);
});
