import { bounded } from "./bounded.ts";
import { escapeMarkdown, markdownTable } from "./markdown.ts";
import { differingSetup, sharedSetup } from "./setup_table.ts";
import type { SweepResult } from "./types.ts";

/** What differs between the variants, and what all runs share. */
export function setupSection(sweep: SweepResult): string[] {
  const { differing } = sweep.experiment;
  const { shown, rest } = bounded([...differingSetup(sweep)], {
    noun: "variant",
    where: "[runs.csv](runs.csv)",
  });
  const variants = shown.map(([name, texts]) => [escapeMarkdown(name), ...texts.map(shortText)]);
  const shared = sharedSetup(sweep).map(([name, text]) => [name, shortText(text)]);
  return [
    "## Set-up",
    ...(differing.length === 0 ? [] : [
      "What differs:",
      markdownTable(["variant", ...differing.map(escapeMarkdown)], variants),
      rest,
    ]),
    variants.length > 1 ? "What all runs share:" : "",
    markdownTable(["setting", "value"], shared),
  ];
}

const longest = 280;

/** Data written in the experiment itself would fill the page; manifest.json has all of it. */
function shortText(text: string): string {
  const characters = [...text];
  return escapeMarkdown(
    characters.length > longest ? `${characters.slice(0, longest).join("")}…` : text,
  );
}
