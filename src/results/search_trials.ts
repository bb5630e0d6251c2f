import type { CanonicalSettings, ResolvedSearch, SearchRange } from "../experiment/types.ts";
import { exp, log } from "../numerics/mod.ts";
import type { MetricColumn } from "./metric_columns.ts";
import { moreIsBetter } from "./metric_direction.ts";
import { type Axis, linearAxis } from "./picture_axes.ts";
import { log10 } from "./picture_series.ts";
import { isCorrelated, rankCorrelation } from "./rank_correlation.ts";
import { differingValue, settingText } from "./settings_text.ts";
import { median } from "./statistics.ts";
import type { SweepResult } from "./types.ts";
import { type Ranking, rankVariants } from "./variants.ts";

/** A trial of a search, over its seeds. */
export interface SearchTrial {
  /** The variant's name. */
  name: string;
  /** Mean of the ranking metric over the seeds; absent where every run diverged. */
  score?: number;
  /** Epochs trained by the seed that was trained longest. */
  epochs: number;
  /** Whether other trials were preferred to it. */
  halted: boolean;
  /** What was drawn, in the order of the search's settings. */
  values: (string | number)[];
}

/** A setting that was searched. */
export interface SearchedSetting {
  path: string;
  range: SearchRange;
  /** Where its values lie: numbers on their scale, others at 0, 1, 2… */
  axis: Axis;
  /** The place of a value on the axis. */
  place(value: string | number): number;
}

/** What a search has found. */
export interface SearchTrials {
  search: ResolvedSearch;
  column: MetricColumn;
  settings: SearchedSetting[];
  /** From the best to the worst, those that diverged last. */
  trials: SearchTrial[];
}

/** The trials of a sweep's search by what variants are ranked by; nothing where none was made. */
export function searchTrials(
  { experiment, runs }: SweepResult,
  ranking: Ranking = rankVariants(runs),
): SearchTrials | undefined {
  const { search, canonical } = experiment;
  const paths = Object.keys(search?.space ?? {}).sort();
  if (!search || paths.length === 0) return undefined;
  const settingsOf = new Map(
    canonical.variants.map(({ name, settings }) => [name, { ...canonical.settings, ...settings }]),
  );
  const trials = ranking.variants.map(({ name, runs, score }) => ({
    name,
    ...(score.count === 0 ? {} : { score: score.mean }),
    epochs: runs.reduce((most, { epochs }) => Math.max(most, epochs), 0),
    halted: runs.some(({ status }) => status === "halted"),
    values: paths.map((path) => drawnValue(settingsOf.get(name)!, path)),
  }));
  const settings = paths.map((path, place) => {
    const drawn = trials.map(({ values }) => values[place]!);
    return searchedSetting(path, { range: search.space[path]!, drawn });
  });
  return { search, column: ranking.column, settings, trials };
}

function drawnValue(settings: CanonicalSettings, path: string): string | number {
  return differingValue(settings, path);
}

function searchedSetting(
  path: string,
  { range, drawn }: { range: SearchRange; drawn: readonly (string | number)[] },
): SearchedSetting {
  const isNumeric = range.type !== "choice" && drawn.every((value) => typeof value === "number");
  if (!isNumeric) {
    const values = [...new Set(drawn)];
    // In the order of the experiment as far as they are written there like that.
    const listed = range.type === "choice" ? range.values.map(settingText) : [];
    const place = (value: string | number) => {
      const at = listed.indexOf(String(value));
      return at < 0 ? listed.length : at;
    };
    values.sort((a, b) => place(a) - place(b) || (String(a) < String(b) ? -1 : 1));
    const ticks = values.map((value, at) => ({ at, label: String(value) }));
    const axis = {
      domain: [-0.5, values.length - 0.5] as [number, number],
      ticks,
      logarithmic: false,
    };
    return { path, range, axis, place: (value) => values.indexOf(value) };
  }
  const { low, high } = range;
  const isLog = range.type === "log-uniform" || (range.type === "integer" && range.scale === "log");
  const axis = isLog
    ? logRangeAxis(low, high)
    : linearAxis([low, high], { count: 5, nice: false, whole: range.type === "integer" });
  return { path, range, axis, place: (value) => isLog ? log10(Number(value)) : Number(value) };
}

/** Ticks at 1, 2 and 5 times the powers of ten, at the powers alone where those would be many. */
function logRangeAxis(low: number, high: number): Axis {
  const domain: [number, number] = [log10(low), log10(high)];
  const ticks = (factors: readonly number[], every = 1) => {
    const found = [];
    for (let k = Math.floor(domain[0]); k <= domain[1]; k++) {
      if (k % every !== 0) continue;
      for (const factor of factors) {
        const value = Number(`${factor}e${k}`);
        const at = log10(value);
        if (at >= domain[0] && at <= domain[1]) {
          found.push({ at, label: k >= -4 && k <= 5 ? String(value) : `${factor}e${k}` });
        }
      }
    }
    return found;
  };
  const fine = ticks([1, 2, 5]);
  let every = 1;
  while (ticks([1], every).length > 7) every++;
  return { domain, ticks: fine.length <= 7 ? fine : ticks([1], every), logarithmic: true };
}

