import { countOf, listOf } from "./format.ts";
import { escapeMarkdown } from "./markdown.ts";
import { isShown, metricColumns } from "./metric_columns.ts";
import { shownMistakes } from "./mistakes_svg.ts";
import { bestOf } from "./best_run.ts";
import { rankingColumn, rankVariants } from "./variants.ts";
import { metricWords } from "./verdict.ts";
import type { SweepResult } from "./types.ts";

/** A picture beside summary.md: what it shows for who cannot see it, and what is seen on it. */
interface Picture {
  alternative: (sweep: SweepResult) => string;
  seen?: (sweep: SweepResult) => string;
}

const pictures: Record<string, Picture> = {
  "curves.svg": {
    alternative: (sweep) =>
      `Learning curves of ${nameOf(sweep)}: ${
        measured(sweep)
      } over the epochs trained, a line per variant`,
  },
  "final.svg": {
    alternative: (sweep) =>
      `${measured(sweep)} that the runs of ${
        nameOf(sweep)
      } ended with, a row per variant, a point per seed`,
    seen: (sweep) =>
      hasManySeeds(sweep) && rankVariants(sweep.runs).variants.length > 1
        ? "Where the points of two variants lie among each other, the seed matters more than the variant."
        : "",
  },
  "grid.svg": {
    alternative: (sweep) =>
      `${metricWords(rankingColumn(sweep.runs))} of ${nameOf(sweep)} at each point of its grid`,
    seen: () => "Where the best points lie at an edge, better ones may lie beyond it.",
  },
  "trials.svg": {
    alternative: (sweep) =>
      `Parallel coordinates of ${
        nameOf(sweep)
      }: an upright axis for each setting that was searched and one for the ${
        metricWords(rankingColumn(sweep.runs))
      }, a line for each trial`,
    seen: () => "Where the lines of the best trials meet on an axis, that setting matters.",
  },
  "effects.svg": {
    alternative: (sweep) =>
      `${metricWords(rankingColumn(sweep.runs))} of ${
        nameOf(sweep)
      } over each setting that was searched, a point for each trial`,
  },
  "gap.svg": {
    alternative: (sweep) =>
      `Gap of ${
        nameOf(sweep)
      } between training rows and others, over the epochs trained, a line per variant`,
    seen: () =>
      "A line that goes up is a network that learns its training rows better than what they stand for.",
  },
  "confusion.svg": {
    alternative: (sweep) =>
      `Confusion matrix of ${bestName(sweep)}, with the counts of the table below`,
  },
  "mistakes.svg": {
    alternative(sweep) {
      const { answers } = bestRunOf(sweep)!;
      const count = Math.min(shownMistakes, answers!.mistakes.length);
      return `${countOf(count, "picture")} that ${bestName(sweep)} gets wrong, each ` +
        "with what it is and what was answered, as in the table below";
    },
  },
  "boundary.svg": {
    alternative: (sweep) =>
      `The plane of the two inputs, coloured by what ${
        bestName(sweep)
      } answers there, with rows of the data as points`,
    seen: () =>
      "What it answers at every place, with rows of the data in the colours of their classes.",
  },
  "weights.svg": {
    alternative: (sweep) => `Weights of the first layer of ${bestName(sweep)}, a picture per unit`,
    seen: () =>
      "The weights of its first layer as pictures: what each unit looks for in the inputs.",
  },
  "layers.svg": {
    alternative: (sweep) =>
      `Sizes of activations and gradients of ${nameOf(sweep)}, layer by layer, before and after ` +
      "training, a line per variant",
    seen: () =>
      "A signal that shrinks or grows from layer to layer, and a gradient that does on its way back, " +
      "is what keeps deep networks from learning. All numbers are in [layers.csv](layers.csv).",
  },
};

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function bestRunOf({ runs }: SweepResult) {
  return bestOf(runs, rankingColumn(runs));
}

function bestName(sweep: SweepResult): string {
  return escapeMarkdown(bestRunOf(sweep)?.run.name ?? "");
}

function hasManySeeds({ runs }: SweepResult): boolean {
  return new Set(runs.map(({ run }) => run.seed)).size > 1;
}

/** The pictures of these names that are there, each with a sentence. */
export function pictureTexts(
  sweep: SweepResult,
  names: readonly string[],
  there: ReadonlySet<string>,
): string[] {
  return names.flatMap((name) => {
    const picture = pictures[name];
    if (!picture || !there.has(name)) return [];
    const seen = picture.seen?.(sweep) ?? "";
    return [
      `![${capitalized(picture.alternative(sweep))}](${name})`,
      ...(seen === "" ? [] : [seen]),
    ];
  });
}

function nameOf({ experiment }: SweepResult): string {
  return escapeMarkdown(experiment.name);
}

function measured({ runs }: SweepResult): string {
  const columns = metricColumns(runs.map(({ final }) => final)).filter(isShown);
  return listOf([...new Set(columns.map(({ metric }) => metric.replaceAll("_", " ")))]);
}
