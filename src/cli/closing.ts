import { bold, dim } from "@std/fmt/colors";
import { isShown, metricColumns } from "../results/metric_columns.ts";
import { formatSpread, rankVariants, type SweepResult } from "../results/mod.ts";
import { variantSpread } from "../results/variants.ts";
import { columns, duration } from "./format.ts";

/** What is printed when all is done: a row a variant, the best first, and where the results are. */
export function closingLines(
  sweep: SweepResult,
  { place, elapsedMs }: { place: string; elapsedMs: number },
): string[] {
  const { variants } = rankVariants(sweep.runs);
  const metrics = metricColumns(sweep.runs.map(({ final }) => final)).filter(isShown);
  const head = ["variant", ...metrics.map(({ part, metric }) => `${part} ${metric}`)];
  const rows = variants.map((variant) => [
    variant.name,
    ...metrics.map((column) => formatSpread(variantSpread(variant, column), column.metric)),
  ]);
  const [title = "", ...table] = columns([head, ...rows]);
  return [
    "",
    bold(title),
    ...table,
    "",
    `Results: ${place}/summary.md ${dim(`(${duration(elapsedMs)})`)}`,
  ];
}
