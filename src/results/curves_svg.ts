import { isShown, metricAt, type MetricColumn, metricColumns } from "./metric_columns.ts";
import { type Axis, leaves, linearAxis, logAxis, shareAxis, spansDecades } from "./picture_axes.ts";
import { frame, partWords, type Specification } from "./picture_frame.ts";
import { bandText, leftOutText, linePanel, linesOf, shownVariants } from "./picture_lines.ts";
import { rangeOf, type SeriesPoint, variantSeries } from "./picture_series.ts";
import type { PartScores, SweepResult } from "./types.ts";
import { type RankedVariant, rankVariants } from "./variants.ts";

/** A metric of all variants over the epochs trained. */
interface Panel {
  column: MetricColumn;
  /** A series per variant, in their order. */
  series: SeriesPoint[][];
  /** The series that the y axis is for: those of variants with a finished run, where there is any. */
  fitted: SeriesPoint[][];
}

/**
 * The text of curves.svg: loss, accuracy and other metrics over the epochs trained, a panel for
 * each part of the data, a line per variant (the mean over its seeds) on a band from the smallest
 * to the largest value. The legend goes from the best variant to the worst. The loss has a
 * logarithmic axis where it is above 0 everywhere and spans more than two decades. A variant whose
 * every run diverged does not stretch the axes of the others: its line is cut where it leaves them.
 */
export async function curvesSvg(
  sweep: SweepResult,
  options: { warn?: (message: string) => void } = {},
): Promise<string> {
  // Loaded here: it takes more than a tenth of a second, and only who draws should wait for it.
  const { renderSvg } = await import("./render_svg.ts");
  return await renderSvg(curvesSpecification(sweep), options);
}

/** The picture as a Vega-Lite specification, with every scale and label worked out. */
export function curvesSpecification(sweep: SweepResult): Specification {
  const { variants: all } = rankVariants(sweep.runs);
  const variants = shownVariants(all);
  const columns = metricColumns(momentsOf(sweep)).filter(isShown);
  const panels = columns.map((column) => panelOf(column, variants));
  const lines = linesOf(variants);
  const rows = [...new Set(columns.map(({ metric }) => metric))]
    .map((metric) => panels.filter(({ column }) => column.metric === metric))
    .filter((row) => row.length > 0);
  const across = Math.max(...rows.map((row) => row.length));
  const isCut = rows.some((row) => leavesAxis(row, yAxis(row)));
  return frame({
    title: `${sweep.experiment.name}: learning curves`,
    subtitle: [subtitle(all), ...(isCut ? [cutText] : [])],
    description: `Learning curves of ${all.length} variants of ${sweep.experiment.name}`,
    columns: across === 1 ? rows.length : across,
    panels: rows.flatMap((row) => {
      const y = yAxis(row);
      return row.map((panel) =>
        linePanel({
          title: panelTitle(panel.column, y),
          x: linearAxis(panel.series.flatMap((points) => points.map(({ trained }) => trained)), {
            count: 5,
            nice: false,
            whole: true,
          }),
          xTitle: "epochs trained",
          y,
          series: panel.series,
          clip: leavesAxis([panel], y),
        }, { lines, legend: "variant" })
      );
    }),
  });
}

function* momentsOf({ runs }: SweepResult): Generator<PartScores> {
  for (const { curve, final } of runs) {
    yield* curve;
    yield final;
  }
}

const cutText =
  "axes: variants with a finished run · lines of others are cut where they leave them";

function subtitle(variants: readonly RankedVariant[]): string {
  const diverged = variants.some(({ runs, finished }) => finished.length < runs.length);
  return [
    bandText(variants),
    ...(diverged ? ["diverged runs left out where others finished"] : []),
    ...leftOutText(variants),
  ].join(" · ");
}

function panelOf(column: MetricColumn, variants: readonly RankedVariant[]): Panel {
  const series = variants.map((variant) =>
    variantSeries(variant, (scores) => metricAt(scores, column))
  );
  return { column, series, fitted: fittedSeries(series, variants) };
}

/** The series of variants with a finished run, where there is any. */
export function fittedSeries(
  series: SeriesPoint[][],
  variants: readonly RankedVariant[],
): SeriesPoint[][] {
  const fitted = series.filter((_, index) => variants[index]!.finished.length > 0);
  return fitted.some(({ length }) => length > 0) ? fitted : series;
}

/** Panels of a row share it, so that the gap between training and test can be read. */
function yAxis(row: readonly Panel[]): Axis {
  const values = row.flatMap(({ fitted }) => fitted.flatMap(rangeOf));
  if (row[0]?.column.metric === "accuracy") {
    return shareAxis(values, 5);
  }
  return spansDecades(values) ? logAxis(values) : linearAxis(values, { count: 5, nice: true });
}

/**
 * Whether a series that the axis is not for goes beyond it. Those it is for may by a rounding, which
 * nobody sees.
 */
function leavesAxis(panels: readonly Panel[], axis: Axis): boolean {
  return panels.some(({ series, fitted }) =>
    series.some((points) => !fitted.includes(points) && leaves(rangeOf(points), axis))
  );
}

function panelTitle({ part, metric }: MetricColumn, axis: Axis): string {
  return `${partWords[part]} ${metric.replaceAll("_", " ")}${
    axis.logarithmic ? " (log scale)" : ""
  }`;
}
