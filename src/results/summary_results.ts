import { bounded } from "./bounded.ts";
import { formatSpread } from "./format.ts";
import { escapeMarkdown, markdownTable } from "./markdown.ts";
import { isShown, type MetricColumn, metricColumns } from "./metric_columns.ts";
import type { SweepResult } from "./types.ts";
import { type RankedVariant, type Ranking, variantSpread } from "./variants.ts";
import { metricWords } from "./verdict.ts";
import { largest, smallest } from "../numerics/mod.ts";

/** The table over the seeds, the best variant first, and how to read it. */
export function resultsSection({ runs }: SweepResult, { column, variants }: Ranking): string[] {
  const columns = rankedFirst(
    metricColumns(runs.map(({ final }) => final)).filter(isShown),
    column,
  );
  const someDiverged = runs.some(({ status }) => status === "diverged");
  const header = [
    "variant",
    "seeds",
    ...(someDiverged ? ["finished"] : []),
    ...columns.map(metricWords),
    "best epoch",
  ];
  const { shown, rest } = bounded(variants, { noun: "variant", where: "[runs.csv](runs.csv)" });
  const rows = shown.map((variant) => [
    escapeMarkdown(variant.name),
    String(variant.runs.length),
    ...(someDiverged ? [String(variant.finished.length)] : []),
    ...columns.map((metric) => formatSpread(variantSpread(variant, metric), metric.metric)),
    bestEpochs(variant),
  ]);
  return [
    "## Results",
    markdownTable(header, rows, { numeric: (index) => index > 0 }),
    rest,
    howToRead(runs, { column, variants }),
  ];
}

function howToRead(runs: SweepResult["runs"], { column, variants }: Ranking): string {
  const many = variants.some(({ finished }) => finished.length > 1);
  const how = many ? "Mean ± sample standard deviation over the seeds, measured" : "Measured";
  const when = runs.some(({ restoredFrom }) => restoredFrom !== undefined)
    ? "with the weights that each run ended with, those of its best epoch where early stopping " +
      "took it back"
    : "after the last epoch";
  const order = variants.length > 1 ? `; ordered by ${metricWords(column)}` : "";
  return `${how} ${when}${order}. Best epoch: the epochs trained ` +
    `when the ${runs.some(({ final }) => final.validation) ? "validation" : "training"} loss was ` +
    "lowest among the recorded ones" +
    (runs.some(({ run }) => run.settings.earlyStopping)
      ? ", or what early stopping watched was best."
      : ".");
}

/** The metric that decides stands first. */
function rankedFirst(columns: MetricColumn[], first: MetricColumn): MetricColumn[] {
  const decides = (column: MetricColumn) =>
    column.part === first.part && column.metric === first.metric;
  return [...columns.filter(decides), ...columns.filter((column) => !decides(column))];
}

/** `34 to 318`: of the finished runs of a variant. */
export function bestEpochs({ finished }: Pick<RankedVariant, "finished">): string {
  if (finished.length === 0) return "–";
  const epochs = finished.map(({ bestEpoch }) => bestEpoch);
  const [low, high] = [smallest(epochs), largest(epochs)];
  return low === high ? String(low) : `${low} to ${high}`;
}
