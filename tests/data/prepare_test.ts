import { assert, assertEquals } from "@std/assert";
import { prepareData } from "../../src/data/prepare.ts";
import type { LoadedData, Part } from "../../src/data/types.ts";

function part(values: number[]): Part {
  return {
    inputs: { values: Float32Array.from(values), rows: values.length, columns: 1 },
    targets: { values: new Float32Array(values.length), rows: values.length, columns: 1 },
  };
}

function data(parts: LoadedData["parts"]): LoadedData {
  return { parts, inputShape: [1], digest: "" };
}

Deno.test("Parts that are split off share matrices and name their rows", () => {
  const { train, test, validation } = prepareData(data({ train: part([1, 2, 3, 4]) }), {
    split: { test: 0.25 },
    seed: 3,
  });
  assert(train.inputs === test!.inputs);
  assertEquals([...train.rows!, ...test!.rows!].sort(), [0, 1, 2, 3]);
  assertEquals(validation, undefined);
});

Deno.test("Given parts have no rows, and statistics come from the training part alone", () => {
  const loaded = data({ train: part([1, 3]), validation: part([5]), test: part([2, 7, 3]) });
  const prepared = prepareData(loaded, { normalize: "standardize", seed: 1 });
  assertEquals(prepared.preprocessing.mean, [2]);
  assertEquals(prepared.preprocessing.deviation, [1]);
  assertEquals([...prepared.validation!.inputs.values], [3]);
  assertEquals([...prepared.test!.inputs.values], [0, 5, 1]);
  for (const examples of [prepared.train, prepared.validation, prepared.test]) {
    assertEquals(examples!.rows, undefined);
  }
});

Deno.test("Statistics leave out rows that are split off", () => {
  const loaded = data({ train: part([1, 2, 3, 1000]) });
  for (let seed = 0; seed < 10; seed++) {
    const { train, preprocessing } = prepareData(loaded, {
      split: { test: 0.5 },
      normalize: "standardize",
      seed,
    });
    const [a, b] = [...train.rows!].map((row) => loaded.parts.train.inputs.values[row]!);
    assertEquals(preprocessing.mean![0], (a! + b!) / 2);
  }
});

Deno.test("Loaded data stays as it is", () => {
  const loaded = data({ train: part([1, NaN, 3]) });
  prepareData(loaded, { normalize: "standardize", seed: 1 });
  assertEquals([...loaded.parts.train.inputs.values], [1, NaN, 3]);
});
