import { numberCell } from "./cells.ts";
import { csvTextByRun, type TextPieces } from "./csv_text.ts";
import { columnName, metricCells, metricColumns } from "./metric_columns.ts";
import type { CurvePoint, RunResult } from "./types.ts";

/**
 * The text of curves.csv: a row per run and recorded epoch, runs in the experiment's order. Values
 * are measured before that epoch's first update.
 */
export function curvesCsv(runs: readonly RunResult[]): TextPieces {
  const metrics = metricColumns(pointsOf(runs));
  const header = ["run", "variant", "seed", "epoch", "learning_rate", ...metrics.map(columnName)];
  const rowsOf = ({ run, curve }: RunResult) =>
    curve.map((point) => [
      run.name,
      run.variant,
      numberCell(run.seed),
      numberCell(point.epoch),
      numberCell(point.learningRate),
      ...metricCells(point, metrics),
    ]);
  return csvTextByRun(header, { runs, rowsOf });
}

function* pointsOf(runs: readonly RunResult[]): Generator<CurvePoint> {
  for (const { curve } of runs) yield* curve;
}
