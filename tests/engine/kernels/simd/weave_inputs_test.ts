import { assertEquals } from "@std/assert";
import { createArena } from "../../../../src/engine/arena.ts";
import type { Step } from "../../../../src/engine/kernels/simd/encode.ts";
import { instantiate, type SimdModule } from "../../../../src/engine/kernels/simd/instance.ts";
import { operationNumbers, operations } from "../../../../src/engine/kernels/simd/operations.ts";
import { weaveInputs } from "../../../../src/engine/kernels/simd/weave_inputs.ts";
import { reference } from "../../../../src/engine/kernels/reference.ts";
import { bytes, type Filling, fillingNames, floats } from "../_both.ts";

const arena = createArena();
const simd: SimdModule = instantiate(arena.memory, 0);
const guard = 5;

/** Both directions of one unit on x [B, I], woven, against the reference. Guards must stay. */
function compare(B: number, I: number, filling: Filling): void {
  const n = Math.floor(I / 512), rows = 8 * Math.ceil(B / 8);
  const x = arena.uint8(B * I);
  x.set(bytes(B * I).subarray(0, B * I));
  // Not zeros: what is missing has to be written.
  const copy = arena.uint8(rows * n * 512 + guard).fill(255);
  simd.weaveInputs(copy.byteOffset, x.byteOffset, B, I);
  assertEquals([...copy.subarray(rows * n * 512)], Array(guard).fill(255));
  const drawn = (length: number) => {
    const values = arena.float32(length);
    values.set(floats(length, filling).subarray(0, length));
    return values;
  };
  const [w, b, d] = [drawn(I), drawn(1), drawn(B)];
  const z = arena.float32(B + guard).fill(7), g = drawn(I + guard);
  const expectedZ = z.slice(), expectedG = g.slice();
  reference.linearForwardBytes(expectedZ, x, w, b, 1 / 255, B, I, 1, 0);
  for (let first = 0; first < B; first += 64) {
    const count = Math.min(64, B - first);
    const part = d.subarray(first, first + count);
    reference.weightGradientBytes(expectedG, part, x, 1 / 255, count, I, 1, first);
  }
  const woven = arena.float32(512 * n + guard).fill(3), sums = arena.float32(8 * n * rows + guard);
  sums.fill(3);
  const [to, weights, bias] = [z, w, b].map(({ byteOffset }) => byteOffset) as [N, N, N];
  const [at, from, s] = [woven, copy, sums].map(({ byteOffset }) => byteOffset) as [N, N, N];
  simd.weave(at, weights, n);
  simd.neuronSumsWoven(s, from, at, B, n);
  simd.neuronForwardWoven(to, 4, s, x.byteOffset, weights, bias, 1 / 255, B, I);
  assertEquals(z, expectedZ, `forward, ${B} x ${I}`);
  simd.weave(at, g.byteOffset, n);
  simd.neuronGradientWoven(at, d.byteOffset, 4, from, 1 / 255, B, n);
  simd.unweave(g.byteOffset, at, n);
  // The columns that are not woven are another kernel's.
  expectedG.set(g.subarray(512 * n), 512 * n);
  assertEquals(g, expectedG, `gradient, ${B} x ${I}`);
  const guards = [woven.subarray(512 * n), sums.subarray(8 * n * rows)];
  assertEquals(guards.map((values) => [...values]), [1, 2].map(() => Array(guard).fill(3)));
  arena.reset();
}

type N = number;

for (const filling of fillingNames) {
  Deno.test(`woven bytes give one unit the bits of the reference, ${filling}`, () => {
    for (const B of [1, 2, 7, 8, 9, 33, 63, 64, 65, 129]) {
      for (const I of [512, 513, 577, 1023, 1100]) compare(B, I, filling);
    }
    for (const B of [40, 256]) compare(B, 2731, filling);
  });
}

Deno.test("woven bytes of pictures give one unit the bits of the reference", () => {
  for (const I of [12287, 12288]) for (const B of [9, 70]) compare(B, I, "ordinary");
});

const names = ["linearForwardBytes", "weightGradientBytes", "clear"];
const [forward, backward, clear] = names.map((name) => operationNumbers.get(name)!) as [N, N, N];

