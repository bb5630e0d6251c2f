/** What is said of one metric over the seeds of a variant. */
export interface Spread {
  count: number;
  mean: number;
  /** Sample standard deviation (n − 1); `NaN` for fewer than two values. */
  deviation: number;
  min: number;
  max: number;
}

/**
 * Mean x₁ + Σ(x − x₁)/n, summed from the first value to the last in double precision: equal values
 * have exactly their value as mean. `NaN` of nothing.
 */
export function mean(values: readonly number[]): number {
  const first = values[0] ?? NaN;
  let sum = 0;
  for (const value of values) sum += value - first;
  return first + sum / values.length;
}

/**
 * Sample standard deviation √(Σ(x − mean)² / (n − 1)), in two passes; `NaN` for fewer than two
 * values. Note the n − 1: NumPy's `std` divides by n unless told `ddof=1`.
 *
 * @example
 * ```ts
 * import { sampleDeviation } from "./statistics.ts";
 *
 * sampleDeviation([2, 4, 6]); // 2
 * ```
 */
export function sampleDeviation(values: readonly number[]): number {
  if (values.length < 2) return NaN;
  const middle = mean(values);
  let squares = 0;
  for (const value of values) squares += (value - middle) * (value - middle);
  return Math.sqrt(squares / (values.length - 1));
}

/** Count, mean, deviation and range of some values. */
export function spread(values: readonly number[]): Spread {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const deviation = sampleDeviation(values);
  return values.length === 0
    ? { count: 0, mean: NaN, deviation, min: NaN, max: NaN }
    : { count: values.length, mean: mean(values), deviation, min, max };
}

/**
 * The middle value, of an even number of values the mean of the two in the middle; `NaN` of nothing.
 *
 * @example
 * ```ts
 * import { median } from "./statistics.ts";
 *
 * median([3, 1, 10]); // 3
 * ```
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) return NaN;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : mean([sorted[middle - 1]!, sorted[middle]!]);
}

/**
 * Interquartile mean: the mean of what is left when ⌊n/4⌋ values are cut from either end. More robust
 * than the mean against a run that went wrong, and less wasteful than the median. `NaN` of nothing;
 * up to three values it is the mean.
 *
 * Whole values are cut, as SciPy's `trim_mean(values, 0.25)` does, which rliable calls; other
 * definitions weigh the outermost values of the rest by fractions.
 *
 * Source: R. Agarwal et al., "Deep Reinforcement Learning at the Edge of the Statistical Precipice",
 * NeurIPS 2021.
 *
 * @example
 * ```ts
 * import { interquartileMean } from "./statistics.ts";
 *
 * interquartileMean([1, 2, 3, 100]); // 2.5
 * ```
 */
export function interquartileMean(values: readonly number[]): number {
  const cut = values.length >> 2;
  const sorted = Float64Array.from(values).sort();
  return mean(Array.from(sorted.subarray(cut, sorted.length - cut)));
}
