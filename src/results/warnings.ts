import { countOf, formatShare, listOf } from "./format.ts";
import { escapeMarkdown } from "./markdown.ts";
import { mean } from "./statistics.ts";
import type { PartName, RunResult } from "./types.ts";
import { metricWords } from "./verdict.ts";
import type { RankedVariant, Ranking } from "./variants.ts";

/** What somebody should know before believing the table, as sentences in markdown. */
export function warnings({ column, variants }: Ranking): string[] {
  return variants.flatMap((variant) => {
    const found = [...divergedWarning(variant)];
    if (column.metric === "accuracy") found.push(...majorityWarning(variant, column.part));
    return found;
  });
}

function divergedWarning({ name, runs, finished }: RankedVariant): string[] {
  const diverged = runs.filter(({ status }) => status === "diverged");
  if (diverged.length === 0) return [];
  const list = diverged.map(({ run, divergedAt }) =>
    `seed ${run.seed}${divergedAt === undefined ? "" : ` at epoch ${divergedAt}`}`
  );
  const left = finished.length === 0
    ? "no run is left for a mean"
    : `the means are over the ${countOf(finished.length, "run")} left`;
  return [
    `**${escapeMarkdown(name)}** diverged (the loss was no longer finite): ${
      listOf(list)
    }; ${left}.`,
  ];
}

/** Always giving the same answer gets the share of the most frequent class right. */
function majorityWarning({ name, finished }: RankedVariant, part: PartName): string[] {
  if (finished.length === 0) return [];
  if (finished.every((result) => answersAlike(result, "train"))) {
    const share = formatShare(mean(finished.map(({ majority }) => majority!.train!)));
    return [
      `**${
        escapeMarkdown(name)
      }** learned nothing with any seed: its training accuracy is the share ` +
      `of the most frequent class (${share}), what the same answer for every row gets.`,
    ];
  }
  const shares = finished.flatMap(({ majority }) => majority?.[part] ?? []);
  const accuracies = finished.flatMap(({ final }) => final[part]?.accuracy ?? []);
  if (shares.length < finished.length || mean(accuracies) > mean(shares)) return [];
  const words = metricWords({ part, metric: "accuracy" });
  return [
    `**${escapeMarkdown(name)}**: the mean ${words} (${
      formatShare(mean(accuracies))
    }) is not above ` +
    `the share of the most frequent class (${formatShare(mean(shares))}).`,
  ];
}

function answersAlike({ final, majority }: RunResult, part: PartName): boolean {
  const share = majority?.[part];
  return share !== undefined && final[part]?.accuracy === share;
}
