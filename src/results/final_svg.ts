import { metricAt, type MetricColumn } from "./metric_columns.ts";
import { linearAxis, logAxis, placeOn, shareAxis, spansDecades } from "./picture_axes.ts";
import {
  axisEncoding,
  frame,
  labelExpression,
  panelTitle,
  partWords,
  type Specification,
} from "./picture_frame.ts";
import { fitLabels } from "./picture_labels.ts";
import { leftOutText, linesOf } from "./picture_lines.ts";
import { inks, otherColor, variantColors } from "./picture_style.ts";
import { type PartName, partNames, type SweepResult } from "./types.ts";
import { type RankedVariant, rankVariants, variantSpread } from "./variants.ts";
import { largest } from "../numerics/mod.ts";

/** Most variants, and most seeds of each, that are drawn. */
const mostVariants = 24;
const mostSeeds = 30;

/** Height of a variant, and widest name, in pixels. */
const rowHeight = 26;
const nameWidth = 200;

/**
 * The picture of what the runs ended with: a point for each seed, and the mean with the standard
 * deviation, a row for each variant from the best to the worst.
 */
export function finalSpecification({ experiment, runs }: SweepResult): Specification {
  const { variants: all } = rankVariants(runs);
  const variants = all.slice(0, mostVariants);
  const isClassified = runs.some(({ final }) => final.train.accuracy !== undefined);
  const parts = partNames.filter((part) => runs.some(({ final }) => final[part] !== undefined));
  const panels = (isClassified ? ["accuracy", "loss"] : ["loss"]).flatMap((metric) =>
    parts.map((part, index) => panelOf({ part, metric }, { variants, parts, named: index === 0 }))
  );
  return frame({
    title: `${experiment.name}: results over the seeds`,
    subtitle: [subtitle(all)],
    description: `What ${all.length} variants ended with, a point for each seed`,
    columns: parts.length,
    panels,
  });
}

function subtitle(variants: readonly RankedVariant[]): string {
  const seeds = largest(variants.map(({ runs }) => runs.length));
  const diverged = variants.some(({ runs, finished }) => finished.length < runs.length);
  return [
    seeds === 1
      ? "points: the one seed of each variant"
      : `points: ${seeds > mostSeeds ? `the first ${mostSeeds} of ` : ""}${seeds} seeds`,
    ...(seeds === 1 ? [] : ["line: mean", "bar: mean ± standard deviation"]),
    ...(diverged ? ["without diverged runs"] : []),
    ...leftOutText(variants, mostVariants),
  ].join(" · ");
}

function panelOf(
  column: MetricColumn,
  { variants, parts, named }: {
    variants: readonly RankedVariant[];
    parts: readonly PartName[];
    /** Whether variants are called by name: those in the first panel of a row are. */
    named: boolean;
  },
): Specification {
  const values = parts.map((part) => valuesOf({ ...column, part }, variants));
  const isAccuracy = column.metric === "accuracy";
  // Panels of a row share it.
  const reached = values.flatMap((rows) => rows.flatMap(({ reach }) => reach));
  const axis = isAccuracy
    ? shareAxis(reached, 4)
    : spansDecades(reached)
    ? logAxis(reached)
    : linearAxis(reached, { count: 4, nice: true });
  const own = values[parts.indexOf(column.part)]!;
  const place = (value: number) => placeOn(axis, value);
  const colors = colorsOf(variants);
  const names = fitLabels(variants.map(({ name }) => name), { width: nameWidth, fontSize: 12 });
  const marks = own.flatMap(({ center, low, high }, index) =>
    center === undefined ? [] : [{
      color: colors[index]!,
      from: index - 0.36,
      to: index + 0.36,
      center: place(center),
      low: place(Math.max(axis.logarithmic ? 0 : -Infinity, low)),
      high: place(high),
    }]
  );
  const points = own.flatMap(({ seeds }, index) =>
    seeds.map((value, k) => ({
      color: colors[index]!,
      value: place(value),
      at: index + 0.28 * (seeds.length === 1 ? 0 : 2 * k / (seeds.length - 1) - 1),
    }))
  );
  const title = `${partWords[column.part]} ${column.metric}`;
  const x = (field: string) => axisEncoding(axis, { field, title: null, grid: true });
  const y = (field: string) => ({
    field,
    type: "quantitative",
    title: null,
    scale: { domain: [-0.5, variants.length - 0.5], reverse: true, nice: false, zero: false },
    axis: {
      values: variants.map((_, index) => index),
      labelExpr: labelExpression(named ? names : variants.map(() => ""), "datum.value"),
      labelColor: inks.text,
      labelFontSize: 12,
      labelLimit: nameWidth + 1,
      grid: false,
      ticks: false,
      domain: false,
      labelPadding: 8,
    },
  });
  const color = { field: "color", type: "nominal", scale: null };
  const spreads = marks.some(({ low, high }) => low !== high);
  return {
    title: panelTitle(axis.logarithmic ? `${title} (log scale)` : title),
    width: 300,
    height: Math.max(60, rowHeight * variants.length),
    layer: [
      ...(spreads
        ? [{
          data: { values: marks },
          mark: { type: "rect", opacity: 0.18, clip: true },
          encoding: {
            x: x("low"),
            x2: { field: "high" },
            y: y("from"),
            y2: { field: "to" },
            color,
          },
        }]
        : []),
      {
        data: { values: marks },
        mark: { type: "rule", strokeWidth: 2.5 },
        encoding: { x: x("center"), y: y("from"), y2: { field: "to" }, color },
      },
      {
        data: { values: points },
        mark: { type: "point", filled: true, size: 34, opacity: 0.75 },
        encoding: { x: x("value"), y: y("at"), color },
      },
    ],
  };
}

/** What each variant reaches in a metric. */
function valuesOf(column: MetricColumn, variants: readonly RankedVariant[]) {
  return variants.map((variant) => {
    const { count, mean, deviation } = variantSpread(variant, column);
    const seeds = variant.finished.flatMap(({ final }) => {
      const value = metricAt(final, column);
      return value === undefined || !Number.isFinite(value) ? [] : [value];
    }).slice(0, mostSeeds);
    if (count === 0) return { seeds, reach: [], low: 0, high: 0 };
    const half = Number.isFinite(deviation) ? deviation : 0;
    const low = mean - half;
    // No accuracy is above 1.
    const high = column.metric === "accuracy" ? Math.min(1, mean + half) : mean + half;
    return { seeds, center: mean, low, high, reach: [...seeds, high, ...(low > 0 ? [low] : [])] };
  });
}

/** The colour of each variant: those of the curves. */
function colorsOf(variants: readonly RankedVariant[]): string[] {
  const labels = linesOf(variants).map(({ label }) => label);
  const isGrey = variants.length > variantColors.length;
  return labels.map((_, index) =>
    isGrey && index >= variantColors.length - 1 ? otherColor : variantColors[index]!
  );
}
