import { confusionOf } from "./classes.ts";
import { defineMetric } from "./metric.ts";

/** Beyond, a row of a CSV would have more cells than anybody reads. */
const mostClasses = 20;

/**
 * One column per pair of classes: `confusion_2_0` counts the rows of class 2 that were answered with
 * class 0. Classes go by their places from 0.
 */
export const confusionMatrix = defineMetric({
  name: "confusion-matrix",
  options: {},
  doc: "number of rows of each class that were given each class",
  source: "Kohavi, Provost, Glossary of Terms, Machine Learning 30, 1998",
  tasks: ["binary", "multi-class"],
  columns: (_settings, K) =>
    Array.from({ length: K * K }, (_, k) => `confusion_${Math.floor(k / K)}_${k % K}`),
  problem: (_settings, K) =>
    K <= mostClasses ? undefined : `there must be at most ${mostClasses} classes, and are ${K}`,
  measure: (answers) => [...confusionOf(answers).counts],
});
