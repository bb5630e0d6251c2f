import { formatMetric, formatNumber } from "./format.ts";
import type { MetricColumn } from "./metric_columns.ts";
import { metricAt } from "./metric_columns.ts";
import { linearAxis, logAxis, placeOn, shareAxis, spansDecades } from "./picture_axes.ts";
import { frame, panelTitle, partWords, type Specification } from "./picture_frame.ts";
import { type HeatCell, heatMap } from "./picture_heat_map.ts";
import { fitLabels } from "./picture_labels.ts";
import { bandText, linePanel, linesOf } from "./picture_lines.ts";
import { drawnRuns, rangeOf, seriesPoint } from "./picture_series.ts";
import { differingValue, settingsOf } from "./settings_text.ts";
import { partNames, type SweepResult } from "./types.ts";
import { metricWords } from "./verdict.ts";
import { type RankedVariant, type Ranking, rankVariants } from "./variants.ts";
import { largest, smallest } from "../numerics/mod.ts";

/** Most values of a setting that are drawn. */
const mostValues = 30;

/** A setting that differs, with its values in the order that they are drawn. */
interface GridAxis {
  path: string;
  values: (string | number)[];
}

/**
 * The picture of a grid of settings, where the variants are one: every combination of the values that
 * differ. One setting of numbers: a line over it. Two: a heat map. More: a heat map of the two with most
 * values, each field with the best of the others. Nothing where the variants are no grid.
 */
export function gridSpecification(sweep: SweepResult): Specification | undefined {
  const axes = gridAxes(sweep);
  const [first, second, ...others] = axes;
  if (first === undefined || axes.some(({ values }) => values.length > mostValues)) {
    return undefined;
  }
  const ranking = rankVariants(sweep.runs);
  if (second !== undefined) {
    return heatMapOf(sweep, { ranking, x: first, y: second, others });
  }
  const isLine = first.values.length > 2 &&
    first.values.every((value) => typeof value === "number");
  return isLine ? lineOf(sweep, { ranking, axis: first }) : undefined;
}

/** What the variants are a grid of, the setting with most values first; nothing where they are none. */
function gridAxes({ experiment }: SweepResult): GridAxis[] {
  const { differing, canonical: { variants } } = experiment;
  const settings = variants.map(({ name }) => settingsOf(experiment, name));
  const axes = differing.map((path): GridAxis => {
    const values = [...new Set(settings.map((own) => differingValue(own, path)))];
    return { path, values: values.every(isNumber) ? values.sort((a, b) => a - b) : values };
  });
  const product = axes.reduce((count, { values }) => count * values.length, 1);
  const points = new Set(
    settings.map((own) => JSON.stringify(differing.map((path) => differingValue(own, path)))),
  );
  const isGrid = product === variants.length && points.size === product;
  // Of equal lengths the first stays first.
  return isGrid ? axes.sort((a, b) => b.values.length - a.values.length) : [];
}

function isNumber(value: string | number): value is number {
  return typeof value === "number";
}

function heatMapOf(
  sweep: SweepResult,
  { ranking: { column, variants }, x, y, others }: {
    ranking: Ranking;
    x: GridAxis;
    y: GridAxis;
    others: readonly GridAxis[];
  },
): Specification {
  const { experiment } = sweep;
  const means = variants.filter(({ score }) => score.count > 0).map(({ score }) => score.mean);
  const [low, high] = [smallest(means), largest(means)];
  const amountOf = (mean: number) => {
    const share = high === low ? 0.5 : (mean - low) / (high - low);
    return column.metric === "accuracy" ? share : 1 - share;
  };
  const cells = y.values.map(() => new Array<HeatCell | undefined>(x.values.length));
  // From the best on: the first in a field stays.
  for (const { name, score } of variants) {
    const own = settingsOf(experiment, name);
    const row = cells[y.values.indexOf(differingValue(own, y.path))]!;
    const place = x.values.indexOf(differingValue(own, x.path));
    row[place] ??= score.count === 0 ? { amount: 0, text: "diverged" } : {
      amount: amountOf(score.mean),
      text: formatMetric(score.mean, column.metric),
      ...(score.count > 1 ? { detail: deviationText(score.deviation, column) } : {}),
    };
  }
  const side = x.values.length <= 8 ? 86 : 52;
  const labels = ({ values }: GridAxis) =>
    fitLabels(values.map((value) => String(value)), { width: 130, fontSize: 12 });
  return frame({
    title: `${experiment.name}: ${metricWords(column)} over the grid`,
    subtitle: [
      variants.some(({ score }) => score.count > 1)
        ? "mean ± standard deviation over the seeds"
        : "one seed per field",
      "the farther from the background, the better",
      ...(others.length === 0
        ? []
        : [`each field: the best over ${others.map(({ path }) => path).join(", ")}`]),
    ],
    description: `Heat map of ${metricWords(column)} over ${x.path} and ${y.path}`,
    columns: 1,
    panels: [heatMap({
      columns: labels(x),
      rows: labels(y),
      columnTitle: x.path,
      rowTitle: y.path,
      cells,
      side,
    })],
  });
}

function deviationText(deviation: number, { metric }: MetricColumn): string {
  return metric === "accuracy"
    ? `± ${(100 * deviation).toFixed(1)}`
    : `± ${formatNumber(deviation)}`;
}

function lineOf(
  sweep: SweepResult,
  { ranking: { column, variants }, axis }: { ranking: Ranking; axis: GridAxis },
): Specification {
  const { experiment, runs } = sweep;
  const numbers = axis.values.filter(isNumber);
  const isLogarithmic = spansDecades(numbers);
  const x = isLogarithmic ? logAxis(numbers) : linearAxis(numbers, { count: 5, nice: true });
  const valueOf = ({ name }: RankedVariant) =>
    Number(differingValue(settingsOf(experiment, name), axis.path));
  const ordered = variants.toSorted((a, b) => valueOf(a) - valueOf(b));
  const parts = partNames.filter((part) => runs.some(({ final }) => final[part] !== undefined));
  const series = parts.map((part) =>
    ordered.flatMap((variant) => {
      const values = drawnRuns(variant).map(({ final }) => metricAt(final, { ...column, part }))
        .filter((value) => value !== undefined && Number.isFinite(value));
      const isDrawn = values.length > 0 && variant.finished.length > 0;
      return isDrawn ? [seriesPoint(placeOn(x, valueOf(variant)), values as number[])] : [];
    })
  );
  const reached = series.flatMap(rangeOf);
  const isAccuracy = column.metric === "accuracy";
  const y = isAccuracy
    ? shareAxis(reached, 5)
    : spansDecades(reached)
    ? logAxis(reached)
    : linearAxis(reached, { count: 5, nice: true });
  const lines = linesOf(parts.map((part) => ({ name: partWords[part] })));
  const scale = isLogarithmic ? ", log scale" : "";
  return frame({
    title: `${experiment.name}: ${column.metric.replaceAll("_", " ")} over ${axis.path}`,
    subtitle: [`${bandText(variants)} · without diverged runs`],
    description: `${column.metric} over ${axis.path}`,
    columns: 1,
    panels: [{
      ...linePanel({
        title: `${column.metric.replaceAll("_", " ")}${y.logarithmic ? " (log scale)" : ""}`,
        x,
        xTitle: `${axis.path}${scale}`,
        y,
        series,
        dots: true,
      }, { lines, legend: "rows" }),
      title: panelTitle(
        `${column.metric.replaceAll("_", " ")}${y.logarithmic ? " (log scale)" : ""}`,
      ),
      width: 460,
      height: 240,
    }],
  });
}
