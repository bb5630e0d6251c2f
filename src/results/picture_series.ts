import { log } from "../numerics/mod.ts";
import { spread } from "./statistics.ts";
import type { PartScores, RunResult } from "./types.ts";
import type { Variant } from "./variants.ts";

/** A variant at one moment: the mean over its seeds and their range. */
export interface SeriesPoint {
  /** Where: epochs trained, or what else the picture is over. */
  trained: number;
  mean: number;
  low: number;
  high: number;
}

/** A number of a moment, such as a metric; nothing where it was not measured. */
export type Measure = (scores: PartScores) => number | undefined;

/** Most points of a line: pictures are not wider. */
const mostPoints = 400;

/**
 * A number of a variant over the epochs trained, with the final scores as last point. Runs that
 * diverged are left out where any run finished; otherwise they are drawn as far as their values are
 * finite. A moment is drawn with the runs that have it; of very many, some that lie evenly.
 */
export function variantSeries(variant: Variant, measure: Measure): SeriesPoint[] {
  const points = new Map<number, number[]>();
  for (const result of drawnRuns(variant)) {
    for (const [trained, value] of runPoints(result, measure)) {
      const values = points.get(trained);
      if (values === undefined) points.set(trained, [value]);
      else values.push(value);
    }
  }
  return thinned(
    [...points].sort(([a], [b]) => a - b)
      .map(([trained, values]) => seriesPoint(trained, values)),
  );
}

/** The runs of a variant that are drawn: those that finished, where any did. */
export function drawnRuns({ finished, runs }: Variant): RunResult[] {
  return finished.length > 0 ? finished : runs;
}

/** The mean of some values and their range, at a place. */
export function seriesPoint(trained: number, values: readonly number[]): SeriesPoint {
  const { mean, min, max } = spread(values);
  return { trained, mean, low: min, high: max };
}

/** All values that a series reaches. */
export function rangeOf(points: readonly SeriesPoint[]): number[] {
  return points.flatMap(({ low, high }) => [low, high]);
}

function thinned(points: SeriesPoint[]): SeriesPoint[] {
  const last = points.length - 1;
  if (last < mostPoints) return points;
  return Array.from(
    { length: mostPoints },
    (_, k) => points[Math.round(k * last / (mostPoints - 1))]!,
  );
}

/**
 * log₁₀ x for x > 0 from the project's own logarithm, rounded to 6 digits after the point: a
 * picture must not depend on the last bit of a platform's `Math.log10`.
 */
export function log10(x: number): number {
  return Math.round(log(x) / log(10) * 1e6) / 1e6;
}

function runPoints(result: RunResult, measure: Measure): Map<number, number> {
  const points = new Map<number, number>();
  function add(trained: number, value: number | undefined) {
    if (value !== undefined && Number.isFinite(value)) points.set(trained, value);
  }
  for (const point of result.curve) add(point.epoch - 1, measure(point));
  // Weights that were taken back belong to an epoch further left, whose scores are there already.
  if (result.restoredFrom === undefined) add(result.epochs, measure(result.final));
  return points;
}
