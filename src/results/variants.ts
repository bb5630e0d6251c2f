import { type Distribution, distribution } from "./distribution.ts";
import { metricAt, type MetricColumn } from "./metric_columns.ts";
import { moreIsBetter } from "./metric_direction.ts";
import { type Spread, spread } from "./statistics.ts";
import type { RunResult } from "./types.ts";

/** What ranking asks of a run: a trained one, or a row of runs.csv read back. */
export type ScoredRun = Pick<RunResult, "final"> & {
  run: { variant: string; seed: number };
  status: string;
};

/** The runs that differ in their seed only. */
export interface Variant<R extends ScoredRun = RunResult> {
  name: string;
  /** In the experiment's order of seeds. */
  runs: R[];
  /** The runs that means are taken over: those that did not diverge. */
  finished: R[];
}

/** A variant and its place. */
export interface RankedVariant<R extends ScoredRun = RunResult> extends Variant<R> {
  /** The ranking metric over the seeds; its count is 0 where every run diverged. */
  score: Spread;
}

/** Variants from best to worst, and by what. */
export interface Ranking<R extends ScoredRun = RunResult> {
  column: MetricColumn;
  variants: RankedVariant<R>[];
}

/** Runs by variant, in order of appearance. */
export function groupVariants<R extends ScoredRun>(runs: readonly R[]): Variant<R>[] {
  const groups = new Map<string, Variant<R>>();
  for (const result of runs) {
    const name = result.run.variant;
    const group = groups.get(name) ?? { name, runs: [], finished: [] };
    groups.set(name, group);
    group.runs.push(result);
    if (result.status !== "diverged") group.finished.push(result);
  }
  return [...groups.values()];
}

/**
 * What variants are ranked by: the accuracy, where every run has one, else the loss, of the
 * validation part, else the test part, else the training part.
 */
export function rankingColumn(runs: readonly ScoredRun[]): MetricColumn {
  const part = (["validation", "test"] as const)
    .find((name) => runs.every(({ final }) => final[name] !== undefined)) ?? "train";
  const classified = runs.every(({ final }) => final[part]?.accuracy !== undefined);
  return { part, metric: classified ? "accuracy" : "loss" };
}

/** A metric of the finished runs of a variant by their seeds. */
export function valuesBySeed(
  { finished }: Variant<ScoredRun>,
  column: MetricColumn,
): Map<number, number> {
  return new Map(finished.flatMap(({ run, final }): [number, number][] => {
    const value = metricAt(final, column);
    return value === undefined || !Number.isFinite(value) ? [] : [[run.seed, value]];
  }));
}

/** A metric over the finished runs of a variant. */
export function variantSpread(variant: Variant<ScoredRun>, column: MetricColumn): Spread {
  return spread([...valuesBySeed(variant, column).values()]);
}

/** The same with median, interquartile mean and bootstrap interval. */
export function variantDistribution(
  variant: Variant<ScoredRun>,
  column: MetricColumn,
): Distribution {
  return distribution([...valuesBySeed(variant, column).values()]);
}

/**
 * Variants by the mean of the ranking metric, `rankingColumn` unless another is given, over their finished runs, the best first. Equal means
 * keep the experiment's order; variants without a finished run come last.
 */
export function rankVariants<R extends ScoredRun>(
  runs: readonly R[],
  column: MetricColumn = rankingColumn(runs),
): Ranking<R> {
  const sign = moreIsBetter(column.metric) === true ? -1 : 1;
  const variants = groupVariants(runs)
    .map((variant) => ({ ...variant, score: variantSpread(variant, column) }));
  variants.sort((a, b) => {
    if (a.score.count === 0 || b.score.count === 0) {
      return Number(a.score.count === 0) - Number(b.score.count === 0);
    }
    return sign * (a.score.mean - b.score.mean);
  });
  return { column, variants };
}
