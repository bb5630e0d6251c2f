import { assertEquals } from "@std/assert";
import { createArena } from "../../../src/engine/arena.ts";
import type { Kernels, Values } from "../../../src/engine/kernels/kernels.ts";
import { reference } from "../../../src/engine/kernels/reference.ts";
import { createSimd } from "../../../src/engine/kernels/simd.ts";
import { randomBytes, randomValues } from "../helpers.ts";

// B rows, I inputs, U units. Both backends get the same arrays; all of them, guards around the
// outputs included, must be the same afterwards.

const arena = createArena();
const floats = arena.float32(1 << 19);
const bytes = arena.uint8(1 << 20);
const simd = createSimd(arena);
const guard = 3; // floats around each array: also what takes them off 16-byte boundaries

const edges = [0, -0, 1e-45, -1e-45, 1.1754942e-38, -1.1754944e-38, 3.4028235e38, -3.4028235e38, 1];
const notFinite = [...edges, Infinity, -Infinity, NaN];

/** What the arrays of a test are made of. */
const fillings = {
  ordinary: [],
  "tiny, huge and signed zero": edges,
  "infinite and not a number": notFinite,
};
type Filling = keyof typeof fillings;

const random = randomValues(1 << 16, 7);
const choices = randomBytes(1 << 16, 8);
let drawn = 0;

function values(length: number, filling: Filling): Float32Array {
  const special = fillings[filling];
  return Float32Array.from({ length: length + 2 * guard }, () => {
    const k = drawn++ & 65535;
    const choice = choices[k]!;
    return special.length > 0 && choice < 40 ? special[choice % special.length]! : random[k]!;
  });
}

function inputBytes(length: number): Uint8Array {
  return Uint8Array.from({ length: length + 2 * guard }, () => choices[drawn++ & 65535]!);
}

function inside<T extends Values>(array: T): T {
  return array.subarray(guard, array.length - guard) as T;
}

/** Bit patterns, one for all NaN. */
function bitsOf(array: Values): ArrayLike<number> {
  if (array instanceof Uint8Array) return array;
  const patterns = new Uint32Array(array.length);
  const view = new Float32Array(patterns.buffer);
  array.forEach((value, k) => {
    if (value === value) view[k] = value;
    else patterns[k] = 0x7fc00000;
  });
  return patterns;
}

/** Runs a kernel in both backends on copies of the same arrays and compares all of them. */
function compare(
  what: string,
  arrays: readonly Values[],
  run: (kernels: Kernels, arrays: Values[]) => void,
): void {
  const expected = arrays.map((array) => array.slice());
  let floatsUsed = 0;
  let bytesUsed = 0;
  const actual = arrays.map((array) => {
    if (array instanceof Uint8Array) {
      const view = bytes.subarray(bytesUsed, bytesUsed += array.length);
      view.set(array);
      return view;
    }
    const view = floats.subarray(floatsUsed, floatsUsed += array.length);
    view.set(array);
    return view;
  });
  run(reference, expected.map(inside));
  run(simd, actual.map(inside));
  for (let k = 0; k < arrays.length; k++) {
    const [a, e] = [bitsOf(actual[k]!), bitsOf(expected[k]!)];
    for (let i = 0; i < e.length; i++) {
      if (a[i] !== e[i]) {
        assertEquals(actual[k]![i], expected[k]![i], `${what}: array ${k}, element ${i - guard}`);
        throw new Error(`${what}: array ${k}, element ${i - guard}: sign of zero`);
      }
    }
  }
}

