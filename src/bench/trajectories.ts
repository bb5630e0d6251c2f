/**
 * The largest difference between two lists of losses, relative to the second. `Infinity` where they
 * differ in length or a loss is not finite: nothing is the same as that.
 *
 * @example
 * ```ts
 * import { largestDifference } from "./trajectories.ts";
 *
 * largestDifference([0.5, 0.44], [0.5, 0.4]); // 0.1
 * ```
 */
export function largestDifference(losses: readonly number[], expected: readonly number[]): number {
  if (losses.length !== expected.length) return Infinity;
  let largest = 0;
  losses.forEach((loss, step) => {
    const difference = Math.abs(loss - expected[step]!) / Math.abs(expected[step]!);
    largest = Number.isFinite(difference) ? Math.max(largest, difference) : Infinity;
  });
  return largest;
}
