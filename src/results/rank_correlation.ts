/** Beyond this many standard deviations a correlation is no chance, once in twenty. */
const beyondChance = 1.96;

/**
 * Spearman's rank correlation ρ of pairs: Pearson's correlation of their ranks, equal values having the
 * mean of theirs. 1 where more of one always comes with more of the other, −1 where always with less;
 * `NaN` where one of them never differs.
 *
 * Source: C. Spearman, The Proof and Measurement of Association between Two Things, 1904.
 *
 * @example
 * ```ts
 * import { rankCorrelation } from "./rank_correlation.ts";
 *
 * rankCorrelation([[1, 10], [2, 30], [3, 20]]); // 0.5
 * ```
 */
export function rankCorrelation(pairs: readonly (readonly [number, number])[]): number {
  const a = ranks(pairs.map(([x]) => x));
  const b = ranks(pairs.map(([, y]) => y));
  const middle = (pairs.length + 1) / 2;
  let [ab, aa, bb] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    const [da, db] = [a[k]! - middle, b[k]! - middle];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return ab / Math.sqrt(aa * bb);
}

/**
 * Whether a rank correlation of so many independent pairs is more than chance, on the level 0.05: ρ has
 * the standard deviation 1/√(n − 1) where there is none, and is about normal from 10 pairs on.
 *
 * Source: M. G. Kendall, Rank Correlation Methods, 1948, chapter 5.
 */
export function isCorrelated(correlation: number, pairs: number): boolean {
  return pairs >= 10 && Math.abs(correlation) * Math.sqrt(pairs - 1) > beyondChance;
}

/** From 1 on; equal values have the mean of their places. */
function ranks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((i, j) => values[i]! - values[j]!);
  const found = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (const index of order.slice(from, to)) found[index] = (from + 1 + to) / 2;
    from = to;
  }
  return found;
}
