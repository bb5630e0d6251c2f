import { rangesText } from "./bounded.ts";
import { loadedFor, shortNumber, shownAnswer } from "./examples.ts";
import { countOf, formatNumber, formatShare, listOf } from "./format.ts";
import { type UnscaledInput, unscaledInput } from "./inputs_scale.ts";
import { escapeMarkdown, inlineCode } from "./markdown.ts";
import { metricAt } from "./metric_columns.ts";
import { mean } from "./statistics.ts";
import type { PartName, RunResult, SweepResult } from "./types.ts";
import { metricWords, partWords } from "./verdict.ts";
import type { RankedVariant, Ranking } from "./variants.ts";
import { smallest } from "../numerics/mod.ts";

/** Warnings of one kind that are shown; the others are counted. */
const mostOfAKind = 8;

/** A gap between training and held-out accuracy that is worth a word, where it is no chance. */
const wideGap = 0.05;

/** A held-out loss this many times the training loss, where nothing is classified. */
const wideRatio = 2;

/** A final training loss this many times the first one is no chance. */
const grownLoss = 1.1;

/** Of a layer's units; a few dead ones are usual. */
const manyDead = 0.25;

/** With fewer held-out rows, one of them is 5 points of accuracy or more. */
const fewRows = 20;

/** Fewer held-out rows say nothing of a gap. */
const fewestRows = 10;

/** What somebody should know before believing the table, as sentences in markdown. */
export function warnings(sweep: SweepResult, { column, variants }: Ranking): string[] {
  const { part } = column;
  const each = (of: (variant: RankedVariant) => string | undefined) =>
    limited(variants.flatMap((variant) => of(variant) ?? []));
  return [
    ...each(divergedWarning),
    ...(column.metric === "accuracy" ? each((variant) => majorityWarning(variant, part)) : []),
    ...each((variant) => sameAnswerWarning(sweep, variant)),
    ...each(explodedWarning),
    ...each(deadWarning),
    ...gapWarning(sweep, { column, variants }),
    ...fewRowsWarning(sweep, { column, variants }),
    ...unscaledWarning(sweep),
  ];
}

function limited(texts: readonly string[]): string[] {
  const left = texts.length - mostOfAKind;
  return left > 0
    ? [
      ...texts.slice(0, mostOfAKind),
      `… and ${countOf(left, "more variant")} with the same warning.`,
    ]
    : [...texts];
}

function divergedWarning({ name, runs, finished }: RankedVariant): string | undefined {
  const diverged = runs.filter(({ status }) => status === "diverged");
  if (diverged.length === 0) return undefined;
  const list = limitedList(
    diverged.map(({ run, divergedAt }) =>
      `seed ${run.seed}${divergedAt === undefined ? "" : ` at epoch ${divergedAt}`}`
    ),
  );
  const left = finished.length === 0
    ? "no run is left for a mean"
    : `the means are over the ${countOf(finished.length, "run")} left`;
  return `${bold(name)} diverged (the loss was no longer finite): ${list}; ${left}.`;
}

function limitedList(texts: readonly string[]): string {
  const left = texts.length - mostOfAKind;
  return listOf(left > 0 ? [...texts.slice(0, mostOfAKind), `${left} more`] : texts);
}

/** Always giving the same answer gets the share of the most frequent class right. */
function majorityWarning({ name, finished }: RankedVariant, part: PartName): string | undefined {
  if (finished.length === 0) return undefined;
  if (hasLearnedNothing(finished)) {
    const share = formatShare(mean(finished.map(({ majority }) => majority!.train!)));
    return `${bold(name)} learned nothing with any seed: its training accuracy is the share ` +
      `of the most frequent class (${share}), what the same answer for every row gets.`;
  }
  const shares = finished.flatMap(({ majority }) => majority?.[part] ?? []);
  const accuracies = finished.flatMap(({ final }) => final[part]?.accuracy ?? []);
  if (shares.length < finished.length || mean(accuracies) > mean(shares)) return undefined;
  const words = metricWords({ part, metric: "accuracy" });
  return `${bold(name)}: the mean ${words} (${formatShare(mean(accuracies))}) is not above ` +
    `the share of the most frequent class (${formatShare(mean(shares))}).`;
}

function hasLearnedNothing(finished: readonly RunResult[]): boolean {
  return finished.every(({ final, majority }) =>
    majority?.train !== undefined && final.train.accuracy === majority.train
  );
}

/** One answer for all rows, though they are of several classes. */
function sameAnswerWarning(
  sweep: SweepResult,
  { name, finished }: RankedVariant,
): string | undefined {
  if (hasLearnedNothing(finished)) return undefined;
  const same = finished.filter(({ answers, majority }) =>
    answers?.classesAnswered === 1 && answers.rows > 1 && majority?.[answers.part] !== 1
  );
  const [first] = same;
  if (!first) return undefined;
  const { answers } = first;
  const given = answers!.confusion?.findIndex((_, c) =>
    answers!.confusion!.some((row) => row[c]! > 0)
  );
  const loaded = loadedFor(sweep, first);
  const which = same.length > 1 || given === undefined
    ? "the same class"
    : `the class ${escapeMarkdown(shownAnswer(loaded, answers!, given))}`;
  const seeds = limitedList(same.map(({ run }) => String(run.seed)));
  return `${bold(name)} gives every ${metricWords({ part: answers!.part, metric: "row" })} ` +
    `${which} with ${seedWord(same)} ${seeds}.`;
}

