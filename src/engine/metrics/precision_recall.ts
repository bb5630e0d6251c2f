import { type Hits, hitsOf } from "./classes.ts";
import { type Answers, defineMetric } from "./metric.ts";

const tasks = ["binary", "multi-class", "multi-label"] as const;
const source = "van Rijsbergen, Information Retrieval, 2nd edition, 1979, chapter 7; " +
  "the averages as in scikit-learn";

/**
 * Of class 1 of two classes. Of K classes and of labels it is the macro average: the plain mean over
 * the classes (those that occur in targets or answers) or labels, scikit-learn's `average="macro"`.
 * Where nothing was answered yes it is 0, as there.
 */
export const precision = defineMetric({
  name: "precision",
  options: {},
  doc: "true positives / (true positives + false positives), 0 to 1",
  source,
  tasks,
  best: "highest",
  measure: (answers) => [
    macro(
      answers,
      ({ truePositives, falsePositives }) => share(truePositives, truePositives + falsePositives),
    ),
  ],
});

/** Averaged as `precision`; 0 where nothing should have been answered yes. */
export const recall = defineMetric({
  name: "recall",
  options: {},
  doc: "true positives / (true positives + false negatives), 0 to 1",
  source,
  tasks,
  best: "highest",
  measure: (answers) => [
    macro(
      answers,
      ({ truePositives, falseNegatives }) => share(truePositives, truePositives + falseNegatives),
    ),
  ],
});

/** Averaged as `precision`: the mean of the classes' F1, not the F1 of mean precision and recall. */
export const f1 = defineMetric({
  name: "f1",
  options: {},
  doc: "2·true positives / (2·true positives + false positives + false negatives), 0 to 1",
  source,
  tasks,
  best: "highest",
  measure: (answers) => [
    macro(
      answers,
      ({ truePositives, falsePositives, falseNegatives }) =>
        share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    ),
  ],
});

/** NaN without rows. */
function macro(answers: Answers, of: (hits: Hits) => number): number {
  if (answers.outputs.length === 0) return NaN;
  const all = hitsOf(answers).map(of);
  return all.reduce((sum, value) => sum + value, 0) / all.length;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
