import { linearAxis, logAxis, placeOn, shareAxis, spansDecades } from "./picture_axes.ts";
import { frame, type Specification } from "./picture_frame.ts";
import { fitLabels } from "./picture_labels.ts";
import { amountInks, inks, otherColor, variantColors } from "./picture_style.ts";
import { type SearchTrials, searchTrials, shownText, shownTrials } from "./search_trials.ts";
import type { SweepResult } from "./types.ts";
import { metricWords } from "./verdict.ts";

/** Most trials, and most settings, that are drawn. */
const mostTrials = 240;
const mostSettings = 11;

/** Between two axes, and their height, in pixels. */
const axisGap = 160;
const axisHeight = 320;

const bestColor = variantColors[1];

/** An upright axis. */
interface Upright {
  title: string;
  /** Where values lie, 0 at the bottom and 1 at the top. */
  ticks: { at: number; label: string }[];
}

/**
 * The trials of a search as parallel coordinates: an upright axis for each setting and one for the
 * metric, a line for each trial.
 *
 * Source: A. Inselberg, The plane with parallel coordinates, 1985.
 */
export function trialsSpecification(sweep: SweepResult): Specification | undefined {
  const found = searchTrials(sweep);
  if (!found) return undefined;
  const { column, trials } = found;
  const settings = found.settings.slice(0, mostSettings);
  const left = found.settings.length - settings.length;
  const metric = metricAxis(found);
  const shares = settings.map(({ axis: { domain: [low, high] } }) => (at: number) =>
    (at - low) / (high - low)
  );
  const uprights: Upright[] = [
    ...settings.map(({ path, axis }, index) => ({
      title: path,
      ticks: axis.ticks.map(({ at, label }) => ({ at: shares[index]!(at), label })),
    })),
    { title: metricWords(column), ticks: metric.ticks },
  ];
  const shown = shownTrials(trials, mostTrials);
  const scored = shown.filter(({ score }) => score !== undefined).length;
  const lines = shown.map(({ values, score }, rank) => {
    const points = settings.map(({ place }, index) => shares[index]!(place(values[index]!)));
    const isBest = rank === 0 && score !== undefined;
    return {
      points: score === undefined ? points : [...points, metric.share(score)],
      color: isBest
        ? bestColor
        : score === undefined
        ? otherColor
        : amountInks(1 - rank / scored).fill,
      width: isBest ? 3 : rank < 10 ? 2 : 1.2,
    };
  });
  const diverged = trials.filter(({ score }) => score === undefined).length;
  return frame({
    title: `${sweep.experiment.name}: the trials of the search`,
    subtitle: [
      `a line: one of ${
        shownText(trials, mostTrials)
      } · orange: the best · blue: the farther from ` +
      "the background, the better",
      [
        ...(trials.some(({ halted }) => halted)
          ? ["halted trials as far as they were trained"]
          : []),
        ...(diverged > 0 ? ["grey, without an end: diverged"] : []),
        ...(left > 0 ? [`without ${left} more of the settings`] : []),
      ].join(" · "),
    ].filter((line) => line !== ""),
    description: `Parallel coordinates of ${trials.length} trials: ${
      uprights.map(({ title }) => title).join(", ")
    }`,
    columns: 1,
    panels: [parallelCoordinates(uprights, lines)],
  });
}

/** The metric's axis: better values are not turned upwards, as numbers grow upwards everywhere. */
function metricAxis({ trials, column }: SearchTrials) {
  const scores = trials.flatMap(({ score }) =>
    score === undefined || !Number.isFinite(score) ? [] : [score]
  );
  const axis = column.metric === "accuracy"
    ? shareAxis(scores, 5)
    : spansDecades(scores)
    ? logAxis(scores)
    : linearAxis(scores, { count: 5, nice: true });
  const [low, high] = axis.domain;
  const share = (at: number) => (at - low) / (high - low);
  return {
    ticks: axis.ticks.map(({ at, label }) => ({ at: share(at), label })),
    share: (score: number) => share(placeOn(axis, score)),
  };
}

function parallelCoordinates(
  uprights: readonly Upright[],
  lines: readonly { points: number[]; color: string; width: number }[],
): Specification {
  const last = uprights.length - 1;
  const position = (field: string, domain: [number, number]) => ({
    field,
    type: "quantitative",
    axis: null,
    scale: { domain, nice: false, zero: false },
  });
  const x = position("x", [0, last]);
  const y = (field = "y") => position(field, [0, 1]);
  const color = { field: "color", type: "nominal", scale: null };
  const titles = fitLabels(uprights.map(({ title }) => title), {
    width: axisGap - 8,
    fontSize: 11,
  });
  const ticks = uprights.flatMap(({ ticks }, x) =>
    ticks.map(({ at, label }) => ({ x, y: at, label }))
  );
  // Those of the first stand before their axis, where no line is; behind the others is a halo.
  const label = (side: "left" | "right", halo: boolean) => ({
    data: { values: ticks.filter(({ x }) => (x === 0) === (side === "left")) },
    mark: {
      type: "text",
      align: side === "left" ? "right" : "left",
      baseline: "middle",
      dx: side === "left" ? -8 : 8,
      fontSize: 11,
      fill: halo ? inks.background : inks.text,
      limit: 120,
      ...(halo ? { stroke: inks.background, strokeWidth: 4, strokeJoin: "round" } : {}),
    },
    encoding: { x, y: y(), text: { field: "label", type: "nominal" } },
  });
  return {
    width: axisGap * last,
    height: axisHeight,
    layer: [
      {
        // The best on top of the others.
        data: {
          values: lines.toReversed().flatMap(({ points, color, width }, line) =>
            points.map((y, x) => ({ line, x, y, color, width }))
          ),
        },
        mark: { type: "line", strokeJoin: "round", opacity: 0.85 },
        encoding: {
          x,
          y: y(),
          detail: { field: "line", type: "quantitative" },
          color,
          strokeWidth: { field: "width", type: "quantitative", scale: null },
        },
      },
      {
        data: { values: uprights.map((_, x) => ({ x, y: 0, top: 1 })) },
        mark: { type: "rule", color: inks.axis, strokeWidth: 1.5 },
        encoding: { x, y: y(), y2: { field: "top" } },
      },
      {
        data: { values: ticks },
        mark: { type: "tick", orient: "horizontal", color: inks.axis, thickness: 1.5, size: 8 },
        encoding: { x, y: y() },
      },
      label("left", false),
      label("right", true),
      label("right", false),
      {
        data: { values: titles.map((title, x) => ({ x, y: 1, title })) },
        mark: { type: "text", dy: -16, fontSize: 11, fill: inks.text, limit: axisGap },
        encoding: { x, y: y(), text: { field: "title", type: "nominal" } },
      },
    ],
  };
}
