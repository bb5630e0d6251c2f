import { type Axis, linearAxis, shareAxis, sizeAxis } from "./picture_axes.ts";
import { frame, type Specification } from "./picture_frame.ts";
import { bandText, leftOutText, linePanel, linesOf, shownVariants } from "./picture_lines.ts";
import { drawnRuns, rangeOf, type SeriesPoint, seriesPoint } from "./picture_series.ts";
import type { LayerMoment, LayerStatistics, SweepResult } from "./types.ts";
import { rankVariants, type Variant } from "./variants.ts";
import { largest } from "../numerics/mod.ts";

/** With fewer, nothing passes from layer to layer but once: layers.csv has it. */
const fewestLayers = 3;

interface Quantity {
  title: string;
  /** What of it is drawn. */
  measure: string;
  of(layer: LayerStatistics): number | undefined;
  axis(values: number[]): Axis;
}

const quantities: readonly Quantity[] = [
  {
    title: "activations",
    measure: "standard deviation",
    of: ({ activationDeviation }) => activationDeviation,
    axis: sizeAxis,
  },
  {
    title: "gradient",
    measure: "root mean square over the weights",
    of: ({ gradientRms }) => gradientRms,
    axis: sizeAxis,
  },
  {
    title: "flat activations",
    measure: "share with a slope below 0.01",
    of: ({ flatShare }) => flatShare,
    axis: () => shareAxis([0, 1], 5),
  },
];

interface Moment {
  words: string;
  of(moments: readonly LayerMoment[]): LayerMoment | undefined;
}

const shownMoments: readonly Moment[] = [
  { words: "before training", of: (moments) => moments[0] },
  { words: "after training", of: (moments) => moments.at(-1) },
];

/**
 * The picture of what happens from layer to layer, before and after training: how far activations
 * spread, how large the gradient is, how many activations let hardly any of it pass. Nothing where no
 * network has three layers.
 */
export function layersSpecification({ experiment, runs }: SweepResult): Specification | undefined {
  const depth = largest(runs.map(({ layers }) => layers[0]?.layers.length ?? 0));
  if (depth < fewestLayers) return undefined;
  const { variants: all } = rankVariants(runs);
  const variants = shownVariants(all);
  const lines = linesOf(variants);
  const x = linearAxis([1, depth], { count: 8, nice: false, whole: true });
  const room = 0.04 * (depth - 1);
  x.domain = [1 - room, depth + room];
  const columns = quantities.map((quantity) => {
    const rows = shownMoments.map((moment) => ({
      moment,
      series: variants.map((variant) => layerSeries(variant, { quantity, moment })),
    }));
    const y = quantity.axis(rows.flatMap(({ series }) => series.flatMap(rangeOf)));
    return { quantity, rows, y };
  });
  const panels = shownMoments.flatMap((_, row) =>
    columns.map(({ quantity, rows, y }) => {
      const { moment, series } = rows[row]!;
      return linePanel({
        title: `${quantity.title} ${moment.words}`,
        subtitle: `${quantity.measure}${y.logarithmic ? " (log scale)" : ""}`,
        x,
        xTitle: "layer, from the inputs to the outputs",
        y,
        series,
        dots: true,
      }, { lines, legend: "variant" });
    })
  );
  return frame({
    title: `${experiment.name}: activations and gradients by layer`,
    subtitle: [
      [bandText(all), ...leftOutText(all), "on at most 64 training rows"].join(" · "),
      "flat: hardly any gradient passes there; half of them is usual for ReLU",
    ],
    description: `Activations and gradients by layer of ${all.length} variants`,
    columns: quantities.length,
    panels,
  });
}

/** A quantity over the layers: the mean over the runs and their range. */
function layerSeries(
  variant: Variant,
  { quantity, moment }: { quantity: Quantity; moment: Moment },
): SeriesPoint[] {
  const values = new Map<number, number[]>();
  for (const { layers } of drawnRuns(variant)) {
    for (const statistics of moment.of(layers)?.layers ?? []) {
      const value = quantity.of(statistics);
      if (value === undefined || !Number.isFinite(value)) continue;
      const known = values.get(statistics.layer);
      if (known === undefined) values.set(statistics.layer, [value]);
      else known.push(value);
    }
  }
  return [...values].map(([layer, own]) => seriesPoint(layer, own));
}
