import { countOf, formatSpread, listOf } from "./format.ts";
import { codeBlock, escapeMarkdown, inlineCode, markdownTable } from "./markdown.ts";
import { isShown, type MetricColumn, metricColumns } from "./metric_columns.ts";
import { differingSetup, rowsText, sharedSetup } from "./setup_table.ts";
import type { SweepResult } from "./types.ts";
import { metricWords, verdict } from "./verdict.ts";
import { type RankedVariant, type Ranking, rankVariants, variantSpread } from "./variants.ts";
import { warnings } from "./warnings.ts";

/**
 * The text of summary.md: the question, the best variant in a sentence, a table over the seeds, the
 * picture, warnings, the set-up, where it comes from and how to get it again. Texts of the
 * experiment are escaped.
 */
export function summaryMarkdown(sweep: SweepResult): string {
  const ranking = rankVariants(sweep.runs);
  const sections = [
    `# ${escapeMarkdown(sweep.experiment.name)}`,
    escapeMarkdown(sweep.experiment.question),
    verdict(ranking),
    resultsSection(sweep, ranking),
    pictureSection(sweep),
    warningsSection(ranking),
    setupSection(sweep),
    provenanceSection(sweep),
    reproduceSection(sweep),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function resultsSection({ runs }: SweepResult, { column, variants }: Ranking): string {
  const columns = metricColumns(runs.map(({ final }) => final)).filter(isShown);
  const someDiverged = runs.some(({ status }) => status === "diverged");
  const header = [
    "variant",
    "seeds",
    ...(someDiverged ? ["finished"] : []),
    ...rankedFirst(columns, column).map(metricWords),
    "best epoch",
  ];
  const rows = variants.map((variant) => [
    escapeMarkdown(variant.name),
    String(variant.runs.length),
    ...(someDiverged ? [String(variant.finished.length)] : []),
    ...rankedFirst(columns, column).map((metric) =>
      formatSpread(variantSpread(variant, metric), metric.metric)
    ),
    bestEpochs(variant),
  ]);
  const many = variants.some(({ finished }) => finished.length > 1);
  const how = many ? "Mean ± sample standard deviation over the seeds, measured" : "Measured";
  const when = runs.some(({ restoredFrom }) => restoredFrom !== undefined)
    ? "with the weights that each run ended with, those of its best epoch where early stopping " +
      "took it back"
    : "after the last epoch";
  return [
    "## Results",
    markdownTable(header, rows, { numeric: (index) => index > 0 }),
    `${how} ${when}; ordered by ${metricWords(column)}. Best epoch: the epochs trained ` +
    `when the ${runs.some(({ final }) => final.validation) ? "validation" : "training"} loss was ` +
    "lowest among the recorded ones" +
    (runs.some(({ run }) => run.settings.earlyStopping)
      ? ", or what early stopping watched was best."
      : "."),
  ].join("\n\n");
}

/** The metric that decides stands first. */
function rankedFirst(columns: MetricColumn[], first: MetricColumn): MetricColumn[] {
  const decides = (column: MetricColumn) =>
    column.part === first.part && column.metric === first.metric;
  return [...columns.filter(decides), ...columns.filter((column) => !decides(column))];
}

/** `34 to 318`: of the finished runs of a variant. */
export function bestEpochs({ finished }: Pick<RankedVariant, "finished">): string {
  if (finished.length === 0) return "–";
  const epochs = finished.map(({ bestEpoch }) => bestEpoch);
  const [low, high] = [Math.min(...epochs), Math.max(...epochs)];
  return low === high ? String(low) : `${low} to ${high}`;
}

function pictureSection({ experiment, runs }: SweepResult): string {
  const columns = metricColumns(runs.map(({ final }) => final)).filter(isShown);
  const measured = listOf([...new Set(columns.map(({ metric }) => metric.replaceAll("_", " ")))]);
  return `![Learning curves of ${escapeMarkdown(experiment.name)}: ${measured} over the epochs ` +
    "trained, a line per variant](curves.svg)";
}

function warningsSection(ranking: Ranking): string {
  const found = warnings(ranking);
  return found.length === 0
    ? ""
    : ["## Warnings", found.map((text) => `- ${text}`).join("\n")].join("\n\n");
}

function setupSection(sweep: SweepResult): string {
  const { differing } = sweep.experiment;
  const variants = [...differingSetup(sweep)].map(([name, texts]) => [
    escapeMarkdown(name),
    ...texts.map(shortText),
  ]);
  const shared = sharedSetup(sweep).map(([name, text]) => [name, shortText(text)]);
  return [
    "## Set-up",
    ...(differing.length === 0 ? [] : [
      "What differs:",
      markdownTable(["variant", ...differing.map(escapeMarkdown)], variants),
    ]),
    variants.length > 1 ? "What all runs share:" : "",
    markdownTable(["setting", "value"], shared),
  ].filter((text) => text !== "").join("\n\n");
}

/** Data written in the experiment itself would fill the page; manifest.json has all of it. */
function shortText(text: string): string {
  const characters = [...text];
  return escapeMarkdown(characters.length > 160 ? `${characters.slice(0, 160).join("")}…` : text);
}

function provenanceSection(sweep: SweepResult): string {
  const data = sweep.data.map((record): [string, string] => {
    const classes = record.classes === undefined
      ? ""
      : `, classes ${record.classes.map(escapeMarkdown).join(", ")}`;
    return ["data", `${shortDigest(record.digest)}, rows: ${rowsText(record)}${classes}`];
  });
  const lines: [string, string][] = [
    ["experiment", `${inlineCode(sweep.source)}, ${shortDigest(sweep.experiment.digest)}`],
    ...data,
    ["numerics version", String(sweep.numericsVersion)],
    ["deno.lock", shortDigest(sweep.lockDigest)],
    ["runs", runsText(sweep)],
  ];
  return ["## Where this comes from", markdownTable(["what", "which"], lines)].join("\n\n");
}

function runsText({ runs, expectedRuns }: SweepResult): string {
  const text = `${countOf(runs.length, "run")}, each in [runs.csv](runs.csv)`;
  return runs.length === expectedRuns ? text : `${text}; ${expectedRuns} were asked for`;
}

function shortDigest(digest: string): string {
  return `SHA-256 ${inlineCode(`${digest.slice(0, 12)}…`)}`;
}

function reproduceSection({ command, experiment }: SweepResult): string {
  return [
    "## Get it again",
    codeBlock([
      `${command} --out results/${experiment.name}-again`,
      `deno task compare results/${experiment.name} results/${experiment.name}-again`,
    ]),
    "Every file but the models, `environment.json` and `timing.csv` is the same to the byte on every " +
    "machine; the models are compared by the `weights_sha256` of [runs.csv](runs.csv).",
  ].join("\n\n");
}
