import { numberCell, optionalCell } from "./cells.ts";
import { csvTextByRun, type TextPieces } from "./csv_text.ts";
import { answerText, exampleOf, loadedFor } from "./examples.ts";
import type { AnswerRecord, Mistake, RunResult, SweepResult } from "./types.ts";

/** What mistakes.csv has a row of. */
interface Entry {
  result: RunResult;
  answers: AnswerRecord;
  mistake: Mistake;
}

/** Columns that are there where any row has something to say in them. */
const optionalColumns: Record<string, (entry: Entry, sweep: SweepResult) => string> = {
  name({ result, answers, mistake }, sweep) {
    const loaded = loadedFor(sweep, result);
    return loaded ? exampleOf(loaded, answers, mistake).name : "";
  },
  output: ({ mistake }) => optionalCell(mistake.output),
  probability: ({ mistake }) => optionalCell(mistake.probability),
  error: ({ answers, mistake: { actual, answered } }) =>
    answers.task === "regression" ? numberCell(answered - actual) : "",
};

/**
 * The text of mistakes.csv: the mistakes that were kept of each run, the worst first. `row` counts
 * from 0 in what was loaded, before it was split. `undefined` where there is no mistake.
 */
export function mistakesCsv(sweep: SweepResult): TextPieces | undefined {
  const { runs } = sweep;
  if (!runs.some(({ answers }) => answers?.mistakes.length)) return undefined;
  const optional = Object.entries(optionalColumns).filter(([, cell]) =>
    runs.some((result) => entriesOf(result).some((entry) => cell(entry, sweep) !== ""))
  );
  const header = ["run", "variant", "seed", "part", "row", "actual", "answered"];
  const rowsOf = (of: RunResult) => {
    const loaded = loadedFor(sweep, of);
    return entriesOf(of).map((entry) => {
      const { result: { run }, answers, mistake } = entry;
      return [
        run.name,
        run.variant,
        numberCell(run.seed),
        answers.part,
        numberCell(mistake.row),
        answerText(loaded, answers, mistake.actual),
        answerText(loaded, answers, mistake.answered),
        ...optional.map(([, cell]) => cell(entry, sweep)),
      ];
    });
  };
  return csvTextByRun([...header, ...optional.map(([name]) => name)], { runs, rowsOf });
}

function entriesOf(result: RunResult): Entry[] {
  const { answers } = result;
  return answers?.mistakes.map((mistake) => ({ result, answers, mistake })) ?? [];
}
