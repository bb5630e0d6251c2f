import { assert, assertEquals } from "@std/assert";
import { bandwidthFor, kernelTable, kernelTimes } from "../../src/bench/kernel_table.ts";
import { kernelCases } from "../../src/bench/kernel_cases.ts";
import { createLoops } from "../../src/bench/wasm_loops.ts";
import { backendNames, createArena, selectKernels } from "../../src/engine/mod.ts";

Deno.test("the loops do what their limits are called after", () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
  const bytes = new Uint8Array(memory.buffer);
  const words = new Int32Array(memory.buffer);
  const { read, copy, multiplyAdd } = createLoops(memory, { wide: false });
  for (let k = 0; k < 512; k++) bytes[k] = k * 31 % 256;
  copy(4096, 0, 384);
  assertEquals(bytes.slice(4096, 4480), bytes.slice(0, 384));
  assertEquals(bytes[4480], 0, "it copied too much");
  // Of each vector, the first of four words.
  let expected = 0;
  for (let k = 0; k < 256; k += 16) expected ^= words[k / 4]!;
  assertEquals(read(0, 256), expected);
  // From 0 to 11 in 4 lanes each: after 2 turns x/4 + 1.5, 4 · (66/4 + 18) in all.
  assertEquals(multiplyAdd(2), 138);
  // From 0 to 25: 4 · (325/4 + 39).
  assertEquals(createLoops(memory, { wide: true }).multiplyAdd(2), 481);
});

Deno.test("kernels are measured by the limit of what they touch", () => {
  const limits = {
    gflops: 40,
    bandwidths: [
      { bytes: 1000, readGbs: 60, copyGbs: 50 },
      { bytes: 10000, readGbs: 20, copyGbs: 10 },
    ],
  };
  assertEquals([1, 1000, 1001, 1e9].map((bytes) => bandwidthFor(bytes, limits)), [50, 50, 10, 10]);
  const times = kernelTimes({
    benches: [
      { group: "a", name: "simd", results: [{ ok: { min: 2000 } }] },
      { group: "b", name: "simd", results: [{ ok: { min: 100 } }] },
      { group: "c", name: "simd", results: [{}] },
    ],
  });
  const prepare = () => () => {};
  const cases = [{ name: "a", flops: 20000, bytes: 800, prepare }, {
    name: "b",
    bytes: 500,
    prepare,
  }];
  assertEquals(kernelTable(times, cases, limits).split("\n").slice(2), [
    "| a | simd | 2.0 | 10.00 | 0.40 | 25 % of GFLOP/s |",
    "| b | simd | 0.1 |  | 5.00 | 10 % of GB/s |",
  ]);
});

Deno.test("every kernel case works on every backend, and names are unique", () => {
  assertEquals(new Set(kernelCases.map(({ name }) => name)).size, kernelCases.length);
  const smallOnes = kernelCases.filter(({ flops = 0 }) => flops < 1e6);
  assert(smallOnes.length > 8);
  for (const backend of backendNames) {
    for (const { prepare } of smallOnes) {
      const arena = createArena();
      prepare(selectKernels(backend)(arena), arena)();
    }
  }
});
