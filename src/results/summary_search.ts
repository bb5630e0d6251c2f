import type { SearchRange } from "../experiment/types.ts";
import { bounded } from "./bounded.ts";
import { correlationText, partText } from "./effects_svg.ts";
import { countOf, formatMetric, listOf } from "./format.ts";
import { escapeMarkdown, markdownTable } from "./markdown.ts";
import { rungEpochs, rungSizes } from "./rungs.ts";
import {
  type SearchTrials,
  searchTrials,
  type SettingEffect,
  settingEffects,
} from "./search_trials.ts";
import { settingText } from "./settings_text.ts";
import { numberCell } from "./cells.ts";
import type { SweepResult } from "./types.ts";
import type { Ranking } from "./variants.ts";
import { metricWords, partWords } from "./verdict.ts";

/** Trials with their settings; all are in runs.csv. */
const shownTrials = 10;

/** What a search was made of, its best trials and what each setting does; nothing without a search. */
export function searchSection(
  sweep: SweepResult,
  ranking: Ranking,
  pictures: readonly string[],
): string[] {
  const found = searchTrials(sweep, ranking);
  if (!found) return [];
  const effects = settingEffects(found);
  return [
    "## Search",
    [searchText(found), haltingText(sweep)].filter((text) => text !== "").join(" "),
    ...bestTrials(found),
    ...pictures,
    effectsTable(found, effects),
    effectsText(found),
    ...edgeTexts(found, effects),
  ];
}

function searchText({ search, settings }: SearchTrials): string {
  const { brackets } = search;
  const trials = brackets.reduce((sum, size) => sum + size, 0);
  const groups = brackets.length > 1 ? ` in ${brackets.length} groups` : "";
  return `${countOf(trials, "trial")}${groups}, with ${
    countOf(settings.length, "setting")
  } drawn at ` +
    "random from the ranges below.";
}

/** Which rungs there are, and by what trials were halted. */
function haltingText({ experiment, runs }: SweepResult): string {
  const { halving, brackets } = experiment.search!;
  if (!halving) return "";
  const { metric, reduction } = halving;
  const part = runs.every(({ final }) => final.validation) ? "validation" : "train";
  const epochs = [...new Set(experiment.runs.map(({ settings }) => settings.epochs))];
  const texts = new Set(brackets.flatMap((size) =>
    epochs.map((all) => {
      const rungs = rungEpochs(halving, all);
      const sizes = rungSizes(size, { rungs: rungs.length, reduction });
      return listOf(rungs.map((rung, k) => `${sizes[k]} to epoch ${rung}`));
    })
  ));
  const many = texts.size > 1 ? "" : `: ${[...texts][0]}`;
  return `Trials were halted early by their ${partWords[part]} ${
    escapeMarkdown(metric.replaceAll("_", " "))
  }, the mean over the seeds, one of ${reduction} going on from each rung${many}. What is halted ` +
    "counts here with what it had reached by then.";
}

function bestTrials({ trials, settings, column }: SearchTrials): string[] {
  const scored = trials.filter(({ score }) => score !== undefined);
  if (scored.length === 0) return [];
  const { shown, rest } = bounded(scored, {
    noun: "trial",
    where: "[runs.csv](runs.csv)",
    most: shownTrials,
  });
  const header = [
    "trial",
    metricWords(column),
    "epochs",
    ...settings.map(({ path }) => escapeMarkdown(path)),
  ];
  const rows = shown.map(({ name, score, epochs, halted, values }) => [
    escapeMarkdown(name),
    formatMetric(score!, column.metric),
    `${epochs}${halted ? " (halted)" : ""}`,
    ...values.map((value) => typeof value === "number" ? numberCell(value) : escapeMarkdown(value)),
  ]);
  return ["The best trials:", markdownTable(header, rows, { numeric: (k) => k > 0 }), rest];
}

function effectsTable(
  { settings, column }: SearchTrials,
  effects: readonly SettingEffect[],
): string {
  const rows = settings.map(({ path, range }, index) => {
    const { correlation, moreIs, medians, bestPart } = effects[index]!;
    const isNumber = correlation !== undefined && !Number.isNaN(correlation);
    return [
      escapeMarkdown(path),
      escapeMarkdown(rangeText(range)),
      isNumber ? correlationText(correlation) : "–",
      medians
        ? medians.slice(0, 6).map((one) =>
          `${escapeMarkdown(String(one.value))} ${formatMetric(one.median, column.metric)}`
        ).join(", ")
        : moreIs
        ? `more is mostly ${moreIs}`
        : "nothing that goes one way",
      bestPart ? partText(bestPart) : "–",
    ];
  });
  return markdownTable(["setting", "searched", "rank correlation", "effect", "best part"], rows, {
    numeric: (k) => k === 2,
  });
}

/** `log-uniform, 0.001 to 1`. */
function rangeText(range: SearchRange): string {
  if (range.type === "choice") return listOf(range.values.map(settingText));
  const scale = range.type === "integer" && range.scale === "log" ? " on a log scale" : "";
  return `${range.type}${scale}, ${numberCell(range.low)} to ${numberCell(range.high)}`;
}

function effectsText({ column, settings }: SearchTrials): string {
  const choices = settings.some(({ range }) => range.type === "choice");
  return `Rank correlation: Spearman's, of the setting and the ${
    metricWords(column)
  }, over the trials; ` +
    "more is called mostly better or worse where that is beyond what chance does once in twenty. Best " +
    "part: the eighth of the range whose trials have the best median, as a rank correlation does not " +
    "see a best value in the middle." +
    (choices ? " Of choices: the median for each, the best first." : "");
}

/** Where the best trials lie at an end of what was searched. */
function edgeTexts({ settings }: SearchTrials, effects: readonly SettingEffect[]): string[] {
  return effects.flatMap(({ path, edge }, index) => {
    const { range } = settings[index]!;
    if (!edge || range.type === "choice") return [];
    const end = edge === "low" ? `lower end, ${range.low}` : `upper end, ${range.high}`;
    return [
      `The best trials all lie near the ${end}, of ${escapeMarkdown(path)}: better ones may lie ` +
      "beyond it.",
    ];
  });
}
