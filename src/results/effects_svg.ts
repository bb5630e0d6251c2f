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
  partMedians,
  type SearchedSetting,
  type SearchTrial,
  searchTrials,
  type SettingEffect,
  settingEffects,
  shownText,
  shownTrials,
} from "./search_trials.ts";
import type { SweepResult } from "./types.ts";
import { metricWords } from "./verdict.ts";

/** Most trials of a panel, and most panels. */
const mostTrials = 300;
const mostSettings = 12;

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
      })
    ),
  });
}

function panelOf(
  { path, axis, place, range }: SearchedSetting,
  { index, y, scored, effect }: {
    index: number;
    y: Axis;
    scored: readonly SearchTrial[];
    effect: SettingEffect;
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
    width: 260,
    height: 180,
    layer: [
      {
        // Halted trials under the others.
        data: { values: points.toReversed() },
        mark: { type: "point", filled: true, size: 26, opacity: 0.7 },
        encoding: {
          x: x("x"),
          y: vertical("y"),
          color: { field: "color", type: "nominal", scale: null },
        },
      },
      {
        data: {
          values: partMedians(scored, {
            index,
            place,
            axis,
            parts: isChoice ? axis.ticks.length : undefined,
          })
            .map(({ from, to, median }) => {
              const margin = 0.1 * (to - from);
              return { from: from + margin, to: to - margin, y: placeOn(y, median) };
            }),
        },
        mark: { type: "rule", strokeWidth: 3, color: medianColor },
        encoding: { x: x("from"), x2: { field: "to" }, y: vertical("y") },
      },
    ],
  };
}

/** `rank correlation −0.62, best 0.01 to 0.04`. */
export function effectText({ correlation, bestPart, medians }: SettingEffect): string {
  if (medians) {
    const names = medians.map(({ value }) => String(value));
    return names.length < 2 ? "" : `best median: ${names[0]}, worst: ${names.at(-1)}`;
  }
  if (correlation === undefined || Number.isNaN(correlation)) return "no rank correlation";
  const best = bestPart ? `, best ${partText(bestPart)}` : "";
  return `rank correlation ${correlationText(correlation)}${best}`;
}

/** `0.01 to 0.04`: of a part of a range its ends, roughly. */
export function partText([low, high]: readonly [number, number]): string {
  return [low, high].map((end) => {
    const rounded = Number(end.toPrecision(2));
    return rounded !== 0 && Math.abs(rounded) < 0.001 ? rounded.toExponential() : `${rounded}`;
  }).join(" to ");
}

/** `−0.62`. */
export function correlationText(correlation: number): string {
  const text = Math.abs(correlation).toFixed(2);
  return correlation < 0 && Number(text) > 0 ? `−${text}` : text;
}
