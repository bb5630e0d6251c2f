import {
  activations,
  bindActivation,
  bindRowActivation,
  rowActivations,
} from "../../../src/engine/activations/mod.ts";
import { createArena } from "../../../src/engine/arena.ts";
import type {
  RowActivation,
  RowLoss,
  ScalarActivation,
  ScalarLoss,
} from "../../../src/engine/kernels/functions.ts";
import type { Kernels } from "../../../src/engine/kernels/kernels.ts";
import { reference } from "../../../src/engine/kernels/reference.ts";
import { createSimd } from "../../../src/engine/kernels/simd.ts";
import { bindLoss, losses, outputLosses, rowLosses } from "../../../src/engine/losses/mod.ts";
import type { Family, Member } from "../../../src/engine/options.ts";
import { manySettings, titleOf } from "../helpers.ts";
import { fillings, period } from "./_special_values.ts";

// Every member of the families, found by themselves. B rows, U units, n elements.

const arena = createArena();
const floats = arena.float32(1 << 18);
const simd = createSimd(arena);
const guard = 3; // around each array: also what takes them off 16-byte boundaries

/** Beyond the lanes and beyond the chunks that the module works in. */
const sizes = [...Array.from({ length: 68 }, (_, n) => n), 511, 512, 513, 1025, period];

/** All members of a family at their defaults, with one option changed, and with all changed. */
function membersOf(family: Family): Member[] {
  return Object.keys(family).flatMap((type) => {
    const [defaults, ...changed] = manySettings(family, type);
    const changes = changed.flatMap((member) =>
      Object.entries(member).filter(([name, value]) => value !== defaults![name])
    );
    const all = changed.length > 1 ? [{ ...defaults!, ...Object.fromEntries(changes) }] : [];
    return [defaults!, ...changed, ...all];
  });
}

/** A member whose functions refuse: whoever computes with it has them inside. */
function withoutFunctions<T extends object>(member: T): T {
  const refuse = () => {
    throw new Error("The reference computed this");
  };
  const hidden = Object.entries(member).filter(([, value]) => typeof value === "function");
  return Object.assign({}, member, Object.fromEntries(hidden.map(([name]) => [name, refuse])));
}

/** What a member is in one backend and in the other. */
function pairOf<T extends object>(member: T): [T, T] {
  return [member, withoutFunctions(member)];
}

const boundActivations = membersOf(activations).map((member) =>
  [titleOf(member), pairOf(bindActivation(activations, member))] as const
);
const boundLosses = membersOf(outputLosses).map((member) =>
  [titleOf(member), pairOf(bindLoss(losses, member) as ScalarLoss)] as const
);
const boundRowActivations = membersOf(rowActivations).map((member) =>
  [titleOf(member), pairOf(bindRowActivation(rowActivations, member)!)] as const
);

let drawn = 0;

/** n numbers and the guards around them. */
function values(n: number, filling: string): Float32Array {
  const start = drawn += n;
  return Float32Array.from({ length: n + 2 * guard }, (_, k) => fillings[filling]!(start + k));
}

/** Targets: 0, 1, what the prediction is, and the numbers of the filling. */
function targets(z: Float32Array, filling: string): Float32Array {
  return values(z.length - 2 * guard, filling).map((value, k) => {
    const choice = (7 * k + (k >> 3)) % 16;
    return choice < 4 ? 0 : choice < 8 ? 1 : choice < 10 ? z[k]! : value;
  });
}

/** Runs a kernel in both backends on copies of the same arrays; numbers and arrays must be the same. */
function compare(
  what: () => string,
  arrays: readonly Float32Array[],
  run: (kernels: Kernels, side: 0 | 1, arrays: Float32Array[]) => number | void,
): void {
  const expected = arrays.map((array) => array.slice());
  let used = 0;
  const actual = arrays.map((array) => {
    const view = floats.subarray(used, used += array.length);
    view.set(array);
    return view;
  });
  const inside = (array: Float32Array) => array.subarray(guard, array.length - guard);
  const e = run(reference, 0, expected.map(inside));
  const a = run(simd, 1, actual.map(inside));
  if (!Object.is(a, e)) throw new Error(`${what()}: ${a} instead of ${e}`);
  for (let k = 0; k < arrays.length; k++) {
    for (let i = 0; i < expected[k]!.length; i++) {
      if (Object.is(actual[k]![i], expected[k]![i])) continue;
      const place = `array ${k}, element ${i - guard}`;
      throw new Error(`${what()}: ${place}: ${actual[k]![i]} instead of ${expected[k]![i]}`);
    }
  }
}

