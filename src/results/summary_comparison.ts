import { bounded } from "./bounded.ts";
import type { Interval } from "./bootstrap.ts";
import type { VariantComparison, VariantComparisons } from "./comparisons.ts";
import { formatDifference, formatMetric, formatP } from "./format.ts";
import { escapeMarkdown, markdownTable } from "./markdown.ts";
import type { MetricColumn } from "./metric_columns.ts";
import { moreIsBetter } from "./metric_direction.ts";
import { level } from "./paired_tests.ts";
import { type Ranking, variantDistribution } from "./variants.ts";
import { metricWords } from "./verdict.ts";

/**
 * The ranking metric over the seeds, variant by variant, and its difference from the best by seed.
 * Nothing where no variant has a second seed.
 */
export function comparisonSection(
  { column, variants }: Ranking,
  comparisons: VariantComparisons | undefined,
): string[] {
  if (!variants.some(({ finished }) => finished.length > 1)) return [];
  const { shown, rest } = bounded(variants, { noun: "variant", where: "[runs.csv](runs.csv)" });
  const others = new Map(comparisons?.others.map((other) => [other.name, other]));
  const rows = shown.map((variant) => {
    const { count, median, interquartileMean, interval } = variantDistribution(variant, column);
    const format = (value: number) => count === 0 ? "–" : formatMetric(value, column.metric);
    const cells = [
      escapeMarkdown(variant.name),
      String(count),
      format(median),
      format(interquartileMean),
      interval ? `${format(interval.low)} to ${format(interval.high)}` : "–",
    ];
    if (comparisons === undefined) return cells;
    if (variant.name === comparisons.reference) return [...cells, "the best", "", "", ""];
    const other = others.get(variant.name);
    return [
      ...cells,
      ...other ? differenceCells(other, column) : ["–", "–", "–", "every run diverged"],
    ];
  });
  const difference = column.metric === "accuracy" ? "behind by (points)" : "behind by";
  const header = [
    "variant",
    "seeds",
    "median",
    "interquartile mean",
    "95 % interval of the mean",
    ...(comparisons ? [difference, "95 % interval", "p", "against the best"] : []),
  ];
  // With few seeds there are no intervals, and no test that could show anything.
  const isTold = header.map((_, c) => rows.some((cells) => cells[c] !== "–" && cells[c] !== ""));
  const told = <T>(cells: readonly T[]) => cells.filter((_, c) => isTold[c]);
  const right = told(header.map((_, c) => c > 0 && c < 8));
  const tests = comparisons?.others.some(({ p }) => p !== undefined) ? comparisons.tests : 0;
  return [
    `The ${metricWords(column)} over the seeds` +
    (comparisons ? `, and how far each variant is behind the best, seed by seed:` : ":"),
    markdownTable(told(header), rows.map(told), { numeric: (index) => right[index]! }),
    rest,
    howToRead({ tests, hasIntervals: isTold[4]! || isTold[6] === true }),
  ];
}

function differenceCells(
  { paired, interval, correctedP, verdict }: VariantComparison,
  { metric }: MetricColumn,
): string[] {
  if (paired.count === 0) return ["–", "–", "–", verdict];
  return [
    behind(paired.mean, metric),
    interval ? intervalText(interval, metric) : "–",
    correctedP === undefined ? "–" : formatP(correctedP).replace(/^p (= )?/, ""),
    verdict,
  ];
}

function behind(difference: number, metric: string): string {
  return formatDifference(moreIsBetter(metric) === true ? -difference : difference, metric);
}

function intervalText({ low, high }: Interval, metric: string): string {
  const ends = [behind(low, metric), behind(high, metric)];
  return (moreIsBetter(metric) === true ? ends.toReversed() : ends).join(" to ");
}

function howToRead({ tests, hasIntervals }: { tests: number; hasIntervals: boolean }): string {
  const corrected = tests > 1 ? `, corrected by Holm's method for ${tests} comparisons` : "";
  return [
    ...(hasIntervals ? ["Intervals are bootstrap intervals, from 5 seeds on."] : []),
    ...(tests > 0
      ? [
        `p: two-sided sign-flip test over the seeds${corrected}; below ${level} it is a difference.`,
      ]
      : []),
  ].join(" ");
}
