import { type Interval, meanInterval } from "./bootstrap.ts";
import { interquartileMean, median, type Spread, spread } from "./statistics.ts";

/** All that is said of one metric over the seeds of a variant. */
export interface Distribution extends Spread {
  median: number;
  interquartileMean: number;
  /** 95 % bootstrap interval of the mean; from 5 values on. */
  interval?: Interval;
}

/**
 * Describes values, one per seed, in the order of the seeds.
 *
 * @example
 * ```ts
 * import { distribution } from "./distribution.ts";
 *
 * distribution([1, 2, 6]).median; // 2
 * ```
 */
export function distribution(values: readonly number[]): Distribution {
  const interval = meanInterval(values);
  return {
    ...spread(values),
    median: median(values),
    interquartileMean: interquartileMean(values),
    ...(interval && { interval }),
  };
}