for (const [name, pair] of boundActivations) {
  Deno.test(`the module has the activation ${name} with the bits of the reference`, () => {
    for (const filling of Object.keys(fillings)) {
      for (const n of sizes) {
        const arrays = [0, 1, 2, 3].map(() => values(n, filling));
        compare(() => `${name}, ${n} ${filling}`, arrays, (kernels, side, [a, z, da, dz]) => {
          const activation: ScalarActivation = pair[side];
          kernels.activationForward(a!, z!, activation, n);
          kernels.activationBackward(dz!, da!, z!, a!, activation, n);
          kernels.activationBackward(da!, da!, z!, a!, activation, n);
          kernels.activationForward(z!, z!, activation, n);
        });
      }
    }
  });
}

for (const [name, pair] of boundLosses) {
  Deno.test(`the module has the loss ${name} with the bits of the reference`, () => {
    for (const [activationName, activation] of boundActivations) {
      for (const filling of Object.keys(fillings)) {
        // The largest size for the most frequent ones only: they share their loops.
        for (const n of sizes.filter((n) => n < period || activationName === "linear")) {
          const z = values(n, filling);
          const arrays = [values(n, filling), z, targets(z, filling)];
          const what = () => `${name} after ${activationName}, ${n} ${filling}`;
          compare(what, arrays, (kernels, side, [dz, z, y]) => {
            kernels.lossBackward(dz!, z!, y!, pair[side], activation[side], 1 / 3, n);
            return kernels.lossForward(z!, y!, pair[side], activation[side], n);
          });
        }
      }
    }
  });
}

/** Rows and units: each U to 67, and beyond the chunks. */
const rowShapes = [
  ...Array.from({ length: 68 }, (_, U) => ({ B: [1, 2, 3, 0][U % 4]!, U })),
  { B: 100, U: 10 },
  { B: 1, U: 1023 },
  { B: 2, U: 1024 },
  { B: 2, U: 1025 },
  { B: 1, U: 3001 },
];

for (const [name, pair] of boundRowActivations) {
  Deno.test(`the module has the row activation ${name} with the bits of the reference`, () => {
    for (const filling of Object.keys(fillings)) {
      for (const { B, U } of rowShapes) {
        const arrays = [values(B * U, filling), values(B * U, filling)];
        compare(() => `${name}, ${B}×${U} ${filling}`, arrays, (kernels, side, [a, z]) => {
          const activation: RowActivation = pair[side];
          kernels.rowActivationForward(a!, z!, activation, B, U);
        });
      }
    }
  });
}

/** The same member with lists of U numbers, and of one less and more, where it has options for them. */
function withLists(member: Member, U: number): Member[] {
  const lists = Object.entries(member).filter(([, value]) => Array.isArray(value));
  const given = [U, U - 1, U + 3].filter((length) => length >= 0).map((length) => {
    const numbers = Array.from({ length }, (_, k) => k % 5 === 3 ? 0 : 0.3 + (k % 7) / 3);
    return { ...member, ...Object.fromEntries(lists.map(([name]) => [name, numbers])) } as Member;
  });
  return lists.length > 0 ? [member, ...given] : [member];
}

for (const member of membersOf(rowLosses)) {
  const name = titleOf(member);
  Deno.test(`the module has the row loss ${name} with the bits of the reference`, () => {
    for (const filling of Object.keys(fillings)) {
      for (const { B, U } of rowShapes) {
        for (const settings of withLists(member, U)) {
          const pair = pairOf(bindLoss(losses, settings) as RowLoss);
          const z = values(B * U, filling);
          const arrays = [values(B * U, filling), z, targets(z, filling)];
          compare(() => `${name}, ${B}×${U} ${filling}`, arrays, (kernels, side, [dz, z, y]) => {
            kernels.rowLossBackward(dz!, z!, y!, pair[side], 1 / 3, B, U);
            return kernels.rowLossForward(z!, y!, pair[side], B, U);
          });
        }
      }
    }
  });
}
