import { type Answers, countRows, defineMetric, targetAt } from "./metric.ts";

/**
 * The probability that a row of the class gets a larger output than a row that is not of it, ties
 * counted half. Of K classes and of labels: the plain mean over each class against the others, or
 * over the labels (scikit-learn's `multi_class="ovr"`, `average="macro"`).
 *
 * It is computed from the network's outputs: a sigmoid that rounds to 1 makes ties. NaN where a
 * class has no row, or every row, and where an output is NaN.
 */
export const rocAuc = defineMetric({
  name: "roc-auc",
  options: {},
  doc: "area under the ROC curve = P(yes > no) + P(yes = no)/2, 0 to 1; 0.5 is chance",
  source: "Hanley, McNeil, The Meaning and Use of the Area under a ROC Curve, Radiology 143, 1982",
  tasks: ["binary", "multi-class", "multi-label"],
  best: "highest",
  measure(answers) {
    const { task, targets: { columns } } = answers;
    // Class 1 is the last column, be there one column or two.
    if (task === "binary") return [areaOf(answers, columns - 1)];
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += areaOf(answers, c);
    return [sum / columns];
  },
});

function areaOf(answers: Answers, c: number): number {
  const { outputs, targets: { values, columns } } = answers;
  const yes: number[] = [];
  const no: number[] = [];
  for (let k = 0; k < countRows(answers); k++) {
    const output = outputs[k * columns + c]!;
    if (output !== output) return NaN;
    (values[targetAt(answers, k) + c]! >= 0.5 ? yes : no).push(output);
  }
  return pairsWon(Float64Array.from(yes).sort(), Float64Array.from(no).sort()) /
    (yes.length * no.length);
}

/** Pairs in which the first is larger, ties counted half; whole and half numbers, so exact. */
function pairsWon(yes: Float64Array, no: Float64Array): number {
  let won = 0;
  let below = 0; // of no: smaller than this yes
  let notAbove = 0; // of no: not larger than this yes
  for (const value of yes) {
    while (below < no.length && no[below]! < value) below++;
    while (notAbove < no.length && no[notAbove]! <= value) notAbove++;
    won += (below + notAbove) / 2;
  }
  return won;
}
