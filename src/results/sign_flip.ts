/** Fewest pairs with which the test can reach p < 0.05: 2/2⁶ = 0.03125. */
export const fewestPairs = 6;

/** With more pairs the exact count is no longer cheap. */
export const mostPairs = 40;

/**
 * Exact two-sided p-value of the paired sign-flip (Fisher–Pitman) test: the share of the 2ⁿ ways to
 * put signs before the n differences whose sum is at least as far from 0 as the observed one. With
 * n pairs no p-value is below 2/2ⁿ.
 *
 * The 2ⁿ sums are counted from the sums of two halves, so 40 pairs need 2²⁰ of them. Sums within
 * 1e-12 of Σ|d| of the observed one count as equal to it, since they differ by rounding alone.
 *
 * @param differences One per pair, at most `mostPairs`.
 * @returns In (0, 1]; 1 where every difference is 0 or there is none.
 * @throws {RangeError} More than `mostPairs` differences.
 *
 * Source: R. A. Fisher, The Design of Experiments (1935), section 21; E. J. G. Pitman,
 * "Significance tests which may be applied to samples from any populations" (1937).
 *
 * @example
 * ```ts
 * import { signFlipP } from "./sign_flip.ts";
 *
 * signFlipP([1, 2, 3]); // 0.25: 2 of 8 sign patterns reach |sum| ≥ 6
 * ```
 */
export function signFlipP(differences: readonly number[]): number {
  const n = differences.length;
  if (n > mostPairs) {
    throw new RangeError(`Cannot count sign flips of ${n} pairs: at most ${mostPairs}`);
  }
  const half = Math.floor(n / 2);
  const first = signedSums(differences.slice(0, half));
  const second = signedSums(differences.slice(half));
  const bound = distanceToReach(differences);
  if (!(bound > 0)) return 1; // also where the sum is beyond double precision
  // By symmetry as many sums lie at or below −bound as at or above bound.
  return 2 * pairsAtLeast(first, second, bound) / (first.length * second.length);
}

/** All sums ±d₁ ± d₂ …, ascending; one sum, 0, of no values. */
function signedSums(values: readonly number[]): Float64Array {
  let sums = new Float64Array(1);
  for (const value of values) sums = merged(sums, Math.abs(value));
  return sums;
}

/** The sums with the size taken off and those with it added: two ascending lists become one. */
function merged(sums: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const next = new Float64Array(2 * sums.length);
  let less = 0;
  let more = 0;
  for (let i = 0; i < next.length; i++) {
    const below = less < sums.length ? sums[less]! - size : Infinity;
    const above = sums[more]! + size;
    if (below <= above) less++;
    else more++;
    next[i] = below <= above ? below : above;
  }
  return next;
}

/** How many pairs (a of `first`, b of `second`, both ascending) have a + b ≥ bound. */
function pairsAtLeast(first: Float64Array, second: Float64Array, bound: number): number {
  let count = 0;
  let start = second.length;
  for (const a of first) {
    while (start > 0 && a + second[start - 1]! >= bound) start--;
    count += second.length - start;
  }
  return count;
}

/**
 * How far from 0 a sum of flipped differences must be to count as no nearer than the observed one: sums
 * that differ by rounding alone count as equal.
 */
export function distanceToReach(differences: readonly number[]): number {
  let observed = 0;
  let size = 0;
  for (const difference of differences) {
    observed += difference;
    size += Math.abs(difference);
  }
  return Math.abs(observed) - 1e-12 * size;
}
