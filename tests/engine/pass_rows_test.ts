import { assertEquals } from "@std/assert";
import {
  createNetwork,
  createOptimizer,
  createTraining,
  selectKernels,
} from "../../src/engine/mod.ts";
import {
  forEachBlock,
  rowsOfBuffers,
  rowsOfPass,
  viewsOfBlocks,
} from "../../src/engine/pass_rows.ts";
import type { NetworkSpec } from "../../src/engine/spec.ts";

const dense = (units: number, activation: string, dropout = 0) => ({
  units,
  activation: { type: activation },
  init: { type: "he" },
  biasInit: { type: "zeros" },
  dropout,
});

const spec: NetworkSpec = {
  inputs: 70,
  layers: [
    dense(9, "relu", 0.2),
    { type: "layer-norm", epsilon: 1e-5, activation: { type: "tanh" }, dropout: 0 },
    dense(3, "sigmoid"),
  ],
  loss: { type: "binary-cross-entropy", labelSmoothing: 0, positiveWeight: 1 },
  l2: 0.01,
} as NetworkSpec;

/** Weights after three steps on 300 rows, and the loss on them, as one number. */
function train(name: "reference" | "simd", threads: number): string {
  const rows = 300;
  const network = createNetwork(spec, { seed: 5, kernels: selectKernels(name), threads });
  network.initialize();
  const optimizer = createOptimizer({ type: "gradient-descent", learningRate: 0.3 }, network, {});
  const examples = {
    inputs: {
      values: Uint8Array.from({ length: rows * 70 }, (_, k) => k * k * 31 + 7 * k),
      rows,
      columns: 70,
    },
    targets: {
      values: Float32Array.from({ length: rows * 3 }, (_, k) => (k * 11 + 3) % 7 > 3 ? 1 : 0),
      rows,
      columns: 3,
    },
    inputScale: 1 / 255,
  };
  const training = createTraining(network, optimizer, { examples, batchRows: 209, shuffled: true });
  training.order!.forEach((_, k) => training.order![k] = (k * 37 + 11) % rows);
  for (let epoch = 1; epoch <= 3; epoch++) training.epoch(epoch, () => 0.3);
  let digest = 0;
  for (const { values } of network.tensors) {
    for (const bits of new Uint32Array(values.buffer, values.byteOffset, values.length)) {
      digest = Math.imul(digest ^ bits, 0x01000193) >>> 0;
    }
  }
  const { loss } = network.evaluate(examples);
  network.close();
  return `${digest} ${loss}`;
}

// Recorded with passes of 64 rows each.
const recorded = "958323475 0.7065416082420701";

for (const [backend, threads] of [["reference", 1], ["simd", 1], ["simd", 3]] as const) {
  Deno.test(`passes of many blocks have the bits of one after the other: ${backend}, ${threads}`, () => {
    assertEquals(train(backend, threads), recorded);
  });
}

Deno.test("a pass takes whole blocks, as many as fit the caches", () => {
  const of = (inputs: number, units: number) =>
    rowsOfBuffers({ ...spec, inputs, layers: [dense(units, "relu")] } as NetworkSpec);
  assertEquals(of(2, 1), 256);
  assertEquals(of(12288, 20), 256); // 16 MiB / (4 · (12288 + 100)) = 338
  assertEquals(of(20000, 100), 192); // 204
  assertEquals(of(200000, 1), 64);
});

Deno.test("a batch that fits the buffers is one pass, a larger one has passes that fit a cache", () => {
  assertEquals(rowsOfPass(209, { capacity: 256, bytesPerRow: 12288, units: 20 }), 256);
  assertEquals(rowsOfPass(257, { capacity: 256, bytesPerRow: 12288, units: 20 }), 64);
  assertEquals(rowsOfPass(257, { capacity: 256, bytesPerRow: 5000, units: 20 }), 192);
  assertEquals(rowsOfPass(209, { capacity: 256, bytesPerRow: 12288, units: 1 }), 64);
  const turned = { capacity: 256, bytesPerRow: 12288, units: 1, isTurned: true };
  assertEquals(rowsOfPass(209, turned), 256);
  assertEquals(rowsOfPass(257, turned), 256);
});

Deno.test("blocks are views of 64 rows, the last of them with the rows that are left", () => {
  const views = viewsOfBlocks(new Float32Array(128 * 3), 3);
  assertEquals(views.map(({ byteOffset, length }) => [byteOffset, length]), [[0, 192], [768, 192]]);
  const blocks: number[][] = [];
  forEachBlock(130, (block, rows) => blocks.push([block, rows]));
  assertEquals(blocks, [[0, 64], [1, 64], [2, 2]]);
});
