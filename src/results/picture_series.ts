import { log } from "../numerics/mod.ts";
import { metricAt, type MetricColumn } from "./metric_columns.ts";
import type { RunResult } from "./types.ts";
import type { ScoredRun, Variant } from "./variants.ts";

/** A variant at one moment: the mean over its seeds and their range. */
export interface SeriesPoint {
  /** Epochs trained. */
  trained: number;
  mean: number;
  low: number;
  high: number;
}

/** Gathers a metric of several runs into the points of one line. */
export interface SeriesCollector {
  /** A value that is not finite is left out. */
  add(trained: number, value: number | undefined): void;
  /** In the order of the epochs. */
  points(): SeriesPoint[];
}

/** A collector without a point; values go in run by run. */
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
      // As `mean` sums: no value but these few is kept, however many runs there are.
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

/**
 * The runs that a line is drawn of: those that diverged are left out where any run finished;
 * otherwise they are drawn as far as their values are finite.
 */
export function drawnRuns<R extends ScoredRun>({ finished, runs }: Variant<R>): R[] {
  return finished.length > 0 ? finished : runs;
}

/**
 * A metric of a variant over the epochs trained, with the final scores as last point. A moment is
 * drawn with the runs that have it.
 */
export function variantSeries(variant: Variant, column: MetricColumn): SeriesPoint[] {
  const series = collectSeries();
  for (const result of drawnRuns(variant)) {
    for (const [trained, value] of runPoints(result, column)) series.add(trained, value);
  }
  return series.points();
}

/**
 * log₁₀ x for x > 0 from the project's own logarithm, rounded to 6 digits after the point: a
 * picture must not depend on the last bit of a platform's `Math.log10`.
 */
export function log10(x: number): number {
  return Math.round(log(x) / log(10) * 1e6) / 1e6;
}

function runPoints(result: RunResult, column: MetricColumn): Map<number, number> {
  const points = new Map<number, number>();
  function add(trained: number, value: number | undefined) {
    if (value !== undefined && Number.isFinite(value)) points.set(trained, value);
  }
  for (const point of result.curve) add(point.epoch - 1, metricAt(point, column));
  // Weights that were taken back belong to an epoch further left, whose scores are there already.
  if (result.restoredFrom === undefined) add(result.epochs, metricAt(result.final, column));
  return points;
}
