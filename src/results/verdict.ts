import { countOf, formatMetric, formatSpread } from "./format.ts";
import { escapeMarkdown } from "./markdown.ts";
import type { MetricColumn } from "./metric_columns.ts";
import type { RankedVariant, Ranking } from "./variants.ts";

const partWords = { train: "training", validation: "validation", test: "test" } as const;

/** `test accuracy`. */
export function metricWords({ part, metric }: MetricColumn): string {
  return `${partWords[part]} ${metric.replaceAll("_", " ")}`;
}

/**
 * Which variant did best, in plain sentences as markdown. It is said of the means only; whether the
 * ranges over the seeds overlap is added, and significance is never claimed.
 */
export function verdict({ column, variants }: Ranking): string {
  const scored = variants.filter(({ score }) => score.count > 0);
  const [best, second] = scored;
  const words = metricWords(column);
  if (best === undefined) return "No run finished: every run diverged.";
  const amount = scoreText(best, column);
  if (second === undefined) {
    return variants.length === 1
      ? `The ${words} is ${amount}.`
      : `Only ${bold(best)} finished runs: its ${words} is ${amount}.`;
  }
  const tied = scored.filter(({ score }) => score.mean === best.score.mean);
  if (tied.length > 1) {
    const names = tied.length === scored.length ? "All variants" : tied.map(bold).join(", ");
    return `${names} have the same mean ${words}: ${formatMetric(best.score.mean, column.metric)}.`;
  }
  const first = `Best mean ${words}: ${bold(best)} with ${amount}, before ${bold(second)} with ` +
    `${scoreText(second, column)}.`;
  return `${first} ${caution(best, second)}`;
}

function caution(best: RankedVariant, second: RankedVariant): string {
  const seeds = Math.min(best.score.count, second.score.count);
  if (seeds === 1) {
    return "With one seed nothing is known about the spread: the order may be chance.";
  }
  const overlap = best.score.min <= second.score.max && second.score.min <= best.score.max;
  return overlap
    ? `The ranges of the two over the seeds overlap: with ${seeds} seeds the order may be chance.`
    : `The ranges of the two over ${countOf(seeds, "seed")} do not overlap.`;
}

function scoreText({ score }: RankedVariant, { metric }: MetricColumn): string {
  return formatSpread(score, metric);
}

function bold({ name }: RankedVariant): string {
  return `**${escapeMarkdown(name)}**`;
}
