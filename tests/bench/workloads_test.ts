import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { generateData, layerPlaces } from "../../src/bench/workload_data.ts";
import { batchesOf, countParameters, type Workload, workloads } from "../../src/bench/workloads.ts";

const tiny: Workload = {
  name: "tiny",
  title: "",
  sizes: [5, 3, 4],
  rows: 70,
  batchRows: 32,
  inputs: "bytes",
  hidden: "relu",
  loss: "categorical-cross-entropy",
  optimizer: { type: "adam", learningRate: 0.01 },
  tolerance: 1e-3,
  goals: {},
};

Deno.test("parameters are weights and biases of all layers", () => {
  assertEquals(countParameters(tiny), 3 * 5 + 3 + 4 * 3 + 4);
  // 12288·20+20 + 20·16+16 + 16·8+8 + 8·4+4 + 4+1
  const deep = workloads.find(({ name }) => name === "deep-209")!;
  assertEquals(countParameters(deep), 246293);
});

Deno.test("layers stand one after the other: weights, then biases", () => {
  assertEquals(layerPlaces([5, 3, 4]), [
    { I: 5, U: 3, weight: 0, bias: 15 },
    { I: 3, U: 4, weight: 18, bias: 30 },
  ]);
});

Deno.test("batches cover all rows once, the last one with what is left", () => {
  assertEquals(batchesOf({ rows: 70, batchRows: 32 }), [
    { from: 0, to: 32 },
    { from: 32, to: 64 },
    { from: 64, to: 70 },
  ]);
  assertEquals(batchesOf({ rows: 4, batchRows: 4 }), [{ from: 0, to: 4 }]);
});

Deno.test("data are made up the same each time, and fill what they have to", () => {
  const { inputs, targets, weights } = generateData(tiny);
  assertEquals([inputs.length, targets.length, weights.length], [350, 280, 34]);
  assertEquals(generateData(tiny), { inputs, targets, weights });
  assert(inputs instanceof Uint8Array);
  // Uniform bytes: mean 127.5, deviation 73.9/√350 = 3.9
  const mean = inputs.reduce((sum, byte) => sum + byte, 0) / inputs.length;
  assert(Math.abs(mean - 127.5) < 16, `${mean}`);
  assertNotEquals(inputs.at(-1), inputs.at(-2));
});

Deno.test("each row has one class, and all classes occur", () => {
  const { targets } = generateData(tiny);
  const counts = [0, 0, 0, 0];
  for (let row = 0; row < 70; row++) {
    const own = [...targets.subarray(4 * row, 4 * row + 4)];
    assertEquals(own.toSorted(), [0, 0, 0, 1]);
    counts[own.indexOf(1)]!++;
  }
  assert(counts.every((count) => count >= 5), counts.join());
});

Deno.test("weights spread as He et al. say, biases are 0", () => {
  const wide = { ...tiny, sizes: [500, 40, 2] };
  const { weights } = generateData(wide);
  const [first] = layerPlaces(wide.sizes);
  const squares = weights.subarray(0, first!.bias).reduce((sum, w) => sum + w * w, 0);
  // 20000 draws of variance 2/500: Σw² = 80 ± 0.8
  assert(Math.abs(squares - 80) < 4, `${squares}`);
  assertEquals(weights.subarray(first!.bias, first!.bias + 40), new Float32Array(40));
});

Deno.test("names of workloads are unique, and layers and losses fit each other", () => {
  assertEquals(new Set(workloads.map(({ name }) => name)).size, workloads.length);
  for (const { loss, sizes, rows, batchRows } of workloads) {
    assertEquals(loss === "categorical-cross-entropy", sizes.at(-1)! > 1);
    assert(batchRows <= rows);
  }
});
