import { classOf } from "./classes.ts";
import { type Answers, countRows, defineMetric, targetAt } from "./metric.ts";

/** Among equal outputs the class in the lower place comes first: `top-1` would be the accuracy. */
export const topK = defineMetric({
  name: "top-k",
  options: {
    k: { kind: "number", default: 5, min: 1, integer: true, doc: "How many answers a row has" },
  },
  doc: "rows whose class is among the k largest outputs / all rows, 0 to 1",
  source:
    "Russakovsky et al., ImageNet Large Scale Visual Recognition Challenge, 2015, section 4.1",
  tasks: ["multi-class"],
  best: "highest",
  columns: ({ k }) => [`top_${k}`],
  problem: ({ k }, K) => k < K ? undefined : `k must be below the number of classes, ${K}`,
  measure: (answers, { k }) => [shareAmong(answers, k)],
});

/** NaN without rows; a NaN output is among no largest. */
function shareAmong(answers: Answers, k: number): number {
  const { outputs, targets: { values, columns } } = answers;
  const rows = countRows(answers);
  let right = 0;
  for (let r = 0; r < rows; r++) {
    const actual = classOf(values, { from: targetAt(answers, r), columns, threshold: 0.5 });
    const own = outputs[r * columns + actual]!;
    let before = own === own ? 0 : columns;
    for (let c = 0; c < columns; c++) {
      const other = outputs[r * columns + c]!;
      if (other > own || (other === own && c < actual)) before++;
    }
    if (before < k) right++;
  }
  return right / rows;
}
