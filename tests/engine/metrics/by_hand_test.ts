import { assertEquals } from "@std/assert";
import {
  columnsOf,
  findMetric,
  metrics,
  resolveMember,
  taskOf,
  thresholdOf,
} from "../../../src/engine/mod.ts";
import { measure } from "./helpers.ts";

// Answers 1 1 1 0 0 0 1 0 to classes 1 1 0 1 0 0 0 0: 2 true and 2 false positives, 1 false negative.
const pair = {
  task: "binary",
  outputs: [0.9, 0.8, 0.7, 0.2, 0.1, 0.1, 0.5, 0.3],
  targets: [1, 1, 0, 1, 0, 0, 0, 0],
} as const;
const binary = { ...pair, outputs: [...pair.outputs], targets: [...pair.targets] };

Deno.test("precision, recall and F1 of class 1 are shares of true positives", () => {
  assertEquals(measure("precision", binary), [2 / 4]);
  assertEquals(measure("recall", binary), [2 / 3]);
  assertEquals(measure("f1", binary), [4 / 7]);
  assertEquals(measure("confusion-matrix", binary), [3, 2, 1, 2]);
});

Deno.test("precision is 0 where no answer is yes, recall where none should be", () => {
  const of = (name: string, outputs: number[], targets: number[]) =>
    measure(name, { task: "binary", outputs, targets });
  assertEquals(of("precision", [0, 0], [1, 0]), [0]);
  assertEquals(of("recall", [1, 0], [0, 0]), [0]);
  assertEquals(of("f1", [0, 0], [0, 0]), [0]);
  assertEquals(of("f1", [], []), [NaN]);
});

Deno.test("of several classes the mean is over those that occur", () => {
  // Classes 0 0 1, answers 0 1 1; class 2 in neither. F1: 2/3 of class 0, 2/3 of class 1.
  const given = {
    task: "multi-class" as const,
    columns: 3,
    targets: [1, 0, 0, 1, 0, 0, 0, 1, 0],
    outputs: [0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.1, 0.8, 0.1],
  };
  assertEquals(measure("f1", given), [2 / 3]);
  assertEquals(measure("precision", given), [(1 + 1 / 2) / 2]);
  assertEquals(measure("confusion-matrix", given), [1, 1, 0, 0, 1, 0, 0, 0, 0]);
});

Deno.test("ROC AUC counts pairs, ties half; it needs both classes and no NaN", () => {
  const of = (outputs: number[], targets: number[]) =>
    measure("roc-auc", { task: "binary", outputs, targets });
  // Pairs of yes 0.9, 0.5 with no 0.5, 0.1: 1 + 1 + ½ + 1 of 4.
  assertEquals(of([0.9, 0.5, 0.5, 0.1], [1, 1, 0, 0]), [3.5 / 4]);
  assertEquals(of([1, 1, 1], [1, 0, 0]), [0.5]);
  assertEquals(of([-0, 0], [1, 0]), [0.5]);
  assertEquals(of([1, 2], [1, 1]), [NaN]);
  assertEquals(of([1, NaN], [1, 0]), [NaN]);
});

Deno.test("top-k counts a row whose class is among the k largest, the first of equals first", () => {
  const of = (k: number, outputs: number[]) =>
    measure({ type: "top-k", k }, {
      task: "multi-class",
      columns: 4,
      targets: [0, 0, 1, 0],
      outputs,
    });
  assertEquals([1, 2, 3].map((k) => of(k, [0.4, 0.3, 0.2, 0.1])[0]), [0, 0, 1]);
  assertEquals([1, 2, 3].map((k) => of(k, [0.4, 0.2, 0.2, 0.2])[0]), [0, 0, 1]);
  assertEquals([1, 2, 3].map((k) => of(k, [0.1, 0.1, 0.4, 0.4])[0]), [1, 1, 1]);
  assertEquals(of(3, [0.1, 0.1, NaN, 0.4]), [0]);
});

Deno.test("R² is 1 less the share of the variance that is left, and has conventions at its ends", () => {
  const of = (outputs: number[], targets: number[], columns = 1) =>
    measure("r2", { task: "regression", outputs, targets, columns });
  assertEquals(of([1, 2, 4], [1, 2, 3]), [1 - 1 / 2]);
  assertEquals(of([2, 2, 2], [1, 2, 3]), [0]);
  assertEquals(of([5, 5], [5, 5]), [1]);
  assertEquals(of([5, 6], [5, 5]), [0]);
  assertEquals(of([5], [5]), [NaN]);
  assertEquals(of([NaN, 1], [5, 5]), [NaN]);
  assertEquals(of([1, 1, 2, 3, 3, 1], [1, 1, 2, 2, 3, 3], 2), [(1 + (1 - 5 / 2)) / 2]);
});

Deno.test("the mean absolute error is over rows and columns, and keeps the digits of long sums", () => {
  const of = (outputs: number[], targets: number[], columns: number) =>
    measure("mean-absolute-error", { task: "regression", outputs, targets, columns });
  assertEquals(of([1, 2, 3, 4], [2, 0, 3, -1], 2), [(1 + 2 + 0 + 5) / 4]);
  assertEquals(of(new Array(1e5).fill(0.25), new Array(1e5).fill(0.125), 1), [0.125]);
});

Deno.test("columns are called after the metric and its options", () => {
  const names = (written: string | { type: string; k?: number }, K: number) => {
    const member = resolveMember(metrics, written);
    return columnsOf(findMetric(metrics, member), member, K);
  };
  assertEquals(names("roc-auc", 2), ["roc_auc"]);
  assertEquals(names({ type: "top-k", k: 3 }, 10), ["top_3"]);
  assertEquals(names("confusion-matrix", 2), [
    "confusion_0_0",
    "confusion_0_1",
    "confusion_1_0",
    "confusion_1_1",
  ]);
});

Deno.test("the task follows from classes, columns, targets and loss, the threshold from the loss", () => {
  const [cross, squared, hinge] = ["binary-cross-entropy", "squared-error", "hinge"].map((
    type,
  ) => ({
    type,
  })) as [{ type: string }, { type: string }, { type: string }];
  const facts = { columns: 3, classes: false, zeroOrOne: true };
  assertEquals(taskOf({ ...facts, classes: true }, squared), "multi-class");
  assertEquals(taskOf({ ...facts, classes: true, columns: 1 }, squared), "binary");
  assertEquals([cross, hinge].map((loss) => taskOf(facts, loss)), ["multi-label", "multi-label"]);
  assertEquals(taskOf(facts, squared), "regression");
  assertEquals(taskOf({ ...facts, columns: 1 }, cross), "regression");
  assertEquals(taskOf({ ...facts, zeroOrOne: false }, cross), "regression");
  assertEquals([cross, squared, hinge].map(thresholdOf), [0.5, 0.5, 0]);
});
