import { log } from "../numerics/mod.ts";
import { metricAt, type MetricColumn } from "./metric_columns.ts";
import { spread } from "./statistics.ts";
import type { RunResult } from "./types.ts";
import type { Variant } from "./variants.ts";

/** A variant at one moment: the mean over its seeds and their range. */
export interface SeriesPoint {
  /** Epochs trained. */
  trained: number;
  mean: number;
  low: number;
  high: number;
}

/**
 * A metric of a variant over the epochs trained, with the final scores as last point. Runs that
 * diverged are left out where any run finished; otherwise they are drawn as far as their values are
 * finite. A moment is drawn with the runs that have it.
 */
export function variantSeries(variant: Variant, column: MetricColumn): SeriesPoint[] {
  const runs = variant.finished.length > 0 ? variant.finished : variant.runs;
  const moments = new Map<number, number[]>();
  for (const result of runs) {
    for (const [trained, value] of runPoints(result, column)) {
      const values = moments.get(trained);
      if (values === undefined) moments.set(trained, [value]);
      else values.push(value);
    }
  }
  return [...moments]
    .sort(([a], [b]) => a - b)
    .map(([trained, values]) => {
      const { mean, min, max } = spread(values);
      return { trained, mean, low: min, high: max };
    });
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
