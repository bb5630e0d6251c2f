/** A sum that grows one number at a time; see {@linkcode createSum}. */
export interface Sum {
  /** Adds the next number. */
  add(value: number): void;
  /** The sum of the numbers so far, 0 before the first. */
  total(): number;
}

/**
 * A compensated sum for metrics: what each addition loses is collected apart and added at the end.
 *
 * The error is at most 1 ulp of the sum plus n² 2^-106 Σ|value|: it doesn't grow with the number of
 * rows. The result depends on the order of the numbers, so add them in the order of the rows.
 * Infinity and NaN come out as in a plain sum.
 *
 * Source: Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen",
 * ZAMM 54, 1974, algorithm IV.
 *
 * @example
 * ```ts
 * import { createSum } from "./sum.ts";
 *
 * const sum = createSum();
 * for (const value of [1, 1e100, 1, -1e100]) sum.add(value);
 * sum.total(); // 2
 * ```
 */
export function createSum(): Sum {
  let total = 0;
  let lost = 0;
  return {
    add(value) {
      const next = total + value;
      lost += Math.abs(total) >= Math.abs(value) ? (total - next) + value : (value - next) + total;
      total = next;
    },
    total: () => isFinite(total) ? total + lost : total,
  };
}

/**
 * The sum of values in their order, in double precision; see {@linkcode createSum} for the bound.
 *
 * @example
 * ```ts
 * import { sum } from "./sum.ts";
 *
 * sum([0.1, 0.2, 0.3]); // 0.6
 * ```
 */
export function sum(values: ArrayLike<number>): number {
  const running = createSum();
  for (let i = 0; i < values.length; i++) running.add(values[i]!);
  return running.total();
}

/**
 * The arithmetic mean of values, NaN without any.
 *
 * @example
 * ```ts
 * import { mean } from "./sum.ts";
 *
 * mean([1, 2, 6]); // 3
 * ```
 */
export function mean(values: ArrayLike<number>): number {
  return sum(values) / values.length;
}
