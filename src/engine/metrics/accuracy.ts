import { classOf } from "./classes.ts";
import { type Answers, countRows, defineMetric, targetAt } from "./metric.ts";

/**
 * Of labels it is the share of all answers to all questions, as Keras's `binary_accuracy`;
 * scikit-learn's `accuracy_score` counts only rows with every label right.
 */
export const accuracy = defineMetric({
  name: "accuracy",
  options: {},
  doc: "right answers / all answers, 0 to 1",
  source: "Goodfellow, Bengio, Courville, Deep Learning, 2016, section 5.1.2",
  tasks: ["binary", "multi-class", "multi-label"],
  best: "highest",
  measure: (answers) => [shareRight(answers)],
});

/** NaN without rows. */
function shareRight(answers: Answers): number {
  const { task, outputs, targets, threshold } = answers;
  const rows = countRows(answers);
  // A label is a question of its own.
  const perRow = task === "multi-label" ? targets.columns : 1;
  const columns = task === "multi-label" ? 1 : targets.columns;
  let right = 0;
  for (let k = 0; k < rows; k++) {
    for (let question = 0; question < perRow; question++) {
      const from = targetAt(answers, k) + question;
      const actual = classOf(targets.values, { from, columns, threshold: 0.5 });
      const place = k * targets.columns + question;
      if (classOf(outputs, { from: place, columns, threshold }) === actual) right++;
    }
  }
  return right / (rows * perRow);
}
