import { assertEquals } from "@std/assert";
import { createArena } from "../../../src/engine/arena.ts";
import type { Kernels } from "../../../src/engine/kernels/kernels.ts";
import { reference } from "../../../src/engine/kernels/reference.ts";
import { createSimd } from "../../../src/engine/kernels/simd.ts";
import { randomBytes, randomValues } from "../helpers.ts";

// Both backends get the same arrays; all of them, guards around the outputs included, must be the same
// afterwards.

type Numbers = Uint8Array | Uint32Array | Float32Array | Float64Array;

export const arena = createArena();
export const simd = createSimd(arena);
const pools = {
  Uint8Array: arena.uint8(1 << 20),
  Uint32Array: arena.uint32(1 << 12),
  Float32Array: arena.float32(1 << 19),
  Float64Array: arena.float64(1 << 16),
};
const guard = 3; // elements around each array: also what takes them off 16-byte boundaries

const edges = [0, -0, 1e-45, -1e-45, 1.1754942e-38, -1.1754944e-38, 3.4028235e38, -3.4028235e38, 1];
const notFinite = [...edges, Infinity, -Infinity, NaN];

/** What the arrays of a test are made of. */
const fillings = {
  ordinary: [],
  "tiny, huge and signed zero": edges,
  "infinite and not a number": notFinite,
};
export type Filling = keyof typeof fillings;
export const fillingNames = Object.keys(fillings) as Filling[];

const choices = randomBytes(1 << 16, 8);
/** Of many magnitudes, so that the order of a sum shows in doubles too. */
const random = randomValues(1 << 16, 7).map((value, k) => value * 2 ** (choices[k]! % 32 - 16));
let drawn = 0;

function draw(filling: Filling): number {
  const special = fillings[filling];
  const k = drawn++ & 65535;
  const choice = choices[k ^ 21845]!;
  return special.length > 0 && choice < 40 ? special[choice % special.length]! : random[k]!;
}

export function floats(length: number, filling: Filling): Float32Array {
  return Float32Array.from({ length: length + 2 * guard }, () => draw(filling));
}

export function doubles(length: number, filling: Filling): Float64Array {
  return Float64Array.from({ length: length + 2 * guard }, () => draw(filling) * (1 + 1e-12));
}

export function bytes(length: number): Uint8Array {
  return Uint8Array.from({ length: length + 2 * guard }, () => choices[drawn++ & 65535]!);
}

export function words(length: number): Uint32Array {
  const word = () => choices[drawn++ & 65535]! * 16843009;
  return Uint32Array.from({ length: length + 2 * guard }, word);
}

/** All of an array but its guards. */
function inside<T extends Numbers>(array: T): T {
  return array.subarray(guard, array.length - guard) as T;
}

type Copies<T extends readonly Numbers[]> = { -readonly [K in keyof T]: T[K] };

/**
 * Runs a kernel in both backends on copies of the same arrays, and compares all of them and what the
 * kernel returned: signs of zero count, all NaN are alike.
 */
export function compare<const T extends readonly Numbers[]>(
  what: string,
  arrays: T,
  run: (kernels: Kernels, arrays: Copies<T>) => number | void,
): void {
  const expected = arrays.map((array) => array.slice());
  const used = { Uint8Array: 0, Uint32Array: 0, Float32Array: 0, Float64Array: 0 };
  const actual = arrays.map((array): Numbers => {
    const kind = array.constructor.name as keyof typeof pools;
    const view = pools[kind].subarray(used[kind], used[kind] += array.length);
    assertEquals(view.length, array.length, "the pool is too small");
    view.set(array);
    return view;
  });
  const returned = run(reference, expected.map(inside) as unknown as Copies<T>);
  const given = run(simd, actual.map(inside) as unknown as Copies<T>);
  if (!Object.is(given, returned)) assertEquals(given, returned, what);
  for (let k = 0; k < arrays.length; k++) {
    const [a, e] = [actual[k]!, expected[k]!];
    for (let i = 0; i < e.length; i++) {
      if (Object.is(a[i], e[i])) continue;
      assertEquals(a[i], e[i], `${what}: array ${k}, element ${i - guard}`);
      throw new Error(`${what}: array ${k}, element ${i - guard}: sign of zero`);
    }
  }
}
