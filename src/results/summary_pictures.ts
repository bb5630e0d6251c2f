import { countOf, listOf } from "./format.ts";
import { escapeMarkdown } from "./markdown.ts";
import { isShown, metricColumns } from "./metric_columns.ts";
import { shownMistakes } from "./mistakes_svg.ts";
import { bestOf } from "./best_run.ts";
import { rankingColumn } from "./variants.ts";
import type { SweepResult } from "./types.ts";

/** A picture beside summary.md: what it shows instead of itself, and what is seen on it. */
interface Picture {
  alternative: (sweep: SweepResult) => string;
  seen: string;
}

const pictures: Record<string, Picture> = {
  "curves.svg": {
    alternative: (sweep) =>
      `Learning curves of ${nameOf(sweep)}: ${
        measured(sweep)
      } over the epochs trained, a line per variant`,
    seen: "",
  },
  "mistakes.svg": {
    alternative(sweep) {
      const best = bestOf(sweep.runs, rankingColumn(sweep.runs))!;
      const count = Math.min(shownMistakes, best.answers!.mistakes.length);
      return `${countOf(count, "picture")} that ${
        escapeMarkdown(best.run.name)
      } gets wrong, each ` +
        "with what it is and what was answered, as in the table below";
    },
    seen: "",
  },
};

/** The pictures of these names that are there, each with a sentence. */
export function pictureTexts(
  sweep: SweepResult,
  names: readonly string[],
  there: ReadonlySet<string>,
): string[] {
  return names.flatMap((name) => {
    const picture = pictures[name];
    if (!picture || !there.has(name)) return [];
    const { alternative, seen } = picture;
    return [`![${alternative(sweep)}](${name})`, ...(seen === "" ? [] : [seen])];
  });
}

function nameOf({ experiment }: SweepResult): string {
  return escapeMarkdown(experiment.name);
}

function measured({ runs }: SweepResult): string {
  const columns = metricColumns(runs.map(({ final }) => final)).filter(isShown);
  return listOf([...new Set(columns.map(({ metric }) => metric.replaceAll("_", " ")))]);
}