/** What a setting does to the metric. */
export interface SettingEffect {
  path: string;
  /** How many trials it is told from: those that did not diverge. */
  trials: number;
  /** Spearman's ρ of setting and metric; absent where its values are no numbers. */
  correlation?: number;
  /** Whether more of it is better; absent where nothing is shown, or it is no number. */
  moreIs?: "better" | "worse";
  /** The part of its range whose trials have the best median, where there are trials enough. */
  bestPart?: [low: number, high: number];
  /** Of values that are no numbers: the median of the metric for each, the best first. */
  medians?: { value: string | number; trials: number; median: number }[];
  /** The end of its range that all of the best trials lie at. */
  edge?: "low" | "high";
}

/** Parts of a range of numbers that have a median of their own, and the fewest trials for one. */
const rangeParts = 8;
const fewestTrials = 3;

/**
 * The median of the metric in each part of a setting's axis: of values that are no numbers for each, of
 * numbers in eighths of the range, where there are three trials.
 */
export function partMedians(
  scored: readonly SearchTrial[],
  { index, place, axis, parts }: Pick<SearchedSetting, "place" | "axis"> & {
    index: number;
    parts?: number | undefined;
  },
): { from: number; to: number; median: number }[] {
  const [low, high] = axis.domain;
  const count = parts ?? rangeParts;
  const size = (high - low) / count;
  const groups = Map.groupBy(
    scored,
    ({ values }) =>
      Math.min(count - 1, Math.max(0, Math.floor((place(values[index]!) - low) / size))),
  );
  return [...groups].sort(([a], [b]) => a - b)
    .filter(([, those]) => parts !== undefined || those.length >= fewestTrials)
    .map(([part, those]) => ({
      from: low + part * size,
      to: low + (part + 1) * size,
      median: median(those.map(({ score }) => score!)),
    }));
}

/** At most so many of the best trials, and a tenth of all, tell where the best settings lie. */
const mostBest = 10;

/** How much of a range counts as its end. */
const edgeShare = 0.1;

/** The effect of each setting of a search, in the order of the settings. */
export function settingEffects({ settings, trials, column }: SearchTrials): SettingEffect[] {
  const scored = trials.filter(({ score }) => score !== undefined && Number.isFinite(score));
  const sign = moreIsBetter(column.metric) === true ? 1 : -1;
  const best = scored.slice(0, Math.min(mostBest, Math.ceil(scored.length / 10)));
  return settings.map(({ path, range, place, axis }, index) => {
    if (range.type === "choice") {
      return { path, trials: scored.length, medians: medians(scored, { index, sign }) };
    }
    const pairs = scored.map(({ values, score }) => [Number(values[index]), score!] as const);
    const correlation = rankCorrelation(pairs);
    const [low, high] = axis.domain;
    const shares = best.map(({ values }) => (place(values[index]!) - low) / (high - low));
    const edge = best.length < 3
      ? undefined
      : shares.every((share) => share <= edgeShare)
      ? "low"
      : shares.every((share) => share >= 1 - edgeShare)
      ? "high"
      : undefined;
    const [bestPart, another] = partMedians(scored, { index, place, axis })
      .sort((a, b) => sign * (b.median - a.median));
    const valueAt = (at: number) => axis.logarithmic ? exp(at * log(10)) : at;
    return {
      path,
      trials: scored.length,
      correlation,
      ...(bestPart && another
        ? { bestPart: [valueAt(bestPart.from), valueAt(bestPart.to)] as [number, number] }
        : {}),
      ...(isCorrelated(correlation, pairs.length)
        ? { moreIs: sign * correlation > 0 ? "better" as const : "worse" as const }
        : {}),
      ...(edge ? { edge } : {}),
    };
  });
}

function medians(
  scored: readonly SearchTrial[],
  { index, sign }: { index: number; sign: number },
): NonNullable<SettingEffect["medians"]> {
  const groups = Map.groupBy(scored, ({ values }) => values[index]!);
  return [...groups].map(([value, those]) => ({
    value,
    trials: those.length,
    median: median(those.map(({ score }) => score!)),
  })).sort((a, b) => sign * (b.median - a.median));
}

/** Of many trials the best, and of the others as many, evenly over their ranks. */
export function shownTrials(
  trials: readonly SearchTrial[],
  most: number,
): readonly SearchTrial[] {
  if (trials.length <= most) return trials;
  const best = Math.ceil(most / 2);
  const others = most - best;
  const left = trials.length - best;
  return [
    ...trials.slice(0, best),
    ...Array.from(
      { length: others },
      (_, k) => trials[best + Math.floor((k + 0.5) * left / others)]!,
    ),
  ];
}

/** What is said where not all trials are drawn. */
export function shownText(trials: readonly SearchTrial[], most: number): string {
  const { length } = trials;
  if (length <= most) return `${length} trials`;
  return `${most} of ${length} trials: the best ${Math.ceil(most / 2)}, and others from all ranks`;
}
