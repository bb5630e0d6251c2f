import { compareVariants, type VariantComparison, type VariantComparisons } from "./comparisons.ts";
import {
  countOf,
  formatDifference,
  formatMetric,
  formatP,
  formatSpread,
  listOf,
} from "./format.ts";
import { escapeMarkdown } from "./markdown.ts";
import type { MetricColumn } from "./metric_columns.ts";
import { moreIsBetter } from "./metric_direction.ts";
import { level } from "./paired_tests.ts";
import type { RankedVariant, Ranking, ScoredRun } from "./variants.ts";

/** A part in sentences. */
export const partWords = { train: "training", validation: "validation", test: "test" } as const;

/** `test accuracy`. */
export function metricWords({ part, metric }: MetricColumn): string {
  return `${partWords[part]} ${metric.replaceAll("_", " ")}`;
}

/**
 * Which variant did best, in plain sentences as markdown: the means, and then whether the differences
 * are more than what seeds do by chance, by `compareVariants`.
 */
export function verdict(
  ranking: Ranking<ScoredRun>,
  comparisons: VariantComparisons | undefined = compareVariants(ranking),
): string {
  const { column, variants } = ranking;
  const scored = variants.filter(({ score }) => score.count > 0);
  const [best, second] = scored;
  const words = metricWords(column);
  if (best === undefined) return "No run finished: every run diverged.";
  const amount = scoreText(best, column);
  if (second === undefined) {
    return variants.length === 1
      ? `The ${words} is ${amount}.`
      : `Only ${bold(best.name)} finished runs: its ${words} is ${amount}.`;
  }
  const judged = comparisonSentences(comparisons!);
  const tied = scored.filter(({ score }) => score.mean === best.score.mean);
  if (tied.length > 1) {
    const names = tied.length === scored.length
      ? "All variants"
      : someOf(tied.map(({ name }) => bold(name)));
    const mean = formatMetric(best.score.mean, column.metric);
    return `${names} have the same mean ${words}: ${mean}. ${judged}`;
  }
  return `Best mean ${words}: ${bold(best.name)} with ${amount}, before ${
    bold(second.name)
  } with ` +
    `${scoreText(second, column)}. ${judged}`;
}

/**
 * What the tests say, in plain sentences: which variants differ from the reference, of which no
 * difference is shown, and where there are too few seeds for any to be shown, how many it takes.
 *
 * @param options.name How a variant is named; by default in bold markdown, escaped.
 */
export function comparisonSentences(
  comparisons: VariantComparisons,
  { name = bold }: { name?: (variant: string) => string } = {},
): string {
  const { others, tests } = comparisons;
  const of = (verdict: VariantComparison["verdict"]) =>
    others.filter((other) => other.verdict === verdict);
  const sentences = [
    ...differenceSentences(comparisons, { shown: of("difference"), name }),
    ...notShownSentences(comparisons, { notShown: of("no difference shown"), name }),
    ...sameSentences(comparisons, { same: of("same"), name }),
    ...tooFewSentences(comparisons, { few: of("too few seeds"), name }),
    ...of("no common seed").map((other) =>
      `${name(other.name)} and ${name(comparisons.reference)} finished no seed in common: ` +
      "there is nothing to compare by seed."
    ),
  ];
  const tested = others.filter(({ p }) => p !== undefined).length;
  if (tested > 0) {
    const corrected = tests > 1 ? `, corrected for ${tests} comparisons by Holm's method` : "";
    sentences.push(`p: two-sided sign-flip test of the differences by seed${corrected}.`);
  }
  return sentences.join(" ");
}

interface Naming {
  name: (variant: string) => string;
}

function differenceSentences(
  { column, reference }: VariantComparisons,
  { shown, name }: Naming & { shown: readonly VariantComparison[] },
): string[] {
  return (["better", "worse", "unknown"] as const).flatMap((effect) => {
    const found = shown.filter((other) => other.effect === effect);
    if (found.length === 0) return [];
    const list = someOf(
      found.map((other) => `${name(other.name)} by ${amountText(other, column)}`),
    );
    const words = { better: "is worse than", worse: "is better than", unknown: "differs from" };
    return [`More than chance explains: ${name(reference)} ${words[effect]} ${list}.`];
  });
}

function notShownSentences(
  { column, reference }: VariantComparisons,
  { notShown, name }: Naming & { notShown: readonly VariantComparison[] },
): string[] {
  if (notShown.length === 0) return [];
  const list = someOf(notShown.map((other) => `${name(other.name)}: ${amountText(other, column)}`));
  return [`No difference shown between ${name(reference)} and ${list}; it may be chance.`];
}

function sameSentences(
  { reference }: VariantComparisons,
  { same, name }: Naming & { same: readonly VariantComparison[] },
): string[] {
  if (same.length === 0) return [];
  const list = someOf(same.map((other) => name(other.name)));
  return [`With every seed equal to ${name(reference)}: ${list}.`];
}

function tooFewSentences(
  { reference, others, seedsNeeded, tests }: VariantComparisons,
  { few, name }: Naming & { few: readonly VariantComparison[] },
): string[] {
  if (few.length === 0) return [];
  const counts = few.map(({ paired }) => paired.count);
  const [least, most] = [smallest(counts), largest(counts)];
  const seeds = least === most ? countOf(most, "seed") : `${least} to ${most} seeds`;
  const which = few.length === others.length
    ? tests > 1 ? " between these variants" : ""
    : ` between ${name(reference)} and ${someOf(few.map((other) => name(other.name)))}`;
  return [
    `No difference${which} can be shown with ${seeds}, however large: the order may be chance. ` +
    `It takes at least ${seedsNeeded} seeds for p < ${level}` +
    `${tests > 1 ? ` in ${tests} comparisons` : ""}.`,
  ];
}

/**
 * `0.4 points (95 % interval −0.3 to 1.2, 10 seeds, p = 0.480)`: what the reference is better by; in
 * metrics of which nothing is known, the difference of this one and the reference.
 */
function amountText(other: VariantComparison, { metric }: MetricColumn): string {
  const { paired, interval, correctedP, lost } = other;
  const turn = moreIsBetter(metric) === true ? -1 : 1;
  const amount = (value: number) => formatDifference(turn * value, metric);
  const ends = interval && [interval.low, interval.high].map(amount);
  const facts = [
    ...(ends ? [`95 % interval ${(turn < 0 ? ends.toReversed() : ends).join(" to ")}`] : []),
    countOf(paired.count, "seed") + (lost > 0 ? `, ${lost} left out where a run diverged` : ""),
    ...(correctedP === undefined ? [] : [formatP(correctedP)]),
  ];
  const unit = metric === "accuracy" ? " points" : "";
  return `${amount(paired.mean)}${unit} (${facts.join(", ")})`;
}

/** All of up to six, else the first five and how many more. */
function someOf(texts: readonly string[]): string {
  return listOf(texts.length <= 6 ? texts : [...texts.slice(0, 5), `${texts.length - 5} more`]);
}

function smallest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function scoreText({ score }: Pick<RankedVariant, "score">, { metric }: MetricColumn): string {
  return formatSpread(score, metric);
}

function bold(name: string): string {
  return `**${escapeMarkdown(name)}**`;
}
