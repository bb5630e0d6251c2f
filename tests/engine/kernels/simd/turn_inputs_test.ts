import { assert, assertEquals } from "@std/assert";
import { createArena } from "../../../../src/engine/arena.ts";
import type { Step } from "../../../../src/engine/kernels/simd/encode.ts";
import { instantiate, type SimdModule } from "../../../../src/engine/kernels/simd/instance.ts";
import { operationNumbers, operations } from "../../../../src/engine/kernels/simd/operations.ts";
import { areTurned, turnInputs } from "../../../../src/engine/kernels/simd/turn_inputs.ts";
import { reference } from "../../../../src/engine/kernels/reference.ts";
import { bytes, type Filling, fillingNames, floats } from "../_both.ts";

const arena = createArena();
const simd: SimdModule = instantiate(arena.memory, 0);
const counted = [...Array(20).keys()].map((k) => k + 1);
const few = [...counted, 63, 64, 65, 67, 129];
const columns = [...counted, ...counted.map((k) => k + 20), 63, 64, 65, 127, 128, 131, 200];
const guard = 5;

/**
 * Both directions of so many units on x [B, I], turned, against the reference. Guards must stay, and what
 * is between the rows of a gradient.
 */
function compare([B, I, U]: [number, number, number], filling: Filling): void {
  const x = arena.uint8(B * I);
  x.set(bytes(B * I).subarray(0, B * I));
  const copyOf = (turn: "turnRows" | "turnColumns", sums: number, terms: number) => {
    const step = 64 * (Math.ceil(terms / 8) | 1);
    // Not zeros: what is missing has to be written.
    const copy = arena.uint8(Math.ceil(sums / 8) * step).fill(255);
    simd[turn](copy.byteOffset, step, x.byteOffset, B, I);
    return [copy.byteOffset, step] as const;
  };
  const drawn = (length: number) => {
    const values = arena.float32(length);
    values.set(floats(length, filling).subarray(0, length));
    return values;
  };
  const [w, b, d] = [drawn(U * I), drawn(U), drawn(B * U)];
  const gap = U === 1 ? 0 : guard;
  const g = drawn(U * (I + gap) + guard);
  const z = arena.float32(B * U + guard).fill(7);
  const expectedZ = z.slice(), dense = new Float32Array(U * I);
  const rowOf = (values: Float32Array, u: number) =>
    values.subarray(u * (I + gap), u * (I + gap) + I);
  for (let u = 0; u < U; u++) dense.set(rowOf(g, u), u * I);
  reference.linearForwardBytes(expectedZ, x, w, b, 1 / 255, B, I, U, 0);
  const [to, weights, bias] = [z, w, b].map(({ byteOffset }) => byteOffset) as [N, N, N];
  const forward = [to, 4 * U, ...copyOf("turnRows", B, I), weights, bias, 1 / 255, B, I] as const;
  if (U === 1) simd.neuronForwardTurned(...forward);
  else simd.unitsForwardTurned(...forward, U);
  assertEquals(z, expectedZ, `forward, ${B} x ${I} x ${U}`);
  for (let first = 0; first < B; first += 64) {
    const rows = Math.min(64, B - first);
    const part = d.subarray(first * U, (first + rows) * U);
    reference.weightGradientBytes(dense, part, x, 1 / 255, rows, I, U, first);
  }
  const expectedG = g.slice();
  for (let u = 0; u < U; u++) rowOf(expectedG, u).set(dense.subarray(u * I, (u + 1) * I));
  const turned = [d.byteOffset, 4 * U, ...copyOf("turnColumns", I, B), 1 / 255] as const;
  // As the first one it takes g to be 0, whatever is there, and leaves what is behind it.
  const first = g.slice(),
    fromZero = (isFirst: number) => {
      if (U === 1) simd.neuronGradientTurned(g.byteOffset, ...turned, isFirst, B, I);
      else simd.unitsGradientTurned(g.byteOffset, 4 * (I + gap), ...turned, isFirst, B, I, U);
      return g.slice();
    };
  assertEquals(fromZero(0), expectedG, `gradient, ${B} x ${I} x ${U}`);
  g.set(first);
  const found = fromZero(1);
  g.set(first);
  for (let u = 0; u < U; u++) rowOf(g, u).fill(0);
  assertEquals(found, fromZero(0), `first gradient, ${B} x ${I} x ${U}`);
  arena.reset();
}

type N = number;

for (const filling of fillingNames) {
  Deno.test(`turned bytes give one unit the bits of the reference, ${filling}`, () => {
    for (const B of few) for (const I of columns) compare([B, I, 1], filling);
    for (const B of [209, 255, 256, 257, 1023, 1024, 1025, 1100]) compare([B, 13, 1], filling);
  });

  Deno.test(`turned bytes give several units the bits of the reference, ${filling}`, () => {
    for (let U = 2; U <= 64; U++) compare([8 + U % 19, 64 + 5 * U % 77, U], filling);
    for (const B of [8, 9, 15, 16, 17, 23, 25, 33, 64, 65]) compare([B, 67, 5], filling);
    for (const I of [64, 65, 72, 79, 127, 129, 383, 385]) compare([19, I, 20], filling);
    for (const B of [63, 129, 209, 320, 321, 400]) compare([B, 81, 20], filling);
    compare([130, 131, 64], filling);
  });
}

