import { compareVariants } from "./comparisons.ts";
import { countOf, listOf } from "./format.ts";
import { escapeMarkdown } from "./markdown.ts";
import { answersSection } from "./summary_answers.ts";
import { comparisonSection } from "./summary_comparison.ts";
import { pictureTexts } from "./summary_pictures.ts";
import { provenanceSection, reproduceSection } from "./summary_provenance.ts";
import { resultsSection } from "./summary_results.ts";
import { searchSection } from "./summary_search.ts";
import { setupSection } from "./summary_setup.ts";
import type { SweepResult } from "./types.ts";
import { rankVariants } from "./variants.ts";
import { verdict } from "./verdict.ts";
import { warnings } from "./warnings.ts";

/**
 * The text of summary.md: the question, what was compared and which variant did best in a sentence
 * each, a table over the seeds, the pictures, the best model and its mistakes, warnings, the set-up,
 * where it comes from and how to get it again. Texts of the experiment are escaped; tables are
 * bounded.
 *
 * @param sweep May be a part of what was asked for; the page says so.
 * @param pictures Files beside it, of which it shows those that it knows.
 */
export function summaryMarkdown(
  sweep: SweepResult,
  { pictures = ["curves.svg"] }: { pictures?: Iterable<string> } = {},
): string {
  const there = new Set(pictures);
  const ranking = rankVariants(sweep.runs);
  const comparisons = compareVariants(ranking);
  const show = (...names: string[]) => pictureTexts(sweep, names, there);
  const found = warnings(sweep, ranking);
  const sections = [
    `# ${escapeMarkdown(sweep.experiment.name)}`,
    escapeMarkdown(sweep.experiment.question),
    incomplete(sweep),
    comparedText(sweep, ranking.variants.length),
    verdict(ranking, comparisons),
    found.length === 0 ? "" : `Read the [${countOf(found.length, "warning")}](#warnings) with it.`,
    ...resultsSection(sweep, ranking),
    ...comparisonSection(ranking, comparisons),
    ...searchSection(sweep, ranking, show("trials.svg", "effects.svg")),
    ...show("curves.svg", "final.svg", "grid.svg", "gap.svg"),
    ...answersSection(sweep, ranking, {
      confusion: show("confusion.svg").join("\n\n"),
      mistakes: show("mistakes.svg").join("\n\n"),
    }),
    ...show("boundary.svg", "weights.svg"),
    ...(there.has("layers.svg") ? ["## Through the layers", ...show("layers.svg")] : []),
    ...(found.length === 0 ? [] : ["## Warnings", found.map((text) => `- ${text}`).join("\n")]),
    ...setupSection(sweep),
    ...provenanceSection(sweep),
    ...reproduceSection(sweep),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

/** A sweep that was interrupted, or is a part of one. */
function incomplete(
  { runs, expectedRuns, shard, experiment, setAside = [] }: SweepResult,
): string {
  if (!shard && runs.length === expectedRuns) return "";
  const text = shard
    ? `**Shard ${shard.index} of ${shard.of}: ${runs.length} of ${
      countOf(experiment.runs.length, "run")
    }.** What follows is about those alone; \`deno task merge\` joins it with the others.`
    : `**Not finished: ${runs.length} of ${
      countOf(expectedRuns, "run")
    }.** What follows is about ` +
      "those alone; the others may change it.";
  if (setAside.length === 0) return text;
  const lines = setAside.slice(0, mostSetAside).map(({ run, why }) =>
    `- ${escapeMarkdown(run)}: ${escapeMarkdown(why)}`
  );
  const more = setAside.length - lines.length;
  return [
    `${text} Set aside:`,
    "",
    ...lines,
    ...(more > 0 ? [`- and ${more} more`] : []),
  ].join("\n");
}

/** Most runs that the summary names of those that were set aside. */
const mostSetAside = 100;

/** `4 variants that differ in init, with 3 seeds each.` */
function comparedText({ experiment, runs }: SweepResult, variants: number): string {
  const { differing, seeds } = experiment;
  if (variants === 1) {
    return runs.length === 1
      ? "One run: one variant, one seed."
      : `One variant with ${countOf(runs.length, "seed")}.`;
  }
  const paths = differing.length > 4
    ? `${countOf(differing.length, "setting")}`
    : listOf(differing.map(escapeMarkdown));
  const each = runs.length === variants * seeds.length
    ? `${countOf(seeds.length, "seed")} each`
    : `${countOf(runs.length, "run")} in all`;
  return `${variants} variants that differ in ${paths}, with ${each}.`;
}
