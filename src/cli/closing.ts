import { bold, dim } from "@std/fmt/colors";
import {
  bestEpochs,
  formatSpread,
  isShown,
  type MetricColumn,
  metricColumns,
  plainText,
  type Ranking,
  rankVariants,
  type SweepResult,
  variantSpread,
  verdict,
} from "../results/mod.ts";
import { columns, duration, fit, wrap } from "./format.ts";
import { textWidth } from "./text_width.ts";
import { largest } from "../numerics/mod.ts";

export interface ClosingOptions {
  /** The results folder as the user would name it. */
  place: string;
  elapsedMs: number;
  /** Characters in a line; columns that don't fit are left to summary.md. */
  width: number;
}

/**
 * What is printed when all is done: a row a variant with mean ± spread and best epoch, the best first;
 * the verdict; where the results are.
 */
export function closingLines(
  sweep: SweepResult,
  { place, elapsedMs, width }: ClosingOptions,
): string[] {
  const ranking = rankVariants(sweep.runs);
  const [title = "", ...rows] = fittingTable(sweep, ranking, width);
  const sentence = plainText(verdict(ranking));
  const lines = width === Infinity ? [sentence] : wrap(sentence, width);
  return [
    "",
    bold(title),
    ...rows,
    "",
    ...lines,
    "",
    `Results: ${place}/summary.md ${dim(`(${duration(elapsedMs)})`)}`,
  ];
}

/** The table with as many columns as fit; in the narrowest terminals the cells are cut. */
function fittingTable({ runs }: SweepResult, ranking: Ranking, width: number): string[] {
  let metrics = metricColumns(runs.map(({ final }) => final)).filter(isShown);
  const fits = (table: readonly string[]) => table.every((line) => textWidth(line) <= width);
  for (;;) {
    const table = tableOf(ranking, { metrics, width });
    if (fits(table)) return table;
    if (metrics.length > 1) {
      metrics = withoutLeast(metrics, ranking.column);
      continue;
    }
    const small = tableOf(ranking, { metrics, width, hasEpochs: false });
    return fits(small) ? small : small.map((line) => fit(line, width));
  }
}

interface TableOptions {
  metrics: readonly MetricColumn[];
  width: number;
  hasEpochs?: boolean;
}

function tableOf({ variants }: Ranking, { metrics, width, hasEpochs = true }: TableOptions) {
  // What belongs to each variant, so that its name gets what is left, but not all of it.
  const head = [...metrics.map(({ part, metric }) => `${part} ${metric.replaceAll("_", " ")}`)];
  if (hasEpochs) head.push("best epoch");
  const cells = variants.map((variant) => [
    ...metrics.map((column) => formatSpread(variantSpread(variant, column), column.metric)),
    ...(hasEpochs ? [bestEpochs(variant)] : []),
  ]);
  const taken = head.reduce(
    (sum, title, k) => sum + 2 + largest([title, ...cells.map((row) => row[k]!)].map(textWidth)),
    0,
  );
  const nameWidth = Math.max(8, Math.min(width - taken, Math.max(20, Math.floor(width / 2))));
  const names = variants.map(({ name }) => fit(name, nameWidth));
  return columns([["variant", ...head], ...cells.map((row, k) => [names[k]!, ...row])]);
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
