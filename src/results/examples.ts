import type { LoadedData } from "../data/types.ts";
import { numberCell } from "./cells.ts";
import type { AnswerRecord, Mistake, RunResult, SweepResult } from "./types.ts";

/** A row as it was loaded, before it was normalised. */
export interface Example {
  /** What the user would call it: a picture's path, `line 12`, `row 3`. */
  name: string;
  values: Uint8Array | Float32Array;
}

/** What a run's data was loaded as, where that is known. */
export function loadedFor(sweep: SweepResult, { run }: RunResult): LoadedData | undefined {
  return sweep.loaded?.get(run.name);
}

/** The row that a mistake was made with; rows of data without names or lines count from 0. */
export function exampleOf(
  loaded: LoadedData,
  { source }: Pick<AnswerRecord, "source">,
  { row }: Pick<Mistake, "row">,
): Example {
  const { inputs: { values, columns }, names, lines } = loaded.parts[source]!;
  return {
    name: names?.[row] ?? (lines ? `line ${lines[row]}` : `row ${row}`),
    values: values.subarray(row * columns, (row + 1) * columns),
  };
}

/** An answer in a few characters, for people. */
export function shownAnswer(
  loaded: Pick<LoadedData, "classes"> | undefined,
  answers: Pick<AnswerRecord, "task">,
  answer: number,
): string {
  if (answers.task === "multi-label") return answer === 1 ? "yes" : "no";
  return answers.task === "regression" ? shortNumber(answer) : answerText(loaded, answers, answer);
}

/** A number with at most 6 significant digits: what was 13.4 before it was float32 is so again. */
export function shortNumber(value: number): string {
  return numberCell(Number(value.toPrecision(6)));
}

/** An answer: a class's name, its number where data has no names, else a number. */
export function answerText(
  loaded: Pick<LoadedData, "classes"> | undefined,
  { task }: Pick<AnswerRecord, "task">,
  answer: number,
): string {
  const isClass = task === "binary" || task === "multi-class";
  return (isClass ? loaded?.classes?.[answer] : undefined) ?? numberCell(answer);
}
