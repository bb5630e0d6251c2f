import type { Comparison } from "./compare.ts";
import type { MetricComparison } from "./compare_metrics.ts";
import { countOf, formatP, listOf } from "./format.ts";
import { metricOf } from "./metric_columns.ts";
import { moreIsBetter } from "./metric_direction.ts";

/** What a comparison means for somebody who must not get worse. */
export interface GateOutcome {
  /** `unknown`: nothing could have been shown, so that nothing shown says nothing. */
  verdict: "fine" | "worse" | "unknown";
  /** Why, in sentences. */
  reasons: string[];
}

/**
 * Whether a result is worse than the baseline: in a variant or over all of them by the test, or because
 * a run diverges that did not. Data that is another one, and too few seeds, leave it unknown.
 *
 * @param metrics Columns; by default the one that variants are ranked by.
 */
export function gate(comparison: Comparison, metrics: readonly string[] = []): GateOutcome {
  const { results, baseline, comparisons, identical } = comparison;
  if (identical) return { verdict: "fine", reasons: ["The results are identical"] };
  const base = results[baseline]!.label;
  const { main } = comparison.metrics;
  const judged = metrics.length > 0 ? metrics : main === undefined ? [] : [main];
  const lines = [...comparison.metrics.variants, ...comparison.metrics.pooled]
    .filter(({ metric }) => judged.includes(metric));
  const label = ({ result }: { result: number }) => results[result]!.label;
  const otherData = comparisons.filter(({ setup }) => setup.otherData);
  if (otherData.length > 0) {
    const which = listOf(otherData.map(label));
    return {
      verdict: "unknown",
      reasons: [`${which} and ${base} were made on other data or splits`],
    };
  }
  const without = judged.filter((name) => moreIsBetter(metricOf(name)) === undefined);
  if (without.length > 0) {
    return {
      verdict: "unknown",
      reasons: [`Whether more of ${listOf(without)} is better is not known`],
    };
  }
  const worse = lines.filter((line) => line.newlyDiverged.length > 0 || isShownWorse(line));
  if (worse.length > 0) {
    return { verdict: "worse", reasons: worse.map((line) => worseText(line, label(line))) };
  }
  const needed = comparison.metrics.seedsNeeded;
  const seedsNeeded = comparison.metrics.pooled.length > 0 ? needed.pooled : needed.variants;
  const unjudged = comparisons.filter(({ result, identical }) => {
    const own = lines.filter((line) => line.result === result);
    return !identical && !own.some(isTested) && !(own.length > 0 && own.every(isSame));
  });
  if (unjudged.length > 0) {
    return {
      verdict: "unknown",
      reasons: unjudged.map((one) =>
        `Too little of ${
          label(one)
        } and ${base} is in common to show that it is worse: it takes at ` +
        `least ${countOf(seedsNeeded, "common seed")}`
      ),
    };
  }
  return { verdict: "fine", reasons: [`No result is shown to be worse in ${listOf(judged)}`] };
}

function isShownWorse({ verdict, effect }: MetricComparison): boolean {
  return verdict === "difference" && effect === "worse";
}

function isTested({ p }: MetricComparison): boolean {
  return p !== undefined;
}

function isSame({ verdict }: MetricComparison): boolean {
  return verdict === "same";
}

function worseText(line: MetricComparison, label: string): string {
  const where = line.variant === undefined ? "over all variants" : `in ${line.variant}`;
  const { length } = line.newlyDiverged;
  return isShownWorse(line)
    ? `${label} is worse ${where}: ${line.metric}, ${formatP(line.correctedP!)}`
    : `${label} is worse ${where}: ${countOf(length, "run")} diverged that did not before`;
}
