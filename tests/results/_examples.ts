import type { LoadedData } from "../../src/data/mod.ts";
import type { AnswerRecord, SweepResult } from "../../src/results/types.ts";
import { makeRun, makeSweep } from "./_sweep.ts";

/** Five rows of three bytes, or of two numbers. */
export function loadedAs(kind: "bytes" | "plane"): LoadedData {
  const columns = kind === "bytes" ? 3 : 2;
  const count = 5 * columns;
  const values = kind === "bytes"
    ? Uint8Array.from({ length: count }, (_, k) => 10 * k)
    : Float32Array.from({ length: count }, (_, k) => k === 3 ? NaN : k - 0.5);
  return {
    parts: {
      train: {
        inputs: { values, rows: 5, columns },
        targets: { values: Float32Array.of(0, 1, 0, 1, 1), rows: 5, columns: 1 },
        ...(kind === "bytes"
          ? { names: ["a", "b", "c", "d", "e"] }
          : { lines: Uint32Array.of(2, 3, 5, 7, 11) }),
      },
    },
    inputShape: [columns],
    classes: ["no", "yes"],
    digest: "d",
  };
}

/** A run that was wrong about these rows of them. */
export function sweepOf(kind: "bytes" | "plane", rows: number[]): SweepResult {
  const answers: AnswerRecord = {
    part: "test",
    source: "train",
    task: "binary",
    rows: 5,
    mistakes: rows.map((row) => ({ row, actual: 0, answered: 1 })),
  };
  const result = makeRun("he", 1, { answers });
  const sweep = makeSweep([result]);
  const data = [{ ...sweep.data[0]!, settings: result.run.settings.data }];
  return { ...sweep, data, loaded: new Map([[result.run.name, loadedAs(kind)]]) };
}
