import { meanInterval } from "./bootstrap.ts";
import type { Comparison } from "./compare.ts";
import type { MetricComparison, MetricsComparison } from "./compare_metrics.ts";
import type { Block } from "./compare_report.ts";
import { countOf, formatDifference, formatP, formatSpread, listOf } from "./format.ts";
import { level } from "./paired_tests.ts";

/** Most variants that a report for people lists. */
const mostVariants = 20;

/** What is said of the metrics: a sentence for each result, then a table, then how to read it. */
export function metricsBlocks(comparison: Comparison): Block[] {
  const { metrics } = comparison;
  const shape = shapeLines(comparison);
  if (metrics.variants.length === 0) {
    return shape.length === 0 ? [] : [{ kind: "lines", lines: shape }];
  }
  const shown = listedVariants(metrics);
  const when = metrics.from === "runs.csv" ? "after the last epoch" : "of the last recorded epoch";
  const rows = [
    ...metrics.pooled,
    ...metrics.variants.filter(({ variant }) => shown.has(variant!)),
  ];
  return [
    { kind: "title", text: `Metrics ${when}` },
    { kind: "lines", lines: [...verdictLines(comparison), ...shape] },
    comparison.results.length === 2 ? pairTable(comparison, rows) : longTable(comparison, rows),
    { kind: "lines", lines: noteLines(comparison, shown) },
  ];
}

/** The variants that are listed: where there are many, those with a difference first. */
function listedVariants({ variants }: MetricsComparison): Set<string> {
  const names = new Set(variants.map(({ variant }) => variant!));
  if (names.size <= mostVariants) return names;
  const telling = variants.filter((line) => line.verdict === "difference" || diverges(line));
  return new Set([...telling.map(({ variant }) => variant!), ...names].slice(0, mostVariants));
}

/** `test_accuracy of B against A: worse in he (−1.2 points, p = 0.031); no difference shown in 2 variants.` */
function verdictLines({ results, baseline, metrics }: Comparison): string[] {
  const { main } = metrics;
  if (main === undefined) return [];
  return results.flatMap(({ label }, index) => {
    if (index === baseline) return [];
    const of = metrics.variants.filter((line) => line.metric === main && line.result === index);
    const parts = [
      ...shownParts(of),
      ...countParts(of),
      ...metrics.pooled.filter((line) => line.metric === main && line.result === index)
        .map((line) => `over all variants: ${verdictText(line)}`),
    ];
    return [`${main} of ${label} against ${results[baseline]!.label}: ${parts.join("; ")}.`];
  });
}

function shownParts(variants: readonly MetricComparison[]): string[] {
  return (["better", "worse", "unknown"] as const).flatMap((effect) => {
    const found = variants.filter((line) =>
      line.verdict === "difference" && line.effect === effect
    );
    if (found.length === 0) return [];
    const texts = found.slice(0, 3).map((line) =>
      `${line.variant} (${differenceText(line)}, ${formatP(line.correctedP!)})`
    );
    if (found.length > 3) texts.push(`${found.length - 3} more`);
    return [`${effect === "unknown" ? "other" : effect} in ${listOf(texts)}`];
  });
}

function countParts(variants: readonly MetricComparison[]): string[] {
  const words = {
    "no difference shown": "no difference shown in",
    "same": "equal with every seed in",
    "too few seeds": "too few seeds to tell in",
    "no common seed": "no common seed in",
  } as const;
  return Object.entries(words).flatMap(([verdict, text]) => {
    const found = variants.filter((line) => line.verdict === verdict);
    if (found.length === 0) return [];
    const which = found.length <= 3
      ? listOf(found.map(({ variant }) => variant!))
      : countOf(found.length, "variant");
    return [`${text} ${which}`];
  });
}

/** What one has and another has not, and what became of runs. */
function shapeLines({ results, baseline, metrics }: Comparison): string[] {
  const base = results[baseline]!.label;
  const only = metrics.variantsOnly.flatMap(({ result, baseline: other }, index) => [
    ...(other.length > 0
      ? [
        `Only in ${base}${results.length > 2 ? `, not in ${results[index]!.label}` : ""}: ${
          some(other)
        }`,
      ]
      : []),
    ...(result.length > 0 ? [`Only in ${results[index]!.label}: ${some(result)}`] : []),
  ]);
  const diverged = metrics.variants
    .filter((line, index, all) =>
      diverges(line) &&
      all.findIndex((one) => one.variant === line.variant && one.result === line.result) === index
    )
    .map(({ variant, result, newlyDiverged }) =>
      `${variant} of ${results[result]!.label}: ${
        countOf(newlyDiverged.length, "run")
      } diverged that ` +
      `did not in ${base} (seed ${some(newlyDiverged)})`
    );
  const columns = metrics.metricsOnly.length > 0
    ? [`Not in all of them: ${some(metrics.metricsOnly)}`]
    : [];
  const none = metrics.variants.length === 0 ? ["No variant and metric in common."] : [];
  return [
    ...none,
    ...only,
    ...columns,
    ...(diverged.length > 5 ? [...diverged.slice(0, 5), "…"] : diverged),
  ];
}

