import { fittedSeries } from "./curves_svg.ts";
import { leaves, linearAxis } from "./picture_axes.ts";
import { frame, partWords, type Specification } from "./picture_frame.ts";
import { bandText, leftOutText, linePanel, linesOf, shownVariants } from "./picture_lines.ts";
import { type Measure, rangeOf, type SeriesPoint, variantSeries } from "./picture_series.ts";
import type { PartName, SweepResult } from "./types.ts";
import { rankVariants } from "./variants.ts";

/**
 * The picture of how much worse each variant does on rows that it was not trained on, over the epochs
 * trained: loss there minus training loss, training accuracy minus accuracy there. Nothing where there
 * are no such rows.
 */
export function gapSpecification({ experiment, runs }: SweepResult): Specification | undefined {
  const parts = (["validation", "test"] as const)
    .filter((part) => runs.some(({ final }) => final[part] !== undefined));
  if (parts.length === 0) return undefined;
  const { variants: all } = rankVariants(runs);
  const variants = shownVariants(all);
  const lines = linesOf(variants);
  const isClassified = runs.some(({ final }) => final.train.accuracy !== undefined);
  let isCut = false;
  const panels = (isClassified ? ["loss", "accuracy"] as const : ["loss"] as const)
    .flatMap((metric) =>
      parts.map((part) => {
        const series = variants.map((variant) => variantSeries(variant, gapOf(part, metric)));
        const fitted = fittedSeries(series, variants).flatMap(settled);
        const y = linearAxis([0, ...rangeOf(fitted)], {
          count: 5,
          nice: true,
          ...inPoints(metric),
        });
        const clip = leaves(series.flatMap(rangeOf), y);
        isCut ||= clip;
        return linePanel({
          title: titleOf(part, metric),
          subtitle: metric === "accuracy" ? "percentage points" : "mean over the rows",
          x: linearAxis(series.flatMap((points) => points.map(({ trained }) => trained)), {
            count: 5,
            nice: false,
            whole: true,
          }),
          xTitle: "epochs trained",
          y,
          series,
          clip,
          zero: true,
        }, { lines, legend: "variant" });
      })
    );
  return frame({
    title: `${experiment.name}: gap between training and unseen rows`,
    subtitle: [
      [bandText(all), ...leftOutText(all)].join(" · "),
      "above 0: worse on rows that the network was not trained on",
      ...(isCut
        ? ["lines are cut where they leave the axes: at the start, or where all runs diverged"]
        : []),
    ],
    description: `Gap between training and unseen rows of ${all.length} variants`,
    columns: parts.length === 1 ? panels.length : parts.length,
    panels,
  });
}

/** What the axis is for: a network that knows nothing yet may be wrong by any amount. */
function settled(points: readonly SeriesPoint[]): SeriesPoint[] {
  const last = points.at(-1)?.trained ?? 0;
  return points.filter(({ trained }) => trained >= last / 10);
}

function inPoints(metric: GapMetric) {
  return metric === "accuracy"
    ? { label: (value: number) => String(Number((100 * value).toFixed(3))) }
    : {};
}

type GapMetric = "loss" | "accuracy";

function gapOf(part: PartName, metric: GapMetric): Measure {
  return (scores) => {
    const [train, unseen] = [scores.train[metric], scores[part]?.[metric]];
    if (train === undefined || unseen === undefined) return undefined;
    return metric === "loss" ? unseen - train : train - unseen;
  };
}

function titleOf(part: PartName, metric: GapMetric): string {
  const words = [`${partWords[part]} ${metric}`, `training ${metric}`];
  return (metric === "loss" ? words : words.reverse()).join(" − ");
}
