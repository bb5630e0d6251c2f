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

/** Both directions of one unit on x [B, I], turned, against the reference. Guards must stay. */
function compare(B: number, I: number, filling: Filling): void {
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
  const [w, b, d] = [drawn(I), drawn(1), drawn(B)];
  const z = arena.float32(B + guard).fill(7), g = drawn(I + guard);
  const expectedZ = z.slice(), expectedG = g.slice();
  reference.linearForwardBytes(expectedZ, x, w, b, 1 / 255, B, I, 1, 0);
  const [to, weights, bias] = [z, w, b].map(({ byteOffset }) => byteOffset) as [N, N, N];
  simd.neuronForwardTurned(to, 4, ...copyOf("turnRows", B, I), weights, bias, 1 / 255, B, I);
  assertEquals(z, expectedZ, `forward, ${B} x ${I}`);
  for (let first = 0; first < B; first += 64) {
    const rows = Math.min(64, B - first);
    const part = d.subarray(first, first + rows);
    reference.weightGradientBytes(expectedG, part, x, 1 / 255, rows, I, 1, first);
  }
  const [copy, step] = copyOf("turnColumns", I, B);
  // As the first one it takes g to be 0, whatever is there, and leaves what is behind it.
  const first = g.slice(),
    fromZero = (isFirst: number) => {
      simd.neuronGradientTurned(g.byteOffset, d.byteOffset, 4, copy, step, 1 / 255, isFirst, B, I);
      return g.slice();
    };
  assertEquals(fromZero(0), expectedG, `gradient, ${B} x ${I}`);
  g.set(first);
  const found = fromZero(1);
  assertEquals(found.subarray(I), first.subarray(I));
  g.set(first);
  g.fill(0, 0, I);
  assertEquals(found, fromZero(0), `first gradient, ${B} x ${I}`);
  arena.reset();
}

type N = number;

for (const filling of fillingNames) {
  Deno.test(`turned bytes give one unit the bits of the reference, ${filling}`, () => {
    for (const B of few) for (const I of columns) compare(B, I, filling);
    for (const B of [209, 255, 256, 257, 1023, 1024, 1025, 1100]) compare(B, 13, filling);
  });
}

Deno.test("turned bytes of pictures give one unit the bits of the reference", () => {
  for (const I of [12287, 12288, 12289]) for (const B of [1, 9, 70]) compare(B, I, "ordinary");
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

Deno.test("inputs are left where they are: few, many, of several units, written, or not in a training", () => {
  const unchanged = {
    names: ["linearForwardBytes", "weightGradientBytes", "check"],
    copies: 0,
    bytes: 0,
  };
  const x = arena.uint8(64).byteOffset;
  assertEquals(turn(stepsOn(x, [20, 400, 1])), unchanged);
  assertEquals(turn(stepsOn(x, [20_000, 12288, 1])), unchanged);
  assertEquals(turn(stepsOn(x, [209, 400, 2])), unchanged);
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
