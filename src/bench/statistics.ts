/**
 * The value below which a share of the values lies, between neighbours by straight lines (type 7 of
 * Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996: what NumPy does). `NaN` of
 * nothing.
 *
 * @param share From 0, the smallest, to 1, the largest.
 *
 * @example
 * ```ts
 * import { quantile } from "./statistics.ts";
 *
 * quantile([1, 2, 4], 0.75); // 3
 * ```
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** The middle value; the mean of the two in the middle of an even number of them. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** How many times as fast one thing is as another, over rounds in which both had their turn. */
export interface Ratio {
  median: number;
  /** First and third quartile. */
  low: number;
  high: number;
}

/**
 * The ratio of two times, round by round: what slows the machine down for a while slows down both.
 *
 * @param theirs The times of the other, a number per round.
 * @param ours The times of the one, of the same rounds.
 * @throws {RangeError} for different numbers of rounds, and for none.
 */
export function ratioOf(theirs: readonly number[], ours: readonly number[]): Ratio {
  if (theirs.length !== ours.length || ours.length === 0) {
    throw new RangeError(`Cannot compare ${theirs.length} rounds with ${ours.length}`);
  }
  const ratios = theirs.map((time, round) => time / ours[round]!);
  return { median: median(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) };
}