Deno.test("turned bytes of pictures give one unit the bits of the reference", () => {
  for (const I of [12287, 12288, 12289]) for (const B of [1, 9, 70]) compare([B, I, 1], "ordinary");
});

const names = ["linearForwardBytes", "weightGradientBytes", "clear"];
const [forward, backward, clear] = names.map((name) => operationNumbers.get(name)!) as [N, N, N];

/** Names of the operations after turning, how many copies were made, and how many bytes they have. */
function turn(steps: Step[]): { names: string[]; copies: number; bytes: number } {
  let [copies, bytes] = [0, 0];
  const turned = turnInputs(steps, {
    arena: {
      startOf: arena.startOf,
      uint8(length) {
        bytes += length;
        return arena.uint8(length);
      },
    },
    turnRows: () => copies++,
    turnColumns: () => copies++,
  });
  turned.turn();
  turned.turn();
  const names = turned.steps.map((step) =>
    "operation" in step ? operations[step.operation]!.name : "check"
  );
  return { names, copies, bytes };
}

function stepsOn(x: number, [B, I, U]: [number, number, number]): Step[] {
  return [
    { operation: forward, args: [8, 4, x, 16, 24, 1, B, I, U] },
    { operation: backward, args: [32, 4 * I, 8, 4, x, I, 1, B, I, U] },
    { check: { sum: 0, count: 1 } },
  ];
}

Deno.test("inputs of several units that stay are turned as those of one, to the same copies", () => {
  const { names, copies, bytes } = turn(stepsOn(arena.uint8(209 * 512).byteOffset, [209, 512, 20]));
  assertEquals(names, ["unitsForwardTurned", "unitsGradientTurned", "check"]);
  assertEquals([copies, bytes], [2, 27 * 65 * 64 + 64 * 27 * 64]);
});

Deno.test("inputs of one unit that stay are turned once for each direction, before the first step", () => {
  const { names, copies, bytes } = turn(stepsOn(arena.uint8(209 * 400).byteOffset, [209, 400, 1]));
  assertEquals(names, ["neuronForwardTurned", "neuronGradientTurned", "check"]);
  assertEquals(copies, 2);
  // 27 groups of rows, 51 cache lines apart, and 50 groups of columns, 27 apart.
  assertEquals(bytes, 27 * 51 * 64 + 50 * 27 * 64);
});

Deno.test("a gradient that comes first clears what it adds to; one that does not leaves it", () => {
  const [f, b, check] = stepsOn(arena.uint8(209 * 400).byteOffset, [209, 400, 1]) as [
    Step,
    Step,
    Step,
  ];
  const cleared = { operation: clear, args: [32, 1600] };
  const isFirst = (steps: Step[]) =>
    turnInputs(steps, { ...simd, arena }).steps.flatMap((step) =>
      "operation" in step ? step.operation === clear ? "clear" : step.args[6]! : []
    );
  const forwards = 1; // its scale, at the same place
  assertEquals(isFirst([cleared, f, b, check]), [forwards, 1]);
  // Half of it, and something in between that writes there.
  assertEquals(isFirst([{ operation: clear, args: [32, 800] }, f, b, check]), [
    "clear",
    forwards,
    0,
  ]);
  assertEquals(isFirst([cleared, f, b, b, check]), [forwards, 1, 0]);
});

Deno.test("inputs are left where they are: few, many, of many units, written, or not in a training", () => {
  const unchanged = {
    names: ["linearForwardBytes", "weightGradientBytes", "check"],
    copies: 0,
    bytes: 0,
  };
  const x = arena.uint8(64).byteOffset;
  assertEquals(turn(stepsOn(x, [20, 400, 1])), unchanged);
  assertEquals(turn(stepsOn(x, [20_000, 12288, 1])), unchanged);
  assertEquals(turn(stepsOn(x, [209, 600, 65])), unchanged);
  assertEquals(turn(stepsOn(x, [7, 4000, 2])), unchanged);
  assertEquals(turn(stepsOn(x, [400, 511, 2])), unchanged);
  const written = stepsOn(x + 5, [209, 400, 1]);
  assertEquals(turn([{ operation: clear, args: [x, 64] }, ...written]), {
    ...unchanged,
    names: ["clear", ...unchanged.names],
  });
  assertEquals(turn(stepsOn(x, [209, 400, 1]).slice(0, 2)).copies, 0);
});

Deno.test("the passes of a step are turned together, or none of them is", () => {
  const pass = { B: 256, I: 12288 };
  assert(areTurned([pass, pass]));
  assert(!areTurned([pass, pass, pass]));
  // Few rows leave much of a cache line empty, and that counts.
  assert(areTurned([{ B: 8, I: 1 << 19 }]));
  assert(!areTurned([{ B: 1, I: 1 << 22 }]));
});

Deno.test("where there is no room for copies, inputs are left where they are", () => {
  const steps = stepsOn(8, [209, 400, 1]);
  const arena = {
    startOf: (address: number) => address,
    uint8(): Uint8Array {
      throw new RangeError("No memory");
    },
  };
  const { turnRows, turnColumns } = simd;
  assertEquals(turnInputs(steps, { arena, turnRows, turnColumns }).steps, steps);
});
