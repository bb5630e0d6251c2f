import { bold, dim } from "@std/fmt/colors";
import {
  formatSpread,
  isShown,
  type MetricColumn,
  metricColumns,
  rankVariants,
  type SweepResult,
  variantSpread,
} from "../results/mod.ts";
import { columns, duration, fit } from "./format.ts";

export interface ClosingOptions {
  /** The results folder as the user would name it. */
  place: string;
  elapsedMs: number;
  /** Characters in a line; columns that don't fit are left to summary.md. */
  width: number;
}

/** What is printed when all is done: a row a variant, the best first, and where the results are. */
export function closingLines(
  sweep: SweepResult,
  { place, elapsedMs, width }: ClosingOptions,
): string[] {
  const ranking = rankVariants(sweep.runs);
  let metrics = metricColumns(sweep.runs.map(({ final }) => final)).filter(isShown);
  let table = tableOf(ranking, { metrics, width });
  while (table[0]!.length > width && metrics.length > 1) {
    metrics = withoutLeast(metrics, ranking.column);
    table = tableOf(ranking, { metrics, width });
  }
  const [title = "", ...rows] = table;
  return [
    "",
    bold(title),
    ...rows,
    "",
    `Results: ${place}/summary.md ${dim(`(${duration(elapsedMs)})`)}`,
  ];
}

function tableOf(
  { variants }: ReturnType<typeof rankVariants>,
  { metrics, width }: { metrics: readonly MetricColumn[]; width: number },
): string[] {
  const head = ["variant", ...metrics.map(({ part, metric }) => `${part} ${metric}`)];
  const rows = variants.map((variant) => [
    fit(variant.name, Math.max(20, Math.floor(width / 2))),
    ...metrics.map((column) => formatSpread(variantSpread(variant, column), column.metric)),
  ]);
  return columns([head, ...rows]);
}

/** Without the column that says least: a training score before another, a loss before others. */
function withoutLeast(metrics: readonly MetricColumn[], ranking: MetricColumn): MetricColumn[] {
  const weight = ({ part, metric }: MetricColumn) => {
    if (part === ranking.part && metric === ranking.metric) return 4;
    return (part === "train" ? 0 : 2) + (metric === "loss" ? 0 : 1);
  };
  const least = Math.min(...metrics.map(weight));
  const index = metrics.findIndex((column) => weight(column) === least);
  return metrics.filter((_, k) => k !== index);
}