function diverges({ newlyDiverged }: MetricComparison): boolean {
  return newlyDiverged.length > 0;
}

function some(texts: readonly string[]): string {
  return texts.length <= 6
    ? listOf(texts)
    : `${texts.slice(0, 5).join(", ")} and ${texts.length - 5} more`;
}

/** A row a metric, with both results side by side. */
function pairTable({ results, baseline }: Comparison, rows: readonly MetricComparison[]): Block {
  const a = results[baseline]!.label;
  const b = results[1 - baseline]!.label;
  return {
    kind: "table",
    header: ["variant", "metric", a, b, `${b} − ${a} by seed`, "more than noise?"],
    rows: rows.map((line) => [
      variantText(line),
      line.metric,
      formatSpread(line.a, kindOf(line)),
      formatSpread(line.b, kindOf(line)),
      differenceText(line),
      verdictText(line),
    ]),
  };
}

/** A row a metric and result, the baseline's first. */
function longTable({ results, baseline }: Comparison, lines: readonly MetricComparison[]): Block {
  const base = results[baseline]!.label;
  const rows = lines.flatMap((line, index) => {
    const before = lines[index - 1];
    const isFirst = before?.variant !== line.variant || before?.metric !== line.metric;
    const names = [variantText(line), line.metric];
    return [
      ...(isFirst ? [[...names, base, formatSpread(line.a, kindOf(line)), "", ""]] : []),
      [
        ...names,
        results[line.result]!.label,
        formatSpread(line.b, kindOf(line)),
        differenceText(line),
        verdictText(line),
      ],
    ];
  });
  return {
    kind: "table",
    header: ["variant", "metric", "result", "value", `− ${base} by seed`, "more than noise?"],
    rows,
  };
}

function noteLines({ results, metrics }: Comparison, shown: ReadonlySet<string>): string[] {
  const all = [...metrics.variants, ...metrics.pooled];
  const names = new Set(metrics.variants.map(({ variant }) => variant!));
  const tests = metrics.tests.variants;
  return [
    ...(names.size > shown.size
      ? [`${names.size - shown.size} more variants are in --format csv, of ${names.size}.`]
      : []),
    `${
      listOf(results.map(({ label }) => label))
    }: mean ± standard deviation over the seeds, without runs that diverged.`,
    "Differences: mean over the seeds that both have, in parentheses its 95 % bootstrap interval (from 5 seeds on).",
    ...(all.some(({ verdict }) => verdict === "too few seeds")
      ? [
        "Too few seeds: with these no difference can be shown, however large; it takes at least " +
        `${seedsText(metrics)} for p < ${level}.`,
      ]
      : []),
    ...(all.some(({ p }) => p !== undefined)
      ? [
        "p: two-sided sign-flip test by seed" +
        (tests > 1
          ? `, corrected for the ${tests} comparisons of variants in a metric by Holm's method${
            metrics.metrics.length > 1 ? "; each metric by itself" : ""
          }.`
          : "."),
      ]
      : []),
  ];
}

/** `7 common seeds in 3 comparisons of variants, 6 over all variants`. */
function seedsText({ tests, seedsNeeded, pooled }: MetricsComparison): string {
  const over = tests.variants > 1 ? ` in ${tests.variants} comparisons of variants` : "";
  const also = pooled.length > 0 ? `, ${seedsNeeded.pooled} over all variants` : "";
  return `${seedsNeeded.variants} common seeds${over}${also}`;
}

function variantText({ variant }: MetricComparison): string {
  return variant ?? "(all variants, by seed)";
}

function kindOf({ metric }: MetricComparison): "accuracy" | "loss" {
  return metric.endsWith("accuracy") ? "accuracy" : "loss";
}

/** `+0.0120 (−0.0010 to 0.0300)`; accuracies in points. */
function differenceText(line: MetricComparison): string {
  if (line.paired.count === 0) return "–";
  const amount = (value: number) => formatDifference(value, kindOf(line));
  const plus = line.paired.mean > 0 ? "+" : "";
  const unit = kindOf(line) === "accuracy" ? " points" : "";
  const interval = meanInterval(line.values.differences);
  const range = interval ? ` (${amount(interval.low)} to ${amount(interval.high)})` : "";
  return `${plus}${amount(line.paired.mean)}${unit}${range}`;
}

function verdictText({ verdict, effect, correctedP }: MetricComparison): string {
  switch (verdict) {
    case "same":
      return "equal";
    case "too few seeds":
    case "no common seed":
      return verdict;
    case "difference":
      return `yes, ${effect === "unknown" ? "other" : effect}, ${formatP(correctedP!)}`;
    case "no difference shown":
      return `not shown, ${formatP(correctedP!)}`;
  }
}
