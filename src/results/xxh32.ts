const prime1 = 0x9e3779b1;
const prime2 = 0x85ebca77;
const prime3 = 0xc2b2ae3d;
const prime4 = 0x27d4eb2f;
const prime5 = 0x165667b1;

/**
 * XXH32 with seed 0 of the little-endian bytes of 32-bit words, as a whole number below 2³². It takes a
 * fraction of SHA-256's time, reads shared memory where it is, and differs for certain between two
 * lists of which one word differs; it does not withstand somebody who looks for a collision.
 *
 * @param words The words; with `floats`, the bits of float32 values, every NaN as 0x7fc00000.
 *
 * Source: Y. Collet, xxHash fast digest algorithm, "XXH32 algorithm description", 2018.
 *
 * @example
 * ```ts
 * import { xxh32 } from "./xxh32.ts";
 *
 * xxh32(new Int32Array()); // 0x02cc5d05
 * ```
 */
export function xxh32(words: Int32Array, { floats = false } = {}): number {
  const { length } = words;
  const whole = length - length % 4;
  let hash = prime5;
  if (whole > 0) {
    let a = prime1 + prime2 | 0;
    let b = prime2 | 0;
    let c = 0;
    let d = -prime1 | 0;
    for (let i = 0; i < whole; i += 4) {
      a = round(a, floats ? plainNaN(words[i]!) : words[i]!);
      b = round(b, floats ? plainNaN(words[i + 1]!) : words[i + 1]!);
      c = round(c, floats ? plainNaN(words[i + 2]!) : words[i + 2]!);
      d = round(d, floats ? plainNaN(words[i + 3]!) : words[i + 3]!);
    }
    hash = rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18) | 0;
  }
  hash = hash + 4 * length | 0;
  for (let i = whole; i < length; i++) {
    const word = floats ? plainNaN(words[i]!) : words[i]!;
    hash = Math.imul(rotate(hash + Math.imul(word, prime3) | 0, 17), prime4);
  }
  hash = Math.imul(hash ^ hash >>> 15, prime2);
  hash = Math.imul(hash ^ hash >>> 13, prime3);
  return (hash ^ hash >>> 16) >>> 0;
}

function round(lane: number, word: number): number {
  return Math.imul(rotate(lane + Math.imul(word, prime2) | 0, 13), prime1);
}

function rotate(x: number, by: number): number {
  return x << by | x >>> 32 - by;
}

/** Which NaN a machine makes is its own affair. */
function plainNaN(bits: number): number {
  return (bits & 0x7fffffff) > 0x7f800000 ? 0x7fc00000 : bits;
}
