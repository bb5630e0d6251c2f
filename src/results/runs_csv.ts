import type { ResolvedExperiment } from "../experiment/types.ts";
import { numberCell } from "./cells.ts";
import { csvTextByRun, type TextPieces } from "./csv_text.ts";
import { columnName, isMetricColumn, metricCells, metricColumns } from "./metric_columns.ts";
import { differingValue, settingsOf } from "./settings_text.ts";
import type { RunResult, SweepResult } from "./types.ts";

/** Columns that are no setting and no metric; those of curves.csv too, which are told by theirs. */
const fixedColumns: readonly string[] = [
  "run",
  "variant",
  "seed",
  "parameters",
  "epoch",
  "epochs",
  "best_epoch",
  "status",
  "learning_rate",
  "weights_sha256",
];

/**
 * The column of runs.csv of a setting that differs: its path, or `set.` and its path where another
 * column is called so (`set.epochs`, since `epochs` is how many a run was trained).
 */
export function settingColumn(path: string): string {
  return fixedColumns.includes(path) || isMetricColumn(path) ? `set.${path}` : path;
}

/**
 * The text of runs.csv: a row per run, in the experiment's order. Columns of a part or of accuracy
 * exist where any run has them; the settings that differ have a column named after their path (see
 * `settingColumn`).
 *
 * @param sweep The finished runs.
 * @param weightsDigests `weights_sha256` of each run by its name.
 */
export function runsCsv(
  sweep: SweepResult,
  weightsDigests: ReadonlyMap<string, string>,
): TextPieces {
  const { experiment, runs } = sweep;
  const metrics = metricColumns(runs.map((result) => result.final));
  const header = [
    "run",
    "variant",
    "seed",
    ...experiment.differing.map((path) => settingColumn(path)),
    "parameters",
    "epochs",
    "best_epoch",
    "status",
    ...metrics.map(columnName),
    "weights_sha256",
  ];
  const rowsOf = ({ run, parameters, epochs, bestEpoch, status, final }: RunResult) => [[
    run.name,
    run.variant,
    numberCell(run.seed),
    ...settingCells(experiment, run.variant),
    numberCell(parameters),
    numberCell(epochs),
    numberCell(bestEpoch),
    status,
    ...metricCells(final, metrics),
    weightsDigests.get(run.name) ?? "",
  ]];
  return csvTextByRun(header, { runs, rowsOf });
}

function settingCells(experiment: ResolvedExperiment, variant: string): string[] {
  const settings = settingsOf(experiment, variant);
  return experiment.differing.map((path) => {
    const value = differingValue(settings, path);
    return typeof value === "number" ? numberCell(value) : value;
  });
}
