import { bounded } from "./bounded.ts";
import { countOf } from "./format.ts";
import { codeBlock, escapeMarkdown, inlineCode, markdownTable } from "./markdown.ts";
import { rowsText } from "./setup_table.ts";
import type { DataRecord, SweepResult } from "./types.ts";

/** Of everything that the bytes depend on, which it was. */
export function provenanceSection(sweep: SweepResult): string[] {
  const { shown, rest } = bounded(sweep.data, {
    noun: "data set",
    where: "[manifest.json](manifest.json)",
    most: 10,
  });
  const lines: [string, string][] = [
    ["experiment", `${inlineCode(sweep.source)}, ${shortDigest(sweep.experiment.digest)}`],
    ...shown.map((record): [string, string] => ["data", dataText(record)]),
    ...(sweep.initialWeights ?? []).map(({ path, digest }): [string, string] => [
      "initial weights",
      `${inlineCode(path)}, ${shortDigest(digest)}`,
    ]),
    ["numerics version", String(sweep.numericsVersion)],
    ["deno.lock", shortDigest(sweep.lockDigest)],
    ["runs", runsText(sweep)],
  ];
  return ["## Where this comes from", markdownTable(["what", "which"], lines), rest];
}

const shownClasses = 20;

function dataText(record: DataRecord): string {
  const { classes = [] } = record;
  const names = classes.slice(0, shownClasses).map(escapeMarkdown).join(", ");
  const more = classes.length > shownClasses ? ` and ${classes.length - shownClasses} more` : "";
  return `${shortDigest(record.digest)}, rows: ${rowsText(record)}` +
    (classes.length > 0 ? `, classes ${names}${more}` : "");
}

function runsText({ runs, expectedRuns }: SweepResult): string {
  const text = `${countOf(runs.length, "run")}, each in [runs.csv](runs.csv)`;
  return runs.length === expectedRuns ? text : `${text}; ${expectedRuns} were asked for`;
}

function shortDigest(digest: string): string {
  return `SHA-256 ${inlineCode(`${digest.slice(0, 12)}…`)}`;
}

/** What to type. Where these results lie is not in it: they are the same bytes wherever they lie. */
export function reproduceSection(sweep: SweepResult): string[] {
  const { experiment: { name }, source, runs, expectedRuns, shard } = sweep;
  const command = shard ? `${sweep.command} --shard ${shard.index}/${shard.of}` : sweep.command;
  if (runs.length < expectedRuns) {
    return [
      "## Get the rest",
      "The same command takes the runs that are finished and trains the others:",
      codeBlock([command]),
    ];
  }
  return [
    "## Get it again",
    "`FOLDER` stands for the folder that this file is in: " +
    `${inlineCode(`results/${name}`)}, unless \`--out\` named another. Commands are typed in the ` +
    "project's folder. This one trains every run again and compares every byte:",
    codeBlock(["deno task verify FOLDER"]),
    "These leave models and results of your own beside it:",
    codeBlock([
      `${command} --out results/${name}-again`,
      `deno task compare FOLDER results/${name}-again`,
    ]),
    // Of a file outside of the project only the name is known.
    source.includes("/")
      ? ""
      : `Put the path of the experiment file in the place of ${inlineCode(source)}.`,
    "Every file but the models, `environment.json` and `timing.csv` is the same to the byte on every " +
    "machine; the models are compared by the `weights_sha256` of [runs.csv](runs.csv).",
  ];
}
