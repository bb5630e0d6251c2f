import { assert, assertEquals, assertThrows } from "@std/assert";
import { type ArrayPart, assembleArrays, type NamedArray } from "../../src/data/arrays.ts";
import { ExperimentError } from "../../src/errors.ts";

function array(values: NamedArray["values"], shape = [values.length]): NamedArray {
  return { file: "a.npz", name: "x", shape, values };
}

const pair: ArrayPart = {
  inputs: array(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), [2, 2, 2]),
  labels: array(Float64Array.of(1, 0)),
};

function refused(part: Partial<ArrayPart>, message: string, test?: Partial<ArrayPart>) {
  const parts = { train: { ...pair, ...part }, ...(test && { test: { ...pair, ...test } }) };
  const error = assertThrows(() => assembleArrays(parts, {}), ExperimentError, message);
  assertEquals(error.file, "a.npz");
  return error;
}

Deno.test("Bytes stay bytes and keep the shape of a row", () => {
  const { parts, inputShape, classes } = assembleArrays({ train: pair }, {});
  assertEquals(inputShape, [2, 2]);
  assertEquals(classes, ["0", "1"]);
  assert(parts.train.inputs.values instanceof Uint8Array);
  assert(parts.train.inputs.values.buffer instanceof SharedArrayBuffer);
  assertEquals([...parts.train.inputs.values], [1, 2, 3, 4, 5, 6, 7, 8]);
  assertEquals([parts.train.inputs.rows, parts.train.inputs.columns], [2, 4]);
});

Deno.test("All other numbers, truth values too, become float32", () => {
  const read = (inputs: NamedArray) =>
    assembleArrays({ train: { ...pair, inputs } }, {}).parts.train.inputs.values;
  assertEquals(read(array(BigInt64Array.of(-3n, 5n))), Float32Array.of(-3, 5));
  assertEquals(read(array(Float64Array.of(0.1, 2))), Float32Array.of(0.1, 2));
  assertEquals(read({ ...array(Uint8Array.of(0, 1)), truth: true }), Float32Array.of(0, 1));
});

Deno.test("A vector of inputs has rows of one column", () => {
  const inputs = array(Float32Array.of(1, 2));
  assertEquals(assembleArrays({ train: { ...pair, inputs } }, {}).inputShape, [1]);
});

Deno.test("Labels may be a vector, a column or a row", () => {
  for (const shape of [[2], [2, 1], [1, 2]]) {
    const labels = array(Int32Array.of(1, 0), shape);
    const { train } = assembleArrays({ train: { ...pair, labels } }, {}).parts;
    assertEquals([...train.targets.values], [1, 0]);
    assertEquals([train.targets.rows, train.targets.columns], [2, 1]);
  }
});

Deno.test("Inputs that are not finite in float32 are refused with row and column", () => {
  for (const [value, shown] of [[NaN, "NaN"], [-Infinity, "-Infinity"], [1e39, "1e+39"]] as const) {
    const inputs = array(Float64Array.of(1, 2, 3, value), [2, 2]);
    const error = refused({ inputs }, `Cannot use ${shown} as an input`);
    assertEquals(error.place, '"x", row 1, column 1');
  }
  refused({ inputs: array(["a", "b"]) }, 'Cannot use "a" as an input');
});

Deno.test("Shapes that do not fit together are refused", () => {
  refused(
    { labels: array(Uint8Array.of(0, 1, 1)) },
    'Cannot use "x" of shape [3] as labels of 2 rows',
  );
  refused(
    { labels: array(new Uint8Array(8), [2, 2, 2]) },
    "of shape [2, 2, 2] as labels of 2 rows",
  );
  refused({ inputs: array(new Float32Array(0), [0, 3]) }, "there are no rows in it");
  refused({ inputs: array(Float64Array.of(1), []) }, "there are no rows in it");
  refused({}, "a training row has shape [2, 2]", { inputs: array(Uint8Array.of(1, 2), [2, 1]) });
  refused({}, "one holds bytes, the other does not", {
    inputs: array(new Float32Array(8), [2, 2, 2]),
  });
});
