import { assertEquals } from "@std/assert";
import { metricsOf, parseTable } from "../../src/results/csv_table.ts";
import { curvesSpecification } from "../../src/results/curves_svg.ts";
import { columnName, isMetricColumn, metricColumns } from "../../src/results/metric_columns.ts";
import { summaryMarkdown } from "../../src/results/summary.ts";
import { makeRun, makeSweep } from "./_sweep.ts";
import { runsCsv } from "./_tables.ts";

const measured = (f1: number) => ({
  train: { loss: 1, accuracy: 0.5, metrics: { f1, confusion_0_1: 3 } },
  test: { loss: 2, accuracy: 0.25, metrics: { roc_auc: NaN, f1: 0.125 } },
});

Deno.test("metrics have columns after loss and accuracy, part by part, in the same order", () => {
  const moments = [{ train: { loss: 1 } }, measured(0.5)];
  assertEquals(metricColumns(moments).map(columnName), [
    "train_loss",
    "train_accuracy",
    "train_f1",
    "train_confusion_0_1",
    "test_loss",
    "test_accuracy",
    "test_f1",
    "test_roc_auc",
  ]);
});

const sweep = makeSweep([
  makeRun("he", 1, { final: measured(0.5) }),
  makeRun("he", 2, { final: measured(0.75) }),
]);

Deno.test("runs.csv has the metrics, NaN spelled, and reads back with them", () => {
  const text = runsCsv(sweep, new Map());
  const [header, first] = text.split("\n").map((line) => line.split(","));
  const cell = (name: string) => first![header!.indexOf(name)];
  assertEquals([cell("train_f1"), cell("test_roc_auc"), cell("test_f1")], ["0.5", "NaN", "0.125"]);
  const table = parseTable(new TextEncoder().encode(text), "runs.csv");
  assertEquals(metricsOf(table), header!.filter(isMetricColumn));
  assertEquals(metricsOf(table).length, 8);
});

Deno.test("the summary and the picture show metrics, but no counts of a confusion matrix", () => {
  const text = summaryMarkdown(sweep);
  assertEquals(text.includes("0.6250 ± 0.1768"), true);
  assertEquals([text.includes("training f1"), text.includes("test roc auc")], [true, true]);
  assertEquals(text.includes("confusion"), false);
  const { concat } = curvesSpecification(sweep) as { concat: { title: { text: string } }[] };
  assertEquals(concat.map(({ title }) => title.text), [
    "training loss",
    "test loss",
    "training accuracy",
    "test accuracy",
    "training f1",
    "test f1",
    "test roc auc",
  ]);
});

Deno.test("settings are no metrics, whatever they are called", () => {
  const names = ["train_loss", "test_top_3", "data.split.test", "loss", "train", "testing_loss"];
  assertEquals(names.filter(isMetricColumn), ["train_loss", "test_top_3"]);
});