/** Losses that stay finite and grow all the same. */
function explodedWarning({ name, finished }: RankedVariant): string | undefined {
  const worse = finished.filter(({ final, curve }) =>
    final.train.loss > grownLoss * (curve[0]?.train.loss ?? Infinity)
  );
  const [first] = worse;
  if (!first) return undefined;
  const seeds = limitedList(worse.map(({ run }) => String(run.seed)));
  const [start, end] = [first.curve[0]!, first.final].map(({ train }) => formatNumber(train.loss));
  return `${bold(name)} ended with a higher training loss than it began with (${seedWord(worse)} ` +
    `${seeds}; ${start} and then ${end}): its steps may be too large.`;
}

/** Units whose slope is 0 on every row that was looked at: no gradient gets through them any more. */
function deadWarning({ name, finished }: RankedVariant): string | undefined {
  const ends = finished.flatMap(({ layers }) => layers.at(-1) ?? []);
  const layers = (ends[0]?.layers ?? []).map(({ layer }, index) => {
    const shares = ends.flatMap((end) => end.layers[index]?.deadShare ?? []);
    return { layer, share: shares.length === 0 ? 0 : mean(shares) };
  });
  const dead = layers.filter(({ share }) => share >= manyDead);
  if (dead.length === 0) return undefined;
  const byShare = Map.groupBy(dead, ({ share }) => formatShare(share));
  const list = limitedList(
    [...byShare].map(([share, found]) =>
      `${share} of ${found.length === 1 ? "layer" : "layers"} ` +
      rangesText(found.map(({ layer }) => layer))
    ),
  );
  return `${
    bold(name)
  } has dead units when training ends (${list}): no gradient gets through them ` +
    "on any of the training rows that were looked at.";
}

function seedWord(runs: readonly unknown[]): string {
  return runs.length === 1 ? "seed" : "seeds";
}

/** Held-out parts in which a single row moves an accuracy far. */
function fewRowsWarning(
  sweep: SweepResult,
  { column: { part, metric }, variants }: Ranking,
): string[] {
  if (part === "train" || metric !== "accuracy") return [];
  const rows = smallest(variants.map(({ name }) => rowsOf(sweep, { variant: name, part })));
  if (rows >= fewRows || rows === 0) return [];
  return [
    `The ${partWords[part]} part has ${countOf(rows, "row")}: one more or one less that is right ` +
    `moves the accuracy by ${formatShare(1 / rows)}.`,
  ];
}

/** Where training scores say little of new rows. */
function gapWarning(sweep: SweepResult, { column, variants }: Ranking): string[] {
  const { part, metric } = column;
  if (part === "train") return [];
  const wide = variants.flatMap(({ name, finished }) => {
    const rows = rowsOf(sweep, { variant: name, part });
    if (finished.length === 0 || rows < fewestRows) return [];
    const scores = (which: PartName) =>
      mean(finished.map(({ final }) => metricAt(final, { part: which, metric })!));
    const [train, held] = [scores("train"), scores(part)];
    if (metric !== "accuracy") {
      const isWide = held > wideRatio * train;
      return isWide ? [`${bold(name)} (${formatNumber(train)} and ${formatNumber(held)})`] : [];
    }
    const chance = 2 * Math.sqrt(held * (1 - held) / rows);
    const isWide = train - held > Math.max(wideGap, chance);
    return isWide ? [`${bold(name)} (${formatShare(train)} and ${formatShare(held)})`] : [];
  });
  if (wide.length === 0) return [];
  const far = metric === "accuracy" ? "far above" : `over ${wideRatio} times below`;
  return [
    `The training ${metric} is ${far} the ${metricWords(column)}, a sign of overfitting: ` +
    `${limitedList(wide)}.`,
  ];
}

function rowsOf(
  { data, runs }: SweepResult,
  { variant, part }: { variant: string; part: PartName },
): number {
  const { answers, run } = runs.find(({ run }) => run.variant === variant)!;
  if (answers?.part === part) return answers.rows;
  const text = data.length > 1 ? JSON.stringify(run.settings.data) : "";
  const record = data.length > 1
    ? data.find(({ settings }) => JSON.stringify(settings) === text)
    : data[0];
  return record?.rows[part] ?? 0;
}

/** Inputs that come as they are, and are large or tiny. */
function unscaledWarning(sweep: SweepResult): string[] {
  const found = new Map<string, { input: UnscaledInput; variants: Set<string> }>();
  const seen = new Set<string>();
  for (const result of sweep.runs) {
    const { variant } = result.run;
    const loaded = loadedFor(sweep, result);
    if (!loaded || seen.has(variant)) continue;
    seen.add(variant);
    const input = unscaledInput(result, loaded);
    if (!input) continue;
    const key = JSON.stringify(input);
    const entry = found.get(key) ?? { input, variants: new Set() };
    found.set(key, { ...entry, variants: entry.variants.add(variant) });
  }
  return [...found.values()].slice(0, mostOfAKind).map(({ input: { name, size }, variants }) => {
    const whose = variants.size === seen.size
      ? "The inputs are not scaled"
      : `The inputs of ${limitedList([...variants].map(bold))} are not scaled`;
    return `${whose}: the root mean square of ${escapeMarkdown(name)} is ${shortNumber(size)}, ` +
      `where networks start best from about 1; ${
        inlineCode('normalize: "standardize"')
      } makes it so.`;
  });
}

function bold(name: string): string {
  return `**${escapeMarkdown(name)}**`;
}
