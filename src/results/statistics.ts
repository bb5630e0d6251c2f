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
