import { inks, variantColors } from "../results/mod.ts";
// Not through mod.ts: whoever does not draw would wait for Vega.
import { renderSvg } from "../results/render_svg.ts";
import { type Growing, type GrowthPoint, linearityOf } from "./growth.ts";

const panels: { growing: Growing; title: string }[] = [
  { growing: "rows", title: "rows (256-32-10)" },
  { growing: "parameters", title: "parameters (512 rows)" },
];

/**
 * A picture of how costs grow: milliseconds an epoch over rows and over parameters, both axes
 * logarithmic, measured ones as dots beside the best straight line; below, the peak memory.
 */
export function growthSvg(points: readonly GrowthPoint[]): Promise<string> {
  return renderSvg(growthSpecification(points));
}

/** The picture as a Vega-Lite specification. */
export function growthSpecification(points: readonly GrowthPoint[]): Record<string, unknown> {
  const shown = panels.filter(({ growing }) => points.some((point) => point.growing === growing));
  return {
    background: inks.background,
    padding: 16,
    title: {
      text: "Cost of an epoch",
      subtitle: "dots: measured · curves: the best straight line, start + slope · size",
      anchor: "start",
      offset: 14,
    },
    columns: shown.length,
    spacing: { row: 26, column: 40 },
    concat: [
      ...shown.map((panel) =>
        panelOf(panel, points, { value: ({ epochMs }) => epochMs, y: "ms an epoch" })
      ),
      ...shown.map((panel) =>
        panelOf(panel, points, { value: ({ peakBytes }) => peakBytes / 1e6, y: "peak memory, MB" })
      ),
    ],
    config,
  };
}

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
    gridColor: inks.grid,
    domainColor: inks.axis,
    tickColor: inks.axis,
  },
};

interface Drawn {
  value: (point: GrowthPoint) => number;
  y: string;
}

function panelOf(
  { growing, title }: { growing: Growing; title: string },
  points: readonly GrowthPoint[],
  { value, y }: Drawn,
) {
  const own = points.filter((point) => point.growing === growing);
  const isTime = y.startsWith("ms");
  const values = own.map((point) => ({ x: point[growing], y: value(point) }));
  const line = isTime ? straightLine(own, growing) : [];
  const color = variantColors[isTime ? 0 : 1];
  const encoding = {
    x: axisOf("x", title, { type: "log" }),
    y: axisOf("y", y, isTime ? { type: "log" } : { type: "linear", zero: true }),
  };
  return {
    width: 300,
    height: isTime ? 190 : 120,
    encoding,
    layer: [
      ...(isTime
        ? [{ data: { values: line }, mark: { type: "line", strokeWidth: 1.5, color: inks.axis } }]
        : []),
      { data: { values }, mark: { type: "point", filled: true, size: 60, opacity: 1, color } },
    ],
  };
}

/** The line is bent on logarithmic axes, hence many points. */
function straightLine(points: readonly GrowthPoint[], growing: Growing) {
  const { line: { start, slope } } = linearityOf(points);
  const [low, high] = [points[0]![growing], points.at(-1)![growing]];
  return Array.from({ length: 41 }, (_, k) => {
    const x = low * Math.pow(high / low, k / 40);
    return { x, y: start + slope * x };
  });
}

function axisOf(field: string, title: string, scale: Record<string, unknown>) {
  const axis = scale.type === "log"
    ? { values: powers, labelExpr: powerLabel, grid: field === "y" }
    : { tickCount: 4, grid: true };
  return { field, type: "quantitative", title, scale, axis };
}

const powers = Array.from({ length: 12 }, (_, k) => Number(`1e${k - 4}`));
const powerLabel = "datum.value >= 1e6 || datum.value < 1e-3 ? format(datum.value, '.0e') " +
  ": format(datum.value, '~')";