/** Every I from 0 to 67 with all kinds of B and U, and some beyond the blocks of each kernel. */
const shapes = [
  ...Array.from({ length: 4 * 68 }, (_, k) => ({
    B: [1, 2, 3, 4, 5, 7, 8, 9, 17, 64, 65][k % 11]!,
    I: k % 68,
    U: [1, 2, 3, 4, 5, 8, 20, 25, 7][(k + Math.floor(k / 68)) % 9]!,
    first: k % 3,
  })),
  { B: 0, I: 5, U: 3, first: 0 },
  { B: 5, I: 9, U: 0, first: 0 },
  { B: 64, I: 273, U: 21, first: 1 },
  { B: 67, I: 259, U: 1, first: 2 },
  { B: 70, I: 520, U: 3, first: 0 },
  { B: 20, I: 1031, U: 2, first: 1 },
  { B: 25, I: 128, U: 13, first: 1 },
  { B: 23, I: 200, U: 6, first: 0 },
  { B: 24, I: 64, U: 39, first: 0 },
  { B: 9, I: 2056, U: 1, first: 0 },
  { B: 17, I: 205, U: 1, first: 1 },
  { B: 133, I: 35, U: 70, first: 0 },
  { B: 64, I: 67, U: 131, first: 0 },
  { B: 1, I: 300, U: 70, first: 5 },
  // Rows of bytes at strides that caches do not like.
  { B: 69, I: 512, U: 5, first: 1 },
  { B: 9, I: 1024, U: 20, first: 0 },
];

for (const filling of Object.keys(fillings) as Filling[]) {
  Deno.test(`the forward kernels have the bits of the reference, ${filling}`, () => {
    for (const { B, I, U, first } of shapes) {
      const what = `${B}×${I}×${U}`;
      const others = [values(B * U, filling), values(U * I, filling), values(U, filling)];
      compare(what, [...others, values((first + B) * I, filling)], (kernels, [z, w, b, x]) => {
        kernels.linearForward(...floatsOf(z, x, w, b), B, I, U, first);
      });
      compare(what, [...others, inputBytes((first + B) * I)], (kernels, [z, w, b, x]) => {
        const [z_, w_, b_] = floatsOf(z, w, b);
        kernels.linearForwardBytes(z_, x as Uint8Array, w_, b_, 1 / 255, B, I, U, first);
      });
    }
  });

  Deno.test(`the weight gradients have the bits of the reference, ${filling}`, () => {
    for (const { B, I, U, first } of shapes) {
      const what = `${B}×${I}×${U}`;
      const others = [values(U * I, filling), values(B * U, filling)];
      compare(what, [...others, values((first + B) * I, filling)], (kernels, [g, d, x]) => {
        kernels.weightGradient(...floatsOf(g, d, x), B, I, U, first);
      });
      compare(what, [...others, inputBytes((first + B) * I)], (kernels, [g, d, x]) => {
        const [g_, d_] = floatsOf(g, d);
        kernels.weightGradientBytes(g_, d_, x as Uint8Array, 1 / 255, B, I, U, first);
      });
    }
  });

  Deno.test(`the gradients of biases and inputs have the bits of the reference, ${filling}`, () => {
    for (const { B, I, U } of shapes) {
      const what = `${B}×${I}×${U}`;
      compare(what, [values(U, filling), values(B * U, filling)], (kernels, [g, d]) => {
        kernels.biasGradient(...floatsOf(g, d), B, U);
      });
      const arrays = [values(B * I, filling), values(B * U, filling), values(U * I, filling)];
      compare(what, arrays, (kernels, [dx, d, w]) => {
        kernels.inputGradient(...floatsOf(dx, d, w), B, I, U);
      });
    }
  });

  Deno.test(`elementwise kernels have the bits of the reference, ${filling}`, () => {
    for (let n = 0; n < 68; n++) {
      const three = () => [values(n, filling), values(n, filling), values(n, filling)];
      compare(`multiply ${n}`, three(), (kernels, [out, x, m]) => {
        kernels.multiply(...floatsOf(out, x, m), n);
        kernels.multiply(...floatsOf(x, x, m), n);
      });
      compare(`addScaled ${n}`, three(), (kernels, [out, x]) => {
        kernels.addScaled(...floatsOf(out, x), 0.1, n);
      });
    }
  });
}

type Floats<T extends readonly unknown[]> = { -readonly [K in keyof T]: Float32Array };

function floatsOf<T extends readonly (Values | undefined)[]>(...arrays: T): Floats<T> {
  return arrays as unknown as Floats<T>;
}
