import { assert, assertEquals } from "@std/assert";
import { holdRuns } from "../../src/results/held_runs.ts";
import { createPacker } from "../../src/results/packed_values.ts";
import { encodeRun } from "../../src/results/run_entry.ts";
import type { RunResult } from "../../src/results/types.ts";
import { makeRun, point } from "./_sweep.ts";

const key = "a".repeat(64);

function digestOf({ run: _, ...result }: RunResult): string {
  return encodeRun(key, result).digest;
}

const odd = makeRun("he", 2, {
  curve: [
    point(1, { loss: NaN, accuracy: -0 }, {
      loss: -Infinity,
      metrics: { "10": 1 / 3, auc: 5e-324 },
    }),
  ],
  weights: [{ name: "w", shape: [1, 4], values: new Float32Array([NaN, -0, 1e-45, 3e38]) }],
  bestWeights: [{ name: "w", shape: [0], values: new Float32Array() }],
});

Deno.test("a held run is the same run, to the bit and in the order of its parts", () => {
  const held = holdRuns();
  for (const result of [makeRun("he", 1), odd, makeRun("he", 3), makeRun("zeros", 1)]) {
    const copy = held.hold(structuredClone(result));
    assertEquals({ ...copy }, result);
    assertEquals(Object.keys(copy), Object.keys(result));
    assertEquals(digestOf(copy), digestOf(result));
  }
  const { curve, weights } = held.hold(odd);
  assert(Object.is(curve[0]!.train.accuracy, -0));
  assert(Object.is(weights[0]!.values[1], -0));
});

Deno.test("what does not fit is read again, and where it cannot be read it stays as it is", () => {
  const held = holdRuns({ limit: 8 });
  const result = makeRun("he", 1);
  let reads = 0;
  const { run: _, ...finished } = result;
  const copy = held.hold(result, () => {
    reads++;
    return structuredClone(finished);
  });
  assertEquals(reads, 0);
  assertEquals([copy.curve, copy.layers, copy.weights], [
    result.curve,
    result.layers,
    result.weights,
  ]);
  // One after the other they are parts of the same reading.
  assertEquals(reads, 1);
  const other = held.hold(makeRun("he", 2), () => finished);
  assertEquals(other.curve, result.curve);
  assertEquals(copy.trace, result.trace);
  assertEquals(reads, 2);
  assertEquals(held.hold(result).curve, result.curve);
});

Deno.test("values of many shapes come back, each as it was, and those beyond the room are refused", () => {
  const values = [
    [1, 2, { a: [], b: "x", c: null, d: undefined, e: true }],
    [1, 2, { a: [], b: "y", c: null, d: undefined, e: true }],
    [1, 2, { b: "x", a: [], c: null, d: undefined, e: true }],
    [-0, NaN, new Float32Array([1, 2])],
    [1, "2", new Float32Array([1, 2])],
    { 1: 2 },
    5,
    "text",
    null,
  ];
  const packer = createPacker(8 * 100);
  const places = values.map((value) => packer.pack(value));
  assertEquals(places.map((place) => packer.unpack(place!)), values);
  assertEquals(packer.pack(new Array(100).fill(1)), undefined);
  assertEquals(packer.pack([1, 2, new Uint8Array(1)]), undefined);
  assertEquals(
    packer.unpack(packer.pack([7, 8, { a: [], b: "x", c: null, d: undefined, e: true }])!),
    [
      7,
      8,
      { a: [], b: "x", c: null, d: undefined, e: true },
    ],
  );
});

Deno.test("packed values lie across slabs and stay apart", () => {
  const packer = createPacker(0x100_0000);
  const rows = (seed: number) => Array.from({ length: 10_000 }, (_, k) => seed + k);
  const places = Array.from({ length: 40 }, (_, seed) => packer.pack(rows(seed)));
  places.forEach((place, seed) => assertEquals(packer.unpack(place!), rows(seed)));
});
