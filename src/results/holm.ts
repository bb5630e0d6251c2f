/**
 * p-values of m tests, corrected by Holm's step-down procedure: the i-th smallest becomes the
 * largest of (m − j + 1) p₍ⱼ₎ over j ≤ i, at most 1. To call a difference what is below a level
 * then errs, in all m tests together, with at most that probability, however they depend on each
 * other.
 *
 * @param pValues Those that are looked at.
 * @param family m, where these were picked out of more tests by looking at the data: a variant that
 * came out best and is compared with the k − 1 others was picked out of k (k − 1) / 2 pairs. The tests
 * that are not looked at count as if their p-values were the largest, which makes no corrected
 * p-value smaller than the whole procedure would.
 * @returns In the order of the p-values.
 *
 * Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal
 * of Statistics 6(2), 1979.
 *
 * @example
 * ```ts
 * import { holm } from "./holm.ts";
 *
 * holm([0.25, 0.0625]); // [0.25, 0.125]
 * ```
 */
export function holm(
  pValues: readonly number[],
  { family = pValues.length }: { family?: number } = {},
): number[] {
  const order = pValues.map((_, index) => index).sort((i, j) => pValues[i]! - pValues[j]!);
  const corrected = new Array<number>(pValues.length);
  let largest = 0;
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (family - rank) * pValues[index]!));
    corrected[index] = largest;
  }
  return corrected;
}
