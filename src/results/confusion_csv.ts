import { numberCell } from "./cells.ts";
import { csvTextByRun, type TextPieces } from "./csv_text.ts";
import { answerText, loadedFor } from "./examples.ts";
import type { RunResult, SweepResult } from "./types.ts";

/**
 * The text of confusion.csv: for each run a row per class and answered class, in the order of the
 * classes; of labels, for each label a row per answer. `undefined` where no run has counts.
 */
export function confusionCsv(sweep: SweepResult): TextPieces | undefined {
  const hasLabels = sweep.runs.some(({ answers }) => answers?.labels);
  const { runs } = sweep;
  if (!runs.some(({ answers }) => answers && matricesOf(answers).length > 0)) return undefined;
  const rowsOf = (result: RunResult): string[][] => {
    const { run, answers } = result;
    if (!answers) return [];
    const loaded = loadedFor(sweep, result);
    const text = (answer: number) => answerText(loaded, answers, answer);
    return matricesOf(answers).flatMap(({ label, counts }) =>
      counts.flatMap((row, actual) =>
        row.map((count, answered) => [
          run.name,
          run.variant,
          numberCell(run.seed),
          answers.part,
          ...(hasLabels ? [label] : []),
          text(actual),
          text(answered),
          numberCell(count),
        ])
      )
    );
  };
  const label = hasLabels ? ["label"] : [];
  return csvTextByRun(
    ["run", "variant", "seed", "part", ...label, "actual", "answered", "rows"],
    { runs, rowsOf },
  );
}

function matricesOf({ confusion, labels }: NonNullable<SweepResult["runs"][number]["answers"]>) {
  if (confusion) return [{ label: "", counts: confusion }];
  return (labels ?? []).map((counts, label) => ({ label: numberCell(label), counts }));
}
