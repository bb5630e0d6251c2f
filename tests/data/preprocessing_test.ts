import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { parsePreprocessing, preprocess } from "../../src/data/preprocessing.ts";
import { prepareData } from "../../src/data/prepare.ts";
import type { LoadedData, Matrix } from "../../src/data/types.ts";
import { ExperimentError } from "../../src/errors.ts";

function loadedFrom(values: Matrix["values"], columns: number): LoadedData {
  const rows = values.length / columns;
  const targets = { values: new Float32Array(rows), rows, columns: 1 };
  return {
    parts: { train: { inputs: { values, rows, columns }, targets } },
    inputShape: [columns],
    digest: "",
  };
}

const floats = Float32Array.of(0.1, 7, -3.25, 1e-3, 12345.678, 2.5);
const bytes = Uint8Array.of(0, 255, 17, 3, 200, 9);

for (const normalize of ["unit", "standardize", "none", "auto"] as const) {
  for (const values of [floats, bytes]) {
    Deno.test(`${normalize} of ${values.constructor.name} is applied to new rows to the bit, also by way of JSON`, () => {
      const loaded = loadedFrom(values, 2);
      const { train, preprocessing } = prepareData(loaded, { normalize, seed: 1 });
      const stored = parsePreprocessing(JSON.parse(JSON.stringify(preprocessing)), "a.safetensors");
      assertEquals(stored, preprocessing);
      const { inputs, inputScale } = preprocess(loaded.parts.train.inputs, stored);
      assertEquals(inputs.values, train.inputs.values);
      assertEquals(inputScale, train.inputScale);
    });
  }
}

Deno.test("a missing value of a new row gets the mean of the training rows", () => {
  const loaded = loadedFrom(Float32Array.of(1, NaN, 3), 1);
  const { preprocessing } = prepareData(loaded, { normalize: "none", seed: 1 });
  assertEquals(preprocessing.mean, [2]);
  const row = { values: Float32Array.of(NaN, 5), rows: 2, columns: 1 };
  assertEquals([...preprocess(row, preprocessing).inputs.values], [2, 5]);
});

Deno.test("means are kept for data that may have gaps even if it has none, and only then", () => {
  const loaded = loadedFrom(Float32Array.of(1, 3), 1);
  const asked = prepareData({ ...loaded, imputes: true }, { normalize: "none", seed: 1 });
  assertEquals(asked.preprocessing.mean, [2]);
  const plain = prepareData(loaded, { normalize: "none", seed: 1 });
  assertStrictEquals(plain.preprocessing.mean, undefined);
});

const right = { inputShape: [2], bytes: false, normalize: "none" };
const wrong: [object, string][] = [
  [{ inputShape: [2], bytes: false }, "preprocessing.normalize"],
  [{ ...right, inputShape: [0] }, "preprocessing.inputShape.0"],
  [{ ...right, inputShape: [100000, 100000] }, "preprocessing.inputShape"],
  [{ ...right, normalize: "standardize" }, "preprocessing.normalize"],
  [{ ...right, mean: [1] }, "preprocessing.mean"],
  [{ ...right, encoding: [{ column: "a", words: ["x", "y", "z"] }] }, "preprocessing.encoding"],
  [{ ...right, classes: ["one"] }, "preprocessing.classes"],
  [{ ...right, other: 1 }, "preprocessing"],
];

for (const [value, place] of wrong) {
  Deno.test(`preprocessing ${JSON.stringify(value)} is refused at ${place}`, () => {
    const error = assertThrows(() => parsePreprocessing(value, "m.safetensors"), ExperimentError);
    assertEquals([error.place, error.file], [place, "m.safetensors"]);
  });
}
