import {
  type Axis,
  linearAxis,
  logAxis,
  placeOn,
  shareAxis,
  spansDecades,
} from "./picture_axes.ts";
import { axisEncoding, frame, panelTitle, type Specification } from "./picture_frame.ts";
import { fitLabels } from "./picture_labels.ts";
import { otherColor, variantColors } from "./picture_style.ts";
import {
  type SearchedSetting,
  type SearchTrial,
  searchTrials,
  type SettingEffect,
  settingEffects,
  shownText,
  shownTrials,
} from "./search_trials.ts";
import { median } from "./statistics.ts";
import type { SweepResult } from "./types.ts";
import { metricWords } from "./verdict.ts";

/** Most trials of a panel, and most panels. */
const mostTrials = 300;
const mostSettings = 12;

/** Parts of a range of numbers that have a median of their own, and the fewest trials for one. */
const bins = 8;
const fewestTrials = 3;

const [endedColor, medianColor] = variantColors;

/** The effect of each setting of a search: the metric over it, a point for each trial. */
export function effectsSpecification(sweep: SweepResult): Specification | undefined {
  const found = searchTrials(sweep);
  if (!found) return undefined;
  const { column, trials } = found;
  const scored = trials.filter(({ score }) => score !== undefined && Number.isFinite(score));
  if (scored.length === 0) return undefined;
  const settings = found.settings.slice(0, mostSettings);
  const left = found.settings.length - settings.length;
  const effects = settingEffects(found);
  const scores = scored.map(({ score }) => score!);
  const y = column.metric === "accuracy"
    ? shareAxis(scores, 5)
    : spansDecades(scores)
    ? logAxis(scores)
    : linearAxis(scores, { count: 5, nice: true });
  const columns = Math.min(3, settings.length);
  const halted = trials.some((trial) => trial.halted);
  const diverged = trials.length - scored.length;
  return frame({
    title: `${sweep.experiment.name}: ${metricWords(column)} over each setting`,
    subtitle: [
      `a point: one of ${shownText(scored, mostTrials)}${
        halted ? " · blue: trained to the end, grey: halted" : ""
      }`,
      `orange: median of a part of the range, of a value${y.logarithmic ? " · log scale" : ""}${
        diverged > 0 ? ` · without ${diverged} diverged` : ""
      }${left > 0 ? ` · without ${left} more of the settings` : ""}`,
    ],
    description: `${metricWords(column)} of ${scored.length} trials over ${
      settings.map(({ path }) => path).join(", ")
    }`,
    columns,
    panels: settings.map((setting, index) =>
      panelOf(setting, {
        index,
        y,
        scored,
        effect: effects[index]!,
        isFirst: index % columns === 0,
      })
    ),
  });
}

function panelOf(
  { path, axis, place, range }: SearchedSetting,
  { index, y, scored, effect, isFirst }: {
    index: number;
    y: Axis;
    scored: readonly SearchTrial[];
    effect: SettingEffect;
    isFirst: boolean;
  },
): Specification {
  const isChoice = range.type === "choice";
  const labels = fitLabels(axis.ticks.map(({ label }) => label), {
    width: 240 / Math.max(1, axis.ticks.length),
    fontSize: 11,
  });
  const shownAxis = { ...axis, ticks: axis.ticks.map(({ at }, k) => ({ at, label: labels[k]! })) };
  const points = shownTrials(scored, mostTrials).map(({ values, score, halted }, k) => ({
    // Points of a value beside each other, by the golden section.
    x: place(values[index]!) + (isChoice ? 0.5 * ((k * 0.618034) % 1) - 0.25 : 0),
    y: placeOn(y, score!),
    color: halted ? otherColor : endedColor,
  }));
  const x = (field: string) => axisEncoding(shownAxis, { field, title: null, grid: false });
  const vertical = (field: string) => axisEncoding(y, { field, title: null, grid: true });
  return {
    title: panelTitle(axis.logarithmic ? `${path} (log scale)` : path, effectText(effect)),
    width: 250,
    height: 180,
    layer: [
      {
        // Halted trials under the others.
        data: { values: points.toReversed() },
        mark: { type: "point", filled: true, size: 26, opacity: 0.7 },
        encoding: {
          x: x("x"),
          y: isFirst ? vertical("y") : withoutLabels(vertical("y")),
          color: { field: "color", type: "nominal", scale: null },
        },
      },
      {
        data: { values: medianLines({ axis, place, isChoice, index, scored, y }) },
        mark: { type: "rule", strokeWidth: 3, color: medianColor },
        encoding: { x: x("from"), x2: { field: "to" }, y: vertical("y") },
      },
    ],
  };
}

function withoutLabels(encoding: Specification): Specification {
  return { ...encoding, axis: { ...encoding.axis as Specification, labels: false, ticks: false } };
}

/** A level piece for each value, or each part of the range that has trials enough. */
function medianLines({ axis, place, isChoice, index, scored, y }: {
  axis: Axis;
  place: SearchedSetting["place"];
  isChoice: boolean;
  index: number;
  scored: readonly SearchTrial[];
  y: Axis;
}) {
  const [low, high] = axis.domain;
  const count = isChoice ? axis.ticks.length : bins;
  const size = (high - low) / count;
  const groups = Map.groupBy(
    scored,
    ({ values }) =>
      Math.min(count - 1, Math.max(0, Math.floor((place(values[index]!) - low) / size))),
  );
  return [...groups].filter(([, those]) => isChoice || those.length >= fewestTrials)
    .map(([bin, those]) => ({
      from: low + (bin + 0.1) * size,
      to: low + (bin + 0.9) * size,
      y: placeOn(y, median(those.map(({ score }) => score!))),
    }));
}

/** `rank correlation −0.62: more is better`. */
export function effectText({ correlation, moreIs, medians }: SettingEffect): string {
  if (medians) {
    const names = medians.map(({ value }) => String(value));
    return names.length < 2 ? "" : `best median: ${names[0]}, worst: ${names.at(-1)}`;
  }
  if (correlation === undefined || Number.isNaN(correlation)) return "no rank correlation";
  const rho = correlationText(correlation);
  return `rank correlation ${rho}: ${moreIs ? `more is ${moreIs}` : "nothing shown"}`;
}

/** `−0.62`. */
export function correlationText(correlation: number): string {
  const text = Math.abs(correlation).toFixed(2);
  return correlation < 0 && Number(text) > 0 ? `−${text}` : text;
}
