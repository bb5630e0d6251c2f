import { optionalCell } from "./cells.ts";
import { type PartName, partNames, type PartScores } from "./types.ts";

/** A column such as `train_loss`: which part, which metric. */
export interface MetricColumn {
  part: PartName;
  metric: "loss" | "accuracy";
}

/** The metrics that at least one of these moments has, in the files' order of columns. */
export function metricColumns(moments: Iterable<PartScores>): MetricColumn[] {
  const seen = new Set<string>();
  for (const moment of moments) {
    for (const part of partNames) {
      const scores = moment[part];
      if (scores === undefined) continue;
      seen.add(`${part}_loss`);
      if (scores.accuracy !== undefined) seen.add(`${part}_accuracy`);
    }
  }
  return allMetricColumns.filter((column) => seen.has(columnName(column)));
}

/** Every metric column there can be, in the files' order. */
export const allMetricColumns: readonly MetricColumn[] = partNames.flatMap((part) => [
  { part, metric: "loss" as const },
  { part, metric: "accuracy" as const },
]);

/** `train_loss`. */
export function columnName({ part, metric }: MetricColumn): string {
  return `${part}_${metric}`;
}

/** The value of a metric column at a moment; `undefined` where it was not measured. */
export function metricAt(moment: PartScores, { part, metric }: MetricColumn): number | undefined {
  return moment[part]?.[metric];
}

/** The cells of a moment. */
export function metricCells(moment: PartScores, columns: readonly MetricColumn[]): string[] {
  return columns.map((column) => optionalCell(metricAt(moment, column)));
}
