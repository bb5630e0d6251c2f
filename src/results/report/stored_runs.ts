import { type CsvTable, metricsOf } from "../csv_table.ts";
import type { MetricColumn } from "../metric_columns.ts";
import { type PartName, partNames, type PartScores, type Scores } from "../types.ts";

/** A row of runs.csv as values; where the ranking asks for it. */
export interface StoredRun {
  run: { name: string; variant: string; seed: number };
  status: string;
  /** Epochs trained. */
  epochs: number;
  bestEpoch: number;
  /** Measured with the weights that the run ended with. */
  final: PartScores;
  /** The row as it stands in the file. */
  cells: ReadonlyMap<string, string>;
}

/** The rows of runs.csv as values, in its order. */
export function storedRuns(table: CsvTable): StoredRun[] {
  const columns = metricsOf(table).map((name) => [name, metricOf(name)] as const);
  return table.rows.map(({ cells }) => ({
    run: {
      name: cells.get("run")!,
      variant: cells.get("variant")!,
      seed: numberOf(cells.get("seed")),
    },
    status: cells.get("status") ?? "",
    epochs: numberOf(cells.get("epochs")),
    bestEpoch: numberOf(cells.get("best_epoch")),
    final: scoresOf(columns, cells),
    cells,
  }));
}

/** Scores from cells such as that of `test_loss`; one without a value gives none. */
function scoresOf(
  columns: readonly (readonly [name: string, column: MetricColumn])[],
  cells: ReadonlyMap<string, string>,
): PartScores {
  const scores: { train: Scores } & Partial<Record<PartName, Scores>> = { train: { loss: NaN } };
  for (const [name, { part, metric }] of columns) {
    const cell = cells.get(name) ?? "";
    if (cell === "") continue;
    const value = numberOf(cell);
    const of = scores[part] ??= { loss: NaN };
    if (metric === "loss" || metric === "accuracy") of[metric] = value;
    else of.metrics = { ...of.metrics, [metric]: value };
  }
  return scores;
}

/** `{ part: "test", metric: "loss" }` of a column `test_loss`. */
export function metricOf(column: string): MetricColumn {
  const part = partNames.find((name) => column.startsWith(`${name}_`))!;
  return { part, metric: column.slice(part.length + 1) };
}

/** A cell as a number; `NaN` where it is none. */
export function numberOf(cell: string | undefined): number {
  return cell === undefined || cell.trim() === "" ? NaN : Number(cell);
}
