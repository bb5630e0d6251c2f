import { assertEquals } from "@std/assert";
import type { LoadedData } from "../../src/data/mod.ts";
import { addExamples, encodeExamples } from "../../src/results/shard_examples.ts";
import type { AnswerRecord, SweepResult } from "../../src/results/types.ts";
import { makeRun, makeSweep } from "./_sweep.ts";

/** Five rows of three bytes, or of two numbers. */
function loadedAs(kind: "bytes" | "plane"): LoadedData {
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

function sweepOf(kind: "bytes" | "plane", rows: number[]): SweepResult {
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

Deno.test("of rows that are no points, those with mistakes are kept, and several files add up", () => {
  const sets: (LoadedData | undefined)[] = [];
  assertEquals(addExamples(sets, encodeExamples(sweepOf("bytes", [3, 1]))), true);
  const { train } = sets[0]!.parts;
  assertEquals([...train.inputs.values], [0, 0, 0, 30, 40, 50, 0, 0, 0, 90, 100, 110, 0, 0, 0]);
  assertEquals(train.names, ["", "b", "", "d", ""]);
  assertEquals(addExamples(sets, encodeExamples(sweepOf("bytes", [4]))), true);
  assertEquals([...train.inputs.values].slice(9), [90, 100, 110, 120, 130, 140]);
  assertEquals(train.names, ["", "b", "", "d", "e"]);
  assertEquals(train.inputs.values instanceof Uint8Array, true);
});

Deno.test("of points in a plane all rows are kept with their classes, to the bit", () => {
  const sets: (LoadedData | undefined)[] = [];
  assertEquals(addExamples(sets, encodeExamples(sweepOf("plane", [1]))), true);
  assertEquals(sets, [loadedAs("plane")]);
});

Deno.test("data that no run of the shard uses is left to other shards", () => {
  const sweep = sweepOf("plane", []);
  const other = { ...sweep.data[0]!, settings: { ...sweep.data[0]!.settings, seed: 9 } } as never;
  const sets: (LoadedData | undefined)[] = [];
  assertEquals(
    addExamples(sets, encodeExamples({ ...sweep, data: [other, sweep.data[0]!] })),
    true,
  );
  assertEquals([...sets], [undefined, loadedAs("plane")]);
});

Deno.test("a file with any byte changed or missing is not whole", () => {
  const file = encodeExamples(sweepOf("bytes", [1]));
  for (let k = 0; k < file.length; k += 7) {
    const other = file.slice();
    other[k]! ^= 64;
    assertEquals(addExamples([], other), false, `byte ${k}`);
    assertEquals(addExamples([], file.subarray(0, k)), false, `${k} bytes`);
  }
});
