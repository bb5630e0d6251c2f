import type { Written } from "../options.ts";
import { accuracy } from "./accuracy.ts";
import { confusionMatrix } from "./confusion_matrix.ts";
import { f1, precision, recall } from "./precision_recall.ts";
import { meanAbsoluteError, r2 } from "./regression.ts";
import { rocAuc } from "./roc_auc.ts";
import { topK } from "./top_k.ts";

export {
  type Answers,
  columnsOf,
  countRows,
  defineMetric,
  findMetric,
  type Metric,
  targetAt,
} from "./metric.ts";
export { type Task, type TaskFacts, taskOf, thresholdOf } from "./task.ts";
export { classOf, confusionOf } from "./classes.ts";

/** All metrics by name, in the order of their columns. */
export const metrics = {
  accuracy,
  precision,
  recall,
  f1,
  "roc-auc": rocAuc,
  "top-k": topK,
  "confusion-matrix": confusionMatrix,
  "mean-absolute-error": meanAbsoluteError,
  r2,
};

export type MetricName = keyof typeof metrics;

/** A metric in an experiment: its name, or an object with its name as `type`. */
export type MetricOptions = Written<typeof metrics>;
