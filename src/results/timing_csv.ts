import { numberCell } from "./cells.ts";
import { csvText } from "./csv_text.ts";
import type { RunResult } from "./types.ts";

/** The text of timing.csv: wall times in milliseconds. It differs from machine to machine. */
export function timingCsv(runs: readonly RunResult[]): string {
  const header = ["run", "variant", "seed", "epochs", "elapsed_ms", "ms_per_epoch"];
  const rows = runs.map(({ run, epochs, elapsedMs }) => [
    run.name,
    run.variant,
    numberCell(run.seed),
    numberCell(epochs),
    elapsedMs.toFixed(1),
    epochs === 0 ? "" : (elapsedMs / epochs).toFixed(3),
  ]);
  return csvText([header, ...rows]);
}
