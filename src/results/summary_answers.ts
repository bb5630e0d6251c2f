import type { LoadedData } from "../data/types.ts";
import { bestOf } from "./best_run.ts";
import { exampleOf, loadedFor, shortNumber, shownAnswer } from "./examples.ts";
import { firstInputs } from "./example_inputs.ts";
import { countOf, formatMetric, formatShare } from "./format.ts";
import { escapeMarkdown, markdownTable } from "./markdown.ts";
import { metricAt } from "./metric_columns.ts";
import { shownMistakes } from "./mistakes_svg.ts";
import type { AnswerRecord, SweepResult } from "./types.ts";
import { metricWords, partWords } from "./verdict.ts";
import type { Ranking } from "./variants.ts";

/** Classes whose matrix still fits on a page. */
const widestMatrix = 10;

/** Pairs of classes that are told where the matrix does not fit. */
const shownConfusions = 10;

/** The best run: what it answers, and what it is surest and wrong about. */
export function answersSection(
  sweep: SweepResult,
  { column }: Pick<Ranking, "column">,
  pictures: { confusion: string; mistakes: string },
): string[] {
  const best = bestOf(sweep.runs, column);
  if (!best?.answers) return [];
  const { answers } = best;
  const loaded = loadedFor(sweep, best);
  const score = metricAt(best.final, column)!;
  const name = `**${escapeMarkdown(best.run.name)}**`;
  const which = sweep.runs.length === 1
    ? `The only run is ${name}`
    : `Of all runs ${name} has the best ${metricWords(column)}, ` +
      formatMetric(score, column.metric);
  return [
    "## The best model",
    answers.task === "regression"
      ? `${which}.`
      : `${which}. With the weights that it ended with it ${outcome(answers)}.`,
    pictures.confusion,
    ...countsText(answers, loaded),
    ...mistakesText(answers, loaded, pictures.mistakes),
  ];
}

function outcome({ task, part, rows, wrong = 0 }: AnswerRecord): string {
  const all = countOf(rows, `${partWords[part]} row`);
  if (task === "multi-label") return `gets ${countOf(wrong, "label")} of ${all} wrong`;
  return wrong === 0
    ? `gets ${rows === 1 ? `the only ${partWords[part]} row` : `all ${all}`} right`
    : `gets ${wrong} of ${all} wrong`;
}

function countsText(answers: AnswerRecord, loaded: LoadedData | undefined): string[] {
  const { task, confusion, labels } = answers;
  if (labels) return labelsText(labels);
  if (task === "regression" || task === "multi-label") return [];
  if (!confusion) return ["No matrix of classes is kept for more than 20 of them."];
  const name = (place: number) => escapeMarkdown(shownAnswer(loaded, answers, place));
  if (confusion.length > widestMatrix) return confusionsText(confusion, name);
  const header = ["is ↓, answered →", ...confusion.map((_, c) => name(c)), "right"];
  const rows = confusion.map((
    row,
    c,
  ) => [name(c), ...row.map(String), shareText(row[c]!, sum(row))]);
  return [
    markdownTable(header, rows, { numeric: (index) => index > 0 }),
    "A row for each class, a column for each answer; right answers stand on the diagonal.",
  ];
}

/** The most frequent of the wrong answers. */
function confusionsText(confusion: number[][], name: (place: number) => string): string[] {
  const pairs = confusion.flatMap((row, actual) =>
    row.flatMap((count, answered) =>
      actual === answered || count === 0 ? [] : [{ actual, answered, count, of: sum(row) }]
    )
  );
  if (pairs.length === 0) return [];
  pairs.sort((a, b) => b.count - a.count);
  const rows = pairs.slice(0, shownConfusions).map(({ actual, answered, count, of }) => [
    name(actual),
    name(answered),
    String(count),
    shareText(count, of),
  ]);
  const header = ["is", "answered", "rows", "of its class"];
  return [
    "The classes that it takes for others most often; all counts are in [confusion.csv](confusion.csv).",
    markdownTable(header, rows, { numeric: (index) => index > 1 }),
  ];
}

function labelsText(labels: number[][][]): string[] {
  const header = ["label", "rows with it", "found", "missed", "seen where it is not", "right"];
  const rows = labels.map(([no, yes], label) => [
    String(label),
    String(sum(yes!)),
    String(yes![1]),
    String(yes![0]),
    String(no![1]),
    shareText(no![0]! + yes![1]!, sum(no!) + sum(yes!)),
  ]);
  return [markdownTable(header, rows, { numeric: () => true })];
}

function mistakesText(
  answers: AnswerRecord,
  loaded: LoadedData | undefined,
  picture: string,
): string[] {
  const { task } = answers;
  const mistakes = answers.mistakes.slice(0, shownMistakes);
  if (mistakes.length === 0) return [];
  const has = (key: "output" | "probability") => mistakes.some((one) => one[key] !== undefined);
  const inputs = mistakes.map((mistake) =>
    loaded ? firstInputs(loaded, exampleOf(loaded, answers, mistake)) : []
  );
  const header = [
    "",
    ...(loaded ? ["row"] : []),
    ...(has("output") ? [task === "multi-label" ? "label" : "output"] : []),
    task === "regression" ? "target" : "is",
    "answered",
    ...(has("probability") ? ["how sure"] : []),
    ...(task === "regression" ? ["error"] : []),
    ...(inputs[0] ?? []).map(({ name }) => escapeMarkdown(name)),
  ];
  const rows = mistakes.map((mistake, index) => {
    const { output, actual, answered, probability } = mistake;
    const text = (answer: number) => escapeMarkdown(shownAnswer(loaded, answers, answer));
    return [
      String(index + 1),
      ...(loaded ? [escapeMarkdown(exampleOf(loaded, answers, mistake).name)] : []),
      ...(has("output") ? [String(output)] : []),
      text(actual),
      text(answered),
      ...(has("probability") ? [formatShare(probability!)] : []),
      ...(task === "regression" ? [shortNumber(answered - actual)] : []),
      ...inputs[index]!.map(({ text }) => escapeMarkdown(text)),
    ];
  });
  const numeric = (index: number) => index > 0 && header[index] !== "row";
  return [
    introduction(answers, mistakes.length, loaded),
    picture,
    markdownTable(header, rows, { numeric: (index) => task === "regression" && numeric(index) }),
    "[mistakes.csv](mistakes.csv) has these of every run, at most 16 each.",
  ];
}

/** What the table shows, and how its rows are called. */
function introduction(
  answers: AnswerRecord,
  shown: number,
  loaded: LoadedData | undefined,
): string {
  const part = loaded?.parts[answers.source];
  const counted = part?.lines
    ? "; lines are those of the data's file"
    : part && !part.names
    ? "; rows count from 0 in the data as it was loaded"
    : "";
  if (answers.task === "regression") {
    const rows = countOf(answers.rows, `${partWords[answers.part]} row`);
    const which = shown === 1 ? "largest error" : `${shown} largest errors`;
    return `Its ${which} on ${rows}, with the weights that it ended with${counted}:`;
  }
  const isAll = answers.wrong === shown;
  if (shown === 1) return `The ${isAll ? "only" : "surest"} wrong answer${counted}:`;
  return `The ${shown} ${isAll ? "" : "surest "}wrong answers, the surest first${counted}:`;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function shareText(count: number, of: number): string {
  return of === 0 ? "–" : formatShare(count / of);
}
