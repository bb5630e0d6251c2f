import type { SeriesPoint } from "../picture_series.ts";

/** Gathers a metric of several runs into the points of one line. */
export interface SeriesCollector {
  /** A value that is not finite is left out. */
  add(trained: number, value: number | undefined): void;
  /** In the order of the epochs. */
  points(): SeriesPoint[];
}

/**
 * A collector without a point. It makes the points of `variantSeries` and keeps a few numbers for
 * each, however many runs there are.
 *
 * @example
 * ```ts
 * import { collectSeries } from "./collect_series.ts";
 *
 * const series = collectSeries();
 * series.add(0, 1);
 * series.add(0, 3);
 * series.points(); // [{ trained: 0, mean: 2, low: 1, high: 3 }]
 * ```
 */
export function collectSeries(): SeriesCollector {
  const moments = new Map<number, SeriesPoint & { first: number; sum: number; count: number }>();
  return {
    add(trained, value) {
      if (value === undefined || !Number.isFinite(value)) return;
      const moment = moments.get(trained);
      if (moment === undefined) {
        const one = { trained, mean: value, low: value, high: value };
        moments.set(trained, { ...one, first: value, sum: 0, count: 1 });
        return;
      }
      // As `mean` sums, to the same bits.
      moment.sum += value - moment.first;
      moment.count++;
      moment.mean = moment.first + moment.sum / moment.count;
      moment.low = Math.min(moment.low, value);
      moment.high = Math.max(moment.high, value);
    },
    points: () =>
      [...moments.values()]
        .sort((a, b) => a.trained - b.trained)
        .map(({ trained, mean, low, high }) => ({ trained, mean, low, high })),
  };
}
