import { createSum } from "../../numerics/mod.ts";
import { type Answers, countRows, defineMetric, targetAt } from "./metric.ts";

/** Over all rows and columns together. */
export const meanAbsoluteError = defineMetric({
  name: "mean-absolute-error",
  options: {},
  doc: "mean of |a − y| over rows and columns",
  source: "Willmott, Matsuura, Advantages of the Mean Absolute Error, Climate Research 30, 2005",
  tasks: ["regression"],
  best: "lowest",
  measure(answers) {
    const { outputs, targets: { values, columns } } = answers;
    const sum = createSum();
    for (let k = 0; k < countRows(answers); k++) {
      for (let c = 0; c < columns; c++) {
        sum.add(Math.abs(outputs[k * columns + c]! - values[targetAt(answers, k) + c]!));
      }
    }
    return [sum.total() / (countRows(answers) * columns)];
  },
});

/**
 * The share of the targets' variance that the outputs explain: 1 is perfect, 0 as good as the mean
 * of these targets, and there is no lower bound. Of several columns the plain mean, scikit-learn's
 * `uniform_average`. Where all targets are equal it is 1 if each is met and 0 otherwise, as there;
 * NaN of fewer than two rows.
 */
export const r2 = defineMetric({
  name: "r2",
  options: {},
  doc: "R² = 1 − Σ(a − y)² / Σ(y − ȳ)²",
  source: "Draper, Smith, Applied Regression Analysis, 3rd edition, 1998, section 1.3",
  tasks: ["regression"],
  best: "highest",
  measure(answers) {
    const { columns } = answers.targets;
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += explained(answers, c);
    return [sum / columns];
  },
});

function explained(answers: Answers, c: number): number {
  const { outputs, targets: { values, columns } } = answers;
  const rows = countRows(answers);
  if (rows < 2) return NaN;
  const total = createSum();
  for (let k = 0; k < rows; k++) total.add(values[targetAt(answers, k) + c]!);
  const mean = total.total() / rows;
  const residual = createSum();
  const variation = createSum();
  for (let k = 0; k < rows; k++) {
    const y = values[targetAt(answers, k) + c]!;
    const error = outputs[k * columns + c]! - y;
    residual.add(error * error);
    variation.add((y - mean) * (y - mean));
  }
  const lost = residual.total();
  if (variation.total() === 0) return lost === 0 ? 1 : lost === lost ? 0 : NaN;
  return 1 - lost / variation.total();
}
