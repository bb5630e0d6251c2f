import { type Axis, placeOn } from "./picture_axes.ts";
import {
  axisEncoding,
  labelSize,
  labelWidth,
  panelTitle,
  type Specification,
} from "./picture_frame.ts";
import { fitLabels } from "./picture_labels.ts";
import type { SeriesPoint } from "./picture_series.ts";
import { inks, otherColor, variantColors } from "./picture_style.ts";
import type { RankedVariant } from "./variants.ts";
import { largest } from "../numerics/mod.ts";

/** Most variants that a picture draws a line for. */
export const mostLines = 30;

/** What one panel draws: a line for each variant, the mean on a band over the seeds. */
export interface LinePanel {
  title: string;
  subtitle?: string;
  x: Axis;
  xTitle: string;
  y: Axis;
  /** A series per variant, in their order; a variant without one has no points. */
  series: readonly (readonly SeriesPoint[])[];
  /** Whether each point gets a dot. */
  dots?: boolean;
  /** Whether a line may leave the axes, where it is cut. */
  clip?: boolean;
  /** Whether 0 gets a line of its own. */
  zero?: boolean;
}

/** What tells a line apart. */
export interface Line {
  /** Keeps variants apart that share a colour. */
  variant: number;
  label: string;
}

/** The variants that are drawn, from the best on. */
export function shownVariants<V extends RankedVariant>(variants: readonly V[]): V[] {
  return variants.slice(0, mostLines);
}

/** Says that not all variants are drawn, where that is so. */
export function leftOutText(variants: readonly unknown[], most = mostLines): string[] {
  const { length } = variants;
  return length > most ? [`the ${most} best of ${length} variants`] : [];
}

/** What lines and bands are. */
export function bandText(variants: readonly RankedVariant[]): string {
  const seeds = largest(variants.map(({ runs }) => runs.length));
  return seeds === 1
    ? "one seed per variant"
    : `lines: mean over ${seeds} seeds · bands: smallest to largest`;
}

/** The best variants have a colour each; where there are too many, the others share a grey. */
export function linesOf(variants: readonly { name: string }[]): Line[] {
  const count = variants.length;
  const colored = count <= variantColors.length ? count : variantColors.length - 1;
  const names = variants.slice(0, colored).map(({ name }) => name);
  const labels = fitLabels(names, { width: labelWidth, fontSize: labelSize });
  return variants.map((_, index) => ({
    variant: index,
    label: labels[index] ?? `${count - colored} others`,
  }));
}

/** A panel of lines on bands. */
export function linePanel(
  panel: LinePanel,
  { lines, legend }: { lines: readonly Line[]; legend: string },
): Specification {
  const { x, y, series, clip = false, dots = false } = panel;
  const place = (value: number) => placeOn(y, value);
  // What comes last is on top: the best.
  const values = series.map((points, index) =>
    points.map(({ trained, mean, low, high }) => ({
      ...lines[index]!,
      trained,
      mean: place(mean),
      low: place(low),
      high: place(high),
    }))
  ).reverse().flat();
  const banded = values.some(({ low, high }) => low !== high);
  const cut = clip ? { clip: true } : {};
  const shared = {
    x: axisEncoding(x, { field: "trained", title: panel.xTitle, grid: false }),
    color: colorEncoding(lines, legend),
    detail: { field: "variant", type: "nominal" },
  };
  const band = {
    mark: { type: "area", opacity: 0.18, ...cut },
    encoding: {
      ...shared,
      y: axisEncoding(y, { field: "low", title: null, grid: true }),
      y2: { field: "high" },
    },
  };
  const mean = axisEncoding(y, { field: "mean", title: null, grid: true });
  return {
    title: panelTitle(panel.title, panel.subtitle),
    width: 300,
    height: 190,
    data: { values },
    layer: [
      ...(panel.zero ? [zeroLine] : []),
      ...(banded ? [band] : []),
      {
        mark: { type: "line", strokeWidth: 2, strokeJoin: "round", strokeCap: "round", ...cut },
        encoding: { ...shared, y: mean },
      },
      ...(dots
        ? [{
          mark: { type: "point", filled: true, size: 30, opacity: 1, ...cut },
          encoding: { ...shared, y: mean },
        }]
        : []),
    ],
  };
}

const zeroLine = {
  data: { values: [{ zero: 0 }] },
  mark: { type: "rule", color: inks.axis },
  encoding: { y: { field: "zero", type: "quantitative" } },
};

/** Colours of variants. */
export function colorEncoding(lines: readonly Line[], title: string): Specification {
  const labels = [...new Set(lines.map(({ label }) => label))];
  const grey = lines.length > variantColors.length;
  const colors = labels.map((_, index) =>
    grey && index === labels.length - 1 ? otherColor : variantColors[index]!
  );
  return {
    field: "label",
    type: "nominal",
    title,
    sort: null,
    legend: { symbolOpacity: 1 },
    scale: { domain: labels, range: colors },
  };
}
