import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { createNetwork, initializers } from "../../../src/engine/mod.ts";
import { createStream, fillNormal } from "../../../src/random/mod.ts";
import { specOf } from "../helpers.ts";

function weightsOf(fanOut: number, fanIn: number, gain = 1): Float32Array {
  const values = new Float32Array(fanOut * fanIn);
  const place = { c0: 2, c1: 0 };
  const stream = createStream(5, "init");
  initializers.orthogonal.fill(values, { stream, place, fanIn, fanOut }, { gain });
  return values;
}

/** Inner product of rows a and b of a [fanOut, fanIn] matrix, of columns where there are fewer. */
function product(w: Float32Array, shape: [number, number], [a, b]: [number, number]): number {
  const [fanOut, fanIn] = shape;
  let sum = 0;
  for (let k = 0; k < Math.max(fanOut, fanIn); k++) {
    sum += fanIn >= fanOut
      ? w[a * fanIn + k]! * w[b * fanIn + k]!
      : w[k * fanIn + a]! * w[k * fanIn + b]!;
  }
  return sum;
}

for (const shape of [[1, 1], [7, 7], [3, 40], [40, 3], [60, 64], [1, 9]] as [number, number][]) {
  Deno.test(`${shape[0]} units on ${shape[1]} inputs are orthonormal to 1e-6, times the gain`, () => {
    for (const gain of [1, Math.SQRT2]) {
      const w = weightsOf(...shape, gain);
      const count = Math.min(...shape);
      for (let a = 0; a < count; a++) {
        for (let b = 0; b < count; b++) {
          const got = product(w, shape, [a, b]) / (gain * gain);
          assertAlmostEquals(got, a === b ? 1 : 0, 1e-6);
        }
      }
    }
  });
}

Deno.test("the normal draws are Q·R with a triangular R of positive diagonal, as in PyTorch", () => {
  const [rows, columns] = [9, 5];
  const draws = new Float32Array(rows * columns);
  fillNormal(draws, createStream(5, "init"), { c0: 2, c1: 0 });
  const q = weightsOf(rows, columns);
  for (let a = 0; a < columns; a++) {
    for (let b = 0; b < columns; b++) {
      let r = 0;
      for (let k = 0; k < rows; k++) r += q[k * columns + a]! * draws[k * columns + b]!;
      if (a > b) assertAlmostEquals(r, 0, 1e-6);
      if (a === b) assert(r > 0);
    }
  }
});

Deno.test("a layer of orthogonal weights keeps the length of its input, and biases can't be such", () => {
  const shape = { inputs: 20, units: [30], activations: ["linear"], loss: "squared-error" };
  const network = createNetwork(
    specOf({ ...shape, init: "orthogonal", biasInit: "zeros" }),
    { seed: 1 },
  );
  network.initialize();
  const inputs = { values: new Float32Array(20).fill(0.5), rows: 1, columns: 20 };
  const outputs = network.outputs({ inputs, inputScale: 1 });
  assertAlmostEquals(outputs.reduce((sum, a) => sum + a * a, 0), 5, 1e-5);
  assertEquals(outputs.length, 30);
  assertThrows(
    () => createNetwork(specOf({ ...shape, biasInit: "orthogonal" }), { seed: 1 }),
    RangeError,
    "Cannot start biases as orthogonal: they are no matrix",
  );
});
