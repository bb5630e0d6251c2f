import { ExperimentError } from "../../errors.ts";
import { tableRecords } from "../csv_table.ts";
import { isMetricColumn, isShown, metricAt, type MetricColumn } from "../metric_columns.ts";
import { drawnRuns, type SeriesPoint } from "../picture_series.ts";
import type { Variant } from "../variants.ts";
import { collectSeries, type SeriesCollector } from "./collect_series.ts";
import { metricOf, numberOf, type StoredRun } from "./stored_runs.ts";

/** Lines of learning curves: of each variant one for each metric. */
export interface StoredCurves {
  columns: MetricColumn[];
  /** `lines[variant][column]`, as the variants and the columns are ordered. */
  lines: SeriesPoint[][][];
}

/** More fields than a table that is kept may have: this one is only summed up. */
const maximumCurveFields = 200_000_000;

interface CurvesSource {
  variants: readonly Variant<StoredRun>[];
  /** Lines are made of so many of the variants, the first ones; rows of others are only checked. */
  drawn: number;
  file: string;
  /** Whether the final scores of a run are those of an earlier epoch than its last. */
  restored: (run: StoredRun) => boolean;
}

/**
 * Sums curves.csv up, row by row: of every variant the mean, the smallest and the largest value over
 * its seeds at each recorded moment, and its final scores as last point.
 *
 * @throws {ExperimentError} No such file, a row of a run that runs.csv does not have, or a value that
 * is no number.
 */
export function storedCurves(bytes: Uint8Array, source: CurvesSource): StoredCurves {
  const { file, restored } = source;
  const variants = source.variants.slice(0, source.drawn);
  const records = tableRecords(bytes, { file, purpose: "read", fields: maximumCurveFields });
  const first = records.next();
  const header: string[] = first.done ? [] : first.value.fields;
  const place = placesOf(header, file);
  const columns = header.flatMap((name, index) =>
    isMetricColumn(name) && isShown(metricOf(name)) ? [{ index, name, column: metricOf(name) }] : []
  );
  const lines = variants.map(() => columns.map(() => collectSeries()));
  const lineOf = runLines(source.variants, lines);
  for (const { fields, line } of records) {
    const run = fields[place.run]!;
    const collectors = lineOf.get(run);
    if (collectors === undefined) {
      throw refusal(file, `line ${line} is of run "${run}", which runs.csv does not have`);
    }
    const epoch = numberOf(fields[place.epoch]);
    if (!Number.isSafeInteger(epoch) || epoch < 1) {
      throw refusal(file, `line ${line} has "${fields[place.epoch]}" as epoch`);
    }
    if (collectors === "left out") continue;
    columns.forEach(({ index, name }, at) => {
      const cell = fields[index]!;
      if (cell === "") return;
      const value = numberOf(cell);
      if (Number.isNaN(value) && cell !== "NaN") {
        throw refusal(file, `line ${line} has "${cell}" as ${name}`);
      }
      collectors[at]!.add(epoch - 1, value);
    });
  }
  variants.forEach((variant, index) => {
    for (const run of drawnRuns(variant)) {
      if (restored(run)) continue;
      columns.forEach(({ column }, at) =>
        lines[index]![at]!.add(run.epochs, metricAt(run.final, column))
      );
    }
  });
  return {
    columns: columns.map(({ column }) => column),
    lines: lines.map((of) => of.map((collector) => collector.points())),
  };
}

/** Where the rows of a run go. */
function runLines(
  variants: readonly Variant<StoredRun>[],
  lines: readonly SeriesCollector[][],
): Map<string, SeriesCollector[] | "left out"> {
  const found = new Map<string, SeriesCollector[] | "left out">();
  variants.forEach((variant, index) => {
    for (const { run } of variant.runs) found.set(run.name, "left out");
    const own = lines[index];
    if (own === undefined) return;
    for (const { run } of drawnRuns(variant)) found.set(run.name, own);
  });
  return found;
}

function placesOf(header: readonly string[], file: string): { run: number; epoch: number } {
  const missing = ["run", "epoch"].find((name) => !header.includes(name));
  if (missing !== undefined) throw refusal(file, `it has no column "${missing}"`);
  return { run: header.indexOf("run"), epoch: header.indexOf("epoch") };
}

function refusal(file: string, why: string): ExperimentError {
  return new ExperimentError(`Cannot read ${file}: ${why}`, {
    file,
    remedy: "Get the file back as the run has written it, or run the experiment again",
  });
}
