import { type Answers, countRows, targetAt } from "./metric.ts";

/**
 * The class of a row: the place of the largest value, the lowest place among equals. Of one value:
 * 1 where it is at least the threshold, else 0; NaN is class 0.
 */
export function classOf(
  values: Float32Array,
  { from, columns, threshold }: { from: number; columns: number; threshold: number },
): number {
  if (columns === 1) return values[from]! >= threshold ? 1 : 0;
  let best = 0;
  for (let k = 1; k < columns; k++) {
    if (values[from + k]! > values[from + best]!) best = k;
  }
  return best;
}

/** Counts of rows by class and answer: `counts[actual * K + answered]`. */
export interface Confusion {
  K: number;
  counts: Float64Array;
}

/** Of two classes (one column) or K classes (K columns). */
export function confusionOf(answers: Answers): Confusion {
  const { outputs, targets: { values, columns }, threshold } = answers;
  const K = Math.max(2, columns);
  const counts = new Float64Array(K * K);
  for (let k = 0; k < countRows(answers); k++) {
    const actual = classOf(values, { from: targetAt(answers, k), columns, threshold: 0.5 });
    const answered = classOf(outputs, { from: k * columns, columns, threshold });
    counts[actual * K + answered]!++;
  }
  return { K, counts };
}

/** What a class or a label got right and wrong. */
export interface Hits {
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
}

/**
 * What precision and its kin are averaged over: class 1 of two classes; each of K classes against
 * the others, without those that no row has and no row was given; each label.
 */
export function hitsOf(answers: Answers): Hits[] {
  if (answers.task === "multi-label") return hitsOfLabels(answers);
  const confusion = confusionOf(answers);
  if (answers.task === "binary") return [hitsOfClass(confusion, 1)];
  return Array.from({ length: confusion.K }, (_, c) => hitsOfClass(confusion, c))
    .filter((hits) => hits.truePositives + hits.falsePositives + hits.falseNegatives > 0);
}

function hitsOfClass({ K, counts }: Confusion, c: number): Hits {
  let actual = 0;
  let answered = 0;
  for (let other = 0; other < K; other++) {
    actual += counts[c * K + other]!;
    answered += counts[other * K + c]!;
  }
  const truePositives = counts[c * K + c]!;
  return {
    truePositives,
    falsePositives: answered - truePositives,
    falseNegatives: actual - truePositives,
  };
}

function hitsOfLabels(answers: Answers): Hits[] {
  const { outputs, targets: { values, columns }, threshold } = answers;
  const all = Array.from(
    { length: columns },
    () => ({ truePositives: 0, falsePositives: 0, falseNegatives: 0 }),
  );
  for (let k = 0; k < countRows(answers); k++) {
    all.forEach((hits, c) => {
      const actual = values[targetAt(answers, k) + c]! >= 0.5;
      const answered = outputs[k * columns + c]! >= threshold;
      if (actual && answered) hits.truePositives++;
      else if (answered) hits.falsePositives++;
      else if (actual) hits.falseNegatives++;
    });
  }
  return all;
}
