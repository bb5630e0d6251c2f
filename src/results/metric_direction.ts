/** What a difference means for the one who has it. */
export type Effect = "better" | "worse" | "equal" | "unknown";

const moreIsBetterNames = /^(accuracy|precision|recall|f1|roc_auc|top_\d+|r2)$/;
const lessIsBetterNames = /^(loss|mean_absolute_error)$/;

/**
 * Whether more of a metric is better; `undefined` where neither is known, as of the counts of a
 * confusion matrix and of columns from elsewhere.
 *
 * @param metric Without its part: `loss`, `roc_auc`.
 */
export function moreIsBetter(metric: string): boolean | undefined {
  if (moreIsBetterNames.test(metric)) return true;
  return lessIsBetterNames.test(metric) ? false : undefined;
}

/**
 * What a difference in a metric means for who has it.
 *
 * @example
 * ```ts
 * import { effectOf } from "./metric_direction.ts";
 *
 * effectOf(-0.1, "loss"); // "better"
 * ```
 */
export function effectOf(difference: number, metric: string): Effect {
  if (difference === 0) return "equal";
  const more = moreIsBetter(metric);
  if (more === undefined || Number.isNaN(difference)) return "unknown";
  return difference > 0 === more ? "better" : "worse";
}
