import { numberCell } from "./cells.ts";
import type { Comparison } from "./compare.ts";
import type { MetricComparison } from "./compare_metrics.ts";
import { csvText } from "./csv_text.ts";
import { type Distribution, distribution } from "./distribution.ts";
import { meanInterval } from "./bootstrap.ts";

const sideColumns = [
  "runs",
  "mean",
  "deviation",
  "median",
  "interquartile_mean",
  "interval_low",
  "interval_high",
] as const;

/**
 * The metrics of a comparison as CSV: a row for each variant, metric and result beside the baseline;
 * those over all variants have `pooled` as their scope. Columns that begin with `baseline_` are of the
 * baseline; what cannot be known is empty.
 */
export function comparisonCsv({ results, baseline, metrics }: Comparison): string {
  const header = [
    "scope",
    "variant",
    "metric",
    "baseline",
    "result",
    ...sideColumns.map((name) => `baseline_${name}`),
    ...sideColumns,
    "pairs",
    "difference",
    "difference_interval_low",
    "difference_interval_high",
    "higher",
    "lower",
    "p",
    "corrected_p",
    "verdict",
    "effect",
    "newly_diverged",
  ];
  const rows = [...metrics.pooled, ...metrics.variants].map((line) => {
    const interval = meanInterval(line.values.differences);
    return [
      line.variant === undefined ? "pooled" : "variant",
      line.variant ?? "",
      line.metric,
      results[baseline]!.place,
      results[line.result]!.place,
      ...sideCells(distribution(line.values.a)),
      ...sideCells(distribution(line.values.b)),
      numberCell(line.paired.count),
      known(line.paired.mean),
      known(interval?.low),
      known(interval?.high),
      numberCell(line.higher),
      numberCell(line.lower),
      known(line.p),
      known(line.correctedP),
      line.verdict,
      line.effect,
      numberCell(line.newlyDiverged.length),
    ];
  });
  return csvText([header, ...rows]);
}

function sideCells(found: Distribution): string[] {
  const { count, mean, deviation, median, interquartileMean, interval } = found;
  return [
    numberCell(count),
    ...[mean, deviation, median, interquartileMean, interval?.low, interval?.high].map(known),
  ];
}

/** No number is no zero. */
function known(value: number | undefined): string {
  return value === undefined || Number.isNaN(value) ? "" : numberCell(value);
}

/** All of a comparison as JSON; what cannot be known is absent or null. */
export function comparisonJson({ metrics, ...rest }: Comparison): string {
  const { variants, pooled, ...shape } = metrics;
  const value = {
    ...rest,
    metrics: { ...shape, variants: variants.map(plainLine), pooled: pooled.map(plainLine) },
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function plainLine({ values, ...line }: MetricComparison) {
  const interval = meanInterval(values.differences);
  return {
    ...line,
    a: distribution(values.a),
    b: distribution(values.b),
    ...(interval && { interval }),
  };
}