/** Names of the operations after weaving, which passes were woven, and bytes of the copy. */
function weave(steps: Step[], mostBytes?: number) {
  const passes: number[][] = [];
  let bytes = 0;
  const woven = weaveInputs(steps, {
    arena: {
      ...arena,
      uint8(length) {
        bytes += length;
        return arena.uint8(64);
      },
    },
    weaveInputs: (_, ...pass) => passes.push(pass),
    mostBytes,
  });
  woven.weave();
  woven.weave();
  const names = woven.steps.map((step) =>
    "operation" in step ? operations[step.operation]!.name : "check"
  );
  return { names, passes, bytes };
}

const x = arena.uint8(64).byteOffset;

/** Passes of so many rows each. */
function stepsOn(rows: number[], { I = 600, U = 1, w = 16, g = 32, gap = 0 } = {}): Step[] {
  return [
    ...rows.flatMap((B, k) => {
      const from = x + k * B * I;
      return [
        { operation: forward, args: [8, 4, from, w + k * gap, 24, 1, B, I, U] },
        { operation: backward, args: [g, 4 * I, 8, 4, from, I, 1, B, I, U] },
      ];
    }),
    { check: { sum: 0, count: 1 } },
  ];
}

Deno.test("all passes of one unit are woven once, before the first step; its columns behind the last group are not", () => {
  const { names, passes, bytes } = weave(stepsOn([256, 255, 9]));
  const sums = ["neuronSumsWoven", "neuronForwardWoven"];
  const gradients = ["neuronGradientWoven", "weightGradientBytes"];
  assertEquals(names, [
    "weave",
    ...sums,
    "weave",
    ...gradients,
    ...sums,
    ...gradients,
    ...sums,
    ...gradients,
    "unweave",
    "check",
  ]);
  assertEquals(passes.map(([, B, I]) => [B, I]), [[256, 600], [255, 600], [9, 600]]);
  assertEquals(bytes, (256 + 256 + 16) * 512);
  assertEquals(weave(stepsOn([512], { I: 1024 })).names, [
    "weave",
    ...sums,
    "weave",
    "neuronGradientWoven",
    "unweave",
    "check",
  ]);
});

Deno.test("inputs are left as they are: few rows or columns, several units, written, not in a training, no room", () => {
  const isUnchanged = (steps: Step[], mostBytes?: number) => {
    const { names, passes, bytes } = weave(steps, mostBytes);
    assertEquals(names.some((name) => /oven|weave/.test(name)) || bytes > 0, false);
    assertEquals(passes, []);
  };
  const most = arena.memory.buffer.byteLength + 256 * 512;
  assertEquals(weave(stepsOn([128, 128]), most).passes.length, 2);
  isUnchanged(stepsOn([128, 128]), most - 1);
  isUnchanged(stepsOn([128, 127]));
  isUnchanged(stepsOn([128, 128], { I: 511 }));
  isUnchanged(stepsOn([128, 128], { U: 2 }));
  isUnchanged(stepsOn([128, 128]).slice(0, -1));
  isUnchanged(stepsOn([128, 128]).slice(1));
  isUnchanged([{ operation: clear, args: [x, 64] }, ...stepsOn([128, 128])]);
  isUnchanged(stepsOn([128, 128], { gap: 4 }));
  // Only the second pass is on rows that are gathered.
  const passes = stepsOn([128, 128]);
  const gathered = arena.uint8(64).byteOffset;
  const onGathered = passes.slice(2, 4).map((step) => {
    const { operation, args } = step as { operation: number; args: number[] };
    return { operation, args: args.map((value) => value === x + 128 * 600 ? gathered : value) };
  });
  isUnchanged([
    ...passes.slice(0, 2),
    { operation: clear, args: [gathered, 64] },
    ...onGathered,
    ...passes.slice(4),
  ]);
  isUnchanged([]);
  const steps = stepsOn([128, 128]);
  const full = {
    ...arena,
    uint8(): Uint8Array {
      throw new RangeError("No memory");
    },
  };
  assertEquals(weaveInputs(steps, { arena: full, weaveInputs() {} }).steps, steps);
});
