import { isShown, type MetricColumn, metricColumns } from "./metric_columns.ts";
import { type Axis, linearAxis, logAxis, spansDecades } from "./picture_axes.ts";
import { log10, type SeriesPoint, variantSeries } from "./picture_series.ts";
import { fitLabels } from "./picture_labels.ts";
import { inks, otherColor, variantColors } from "./picture_style.ts";
import type { PartName, SweepResult } from "./types.ts";
import { type RankedVariant, rankVariants } from "./variants.ts";

const partWords: Record<PartName, string> = {
  train: "training",
  validation: "validation",
  test: "test",
};

interface Panel {
  column: MetricColumn;
  /** A series per variant, in their order. */
  series: SeriesPoint[][];
  /** The series that the y axis is for: those of variants with a finished run, where there is any. */
  fitted: SeriesPoint[][];
}

interface Line {
  /** Keeps variants apart that share a colour. */
  variant: number;
  label: string;
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
export function curvesSpecification(sweep: SweepResult): Record<string, unknown> {
  const { variants } = rankVariants(sweep.runs);
  const moments = sweep.runs.flatMap(({ curve, final }) => [...curve, final]);
  const columns = metricColumns(moments).filter(isShown);
  const panels = columns.map((column) => panelOf(column, variants));
  const lines = linesOf(variants);
  const rows = [...new Set(columns.map(({ metric }) => metric))]
    .map((metric) => panels.filter(({ column }) => column.metric === metric))
    .filter((row) => row.length > 0);
  const across = Math.max(...rows.map((row) => row.length));
  return {
    background: inks.background,
    padding: 16,
    title: {
      text: `${sweep.experiment.name}: learning curves`,
      subtitle: subtitle(variants, rows.some((row) => leaves(row, yAxis(row)))),
      anchor: "start",
      offset: 14,
    },
    description: `Learning curves of ${variants.length} variants of ${sweep.experiment.name}`,
    columns: across === 1 ? rows.length : across,
    spacing: { row: 26, column: 34 },
    concat: rows.flatMap((row) => row.map((panel) => panelSpec(panel, { row, lines }))),
    config,
  };
}

/** Widest label of the legend, and its size, in pixels. */
const labelWidth = 219;
const labelSize = 12;

const config = {
  font: "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif",
  view: { stroke: null },
  title: { color: inks.text, subtitleColor: inks.faintText, fontSize: 16, subtitleFontSize: 12 },
  axis: {
    labelColor: inks.faintText,
    titleColor: inks.text,
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: "normal",
    titlePadding: 8,
    domainColor: inks.axis,
    tickColor: inks.axis,
    gridColor: inks.grid,
    tickSize: 4,
    labelPadding: 4,
  },
  legend: {
    labelColor: inks.text,
    titleColor: inks.text,
    labelFontSize: labelSize,
    titleFontSize: 12,
    symbolType: "stroke",
    symbolStrokeWidth: 3,
    symbolSize: 300,
    orient: "right",
    labelLimit: labelWidth + 1, // the library cuts what is not below it
    rowPadding: 5,
  },
};

function subtitle(variants: readonly RankedVariant[], cut: boolean): string | string[] {
  const seeds = Math.max(...variants.map(({ runs }) => runs.length));
  const lines = seeds === 1
    ? "one seed per variant"
    : `lines: mean over ${seeds} seeds · bands: smallest to largest`;
  const diverged = variants.some(({ runs, finished }) => finished.length < runs.length);
  const text = diverged ? `${lines} · diverged runs left out where others finished` : lines;
  return cut
    ? [text, "axes: variants with a finished run · lines of others are cut where they leave them"]
    : text;
}

function panelOf(column: MetricColumn, variants: readonly RankedVariant[]): Panel {
  const series = variants.map((variant) => variantSeries(variant, column));
  const fitted = series.filter((_, index) => variants[index]!.finished.length > 0);
  return { column, series, fitted: fitted.some(({ length }) => length > 0) ? fitted : series };
}

/** The best variants have a colour each; where there are too many, the others share a grey. */
function linesOf(variants: readonly RankedVariant[]): Line[] {
  const count = variants.length;
  const colored = count <= variantColors.length ? count : variantColors.length - 1;
  const names = variants.slice(0, colored).map(({ name }) => name);
  const labels = fitLabels(names, { width: labelWidth, fontSize: labelSize });
  return variants.map((_, index) => ({
    variant: index,
    label: labels[index] ?? `${count - colored} others`,
  }));
}

function panelSpec(panel: Panel, context: { row: Panel[]; lines: Line[] }) {
  const { column, series } = panel;
  const y = yAxis(context.row);
  const x = linearAxis(panelValues([panel], (point) => [point.trained]), {
    count: 5,
    nice: false,
    whole: true,
  });
  const place = (value: number) => placeOn(y, value);
  const clip = leaves([panel], y) ? { clip: true } : {};
  const values = series.flatMap((points, index) =>
    points.map(({ trained, mean, low, high }) => ({
      ...context.lines[index]!,
      trained,
      mean: place(mean),
      low: place(low),
      high: place(high),
    }))
  );
  const banded = values.some(({ low, high }) => low !== high);
  return {
    title: {
      text: panelTitle(column, y),
      anchor: "start",
      frame: "group",
      fontSize: 13,
      offset: 8,
    },
    width: 300,
    height: 190,
    data: { values },
    encoding: {
      x: axisEncoding(x, { field: "trained", title: "epochs trained", grid: false }),
      color: colorEncoding(context.lines),
      detail: { field: "variant", type: "nominal" },
    },
    layer: [
      ...(banded ? [bandLayer(y, clip)] : []),
      {
        mark: { type: "line", strokeWidth: 2, strokeJoin: "round", strokeCap: "round", ...clip },
        encoding: { y: axisEncoding(y, { field: "mean", title: null, grid: true }) },
      },
    ],
  };
}

function bandLayer(y: Axis, clip: { clip?: boolean }) {
  return {
    mark: { type: "area", opacity: 0.18, ...clip },
    encoding: {
      y: axisEncoding(y, { field: "low", title: null, grid: true }),
      y2: { field: "high" },
    },
  };
}

/** Panels of a row share it, so that the gap between training and test can be read. */
function yAxis(row: readonly Panel[]): Axis {
  const values = row.flatMap(({ fitted }) => fitted.flatMap((points) => points.flatMap(range)));
  if (row[0]?.column.metric === "accuracy") {
    return linearAxis(values, { count: 5, nice: true, label: percentLabel });
  }
  return spansDecades(values) ? logAxis(values) : linearAxis(values, { count: 5, nice: true });
}

function range({ low, high }: SeriesPoint): number[] {
  return [low, high];
}

/**
 * Whether a series that the axis is not for goes beyond it. Those it is for may by a rounding, which
 * nobody sees.
 */
function leaves(panels: readonly Panel[], axis: Axis): boolean {
  const [low, high] = axis.domain;
  const others = panels.flatMap(({ series, fitted }) =>
    series.filter((points) => !fitted.includes(points))
  );
  return others.some((points) =>
    points.flatMap(range).some((value) => {
      const at = placeOn(axis, value);
      return at < low || at > high;
    })
  );
}

/** Far values are drawn at 100 times the axis: viewers cannot place 1e63, and nobody sees it. */
function placeOn(axis: Axis, value: number): number {
  const [low, high] = axis.domain;
  const far = 100 * (high - low);
  const at = !axis.logarithmic ? value : value > 0 ? log10(value) : -Infinity;
  return Math.min(high + far, Math.max(low - far, at));
}

function panelValues(
  panels: readonly Panel[],
  pick: (point: SeriesPoint) => number[],
): number[] {
  return panels.flatMap(({ series }) => series.flatMap((points) => points.flatMap(pick)));
}

function percentLabel(value: number): string {
  return `${Number((100 * value).toFixed(3))} %`;
}

function panelTitle({ part, metric }: MetricColumn, axis: Axis): string {
  return `${partWords[part]} ${metric.replaceAll("_", " ")}${
    axis.logarithmic ? " (log scale)" : ""
  }`;
}

function axisEncoding(
  axis: Axis,
  options: { field: string; title: string | null; grid: boolean },
) {
  const { ticks, domain } = axis;
  // Vega would print the tick's place; the label is looked up by it instead.
  const labels = Object.fromEntries(ticks.map(({ at, label }) => [String(at), label]));
  return {
    field: options.field,
    type: "quantitative",
    title: options.title,
    scale: { domain, nice: false, zero: false },
    axis: {
      values: ticks.map(({ at }) => at),
      labelExpr: `${JSON.stringify(labels)}[datum.value]`,
      grid: options.grid,
    },
  };
}

function colorEncoding(lines: readonly Line[]) {
  const labels = [...new Set(lines.map(({ label }) => label))];
  const grey = lines.length > variantColors.length;
  const colors = labels.map((_, index) =>
    grey && index === labels.length - 1 ? otherColor : variantColors[index]!
  );
  return {
    field: "label",
    type: "nominal",
    title: "variant",
    sort: null,
    legend: { symbolOpacity: 1 },
    scale: { domain: labels, range: colors },
  };
}
