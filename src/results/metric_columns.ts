import { optionalCell } from "./cells.ts";
import { type PartName, partNames, type PartScores, type Scores } from "./types.ts";

/** A column such as `train_loss`: which part, which metric. */
export interface MetricColumn {
  part: PartName;
  /** `loss`, `accuracy`, or a key of `Scores.metrics`. */
  metric: string;
}

/**
 * The metrics that at least one of these moments has, in the files' order of columns: part by part
 * loss, accuracy, and the others in the order in which they come first.
 */
export function metricColumns(moments: Iterable<PartScores>): MetricColumn[] {
  const seen = new Set<string>();
  const metrics = new Set(["loss", "accuracy"]);
  for (const moment of moments) {
    for (const part of partNames) {
      const scores = moment[part];
      if (scores === undefined) continue;
      for (const metric of metricsOf(scores)) {
        metrics.add(metric);
        seen.add(columnName({ part, metric }));
      }
    }
  }
  return partNames.flatMap((part) => [...metrics].map((metric) => ({ part, metric })))
    .filter((column) => seen.has(columnName(column)));
}

function metricsOf({ accuracy, metrics }: Scores): string[] {
  return ["loss", ...(accuracy === undefined ? [] : ["accuracy"]), ...Object.keys(metrics ?? {})];
}

const columnPattern = new RegExp(`^(${partNames.join("|")})_[a-z0-9_]+$`);

/** Whether a column of a CSV file holds a metric; settings are called by their paths. */
export function isMetricColumn(name: string): boolean {
  return columnPattern.test(name);
}

/** The metric of a column, without its part: `loss` of `train_loss`. */
export function metricOf(column: string): string {
  const part = partNames.find((name) => column.startsWith(`${name}_`));
  return part === undefined ? column : column.slice(part.length + 1);
}

/** Columns that belong into the files only: counts in a table of means would say nothing. */
export function isShown({ metric }: MetricColumn): boolean {
  return !metric.startsWith("confusion_");
}

/** `train_loss`. */
export function columnName({ part, metric }: MetricColumn): string {
  return `${part}_${metric}`;
}

/** The value of a metric column at a moment; `undefined` where it was not measured. */
export function metricAt(moment: PartScores, { part, metric }: MetricColumn): number | undefined {
  const scores = moment[part];
  if (scores === undefined) return undefined;
  if (metric === "loss" || metric === "accuracy") return scores[metric];
  return scores.metrics?.[metric];
}

/** The cells of a moment. */
export function metricCells(moment: PartScores, columns: readonly MetricColumn[]): string[] {
  return columns.map((column) => optionalCell(metricAt(moment, column)));
}
