import { assertEquals } from "@std/assert";
import { threefry4x32 } from "../../src/random/mod.ts";

const ones = [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff];

// Random123, tests/kat_vectors, the lines "threefry4x32 20".
const vectors = [
  {
    counter: [0, 0, 0, 0],
    key: [0, 0, 0, 0],
    words: [0x9c6ca96a, 0xe17eae66, 0xfc10ecd4, 0x5256a7d8],
  },
  { counter: ones, key: ones, words: [0x2a881696, 0x57012287, 0xf6c7446e, 0xa16a6732] },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89],
    words: [0x59cd1dbb, 0xb8879579, 0x86b5d00c, 0xac8b6d84],
  },
];

Deno.test("Threefry-4x32 with 20 rounds gives Random123's known answers", () => {
  for (const { counter, key, words } of vectors) {
    const out = new Uint32Array(4);
    threefry4x32(out, Uint32Array.from(key), Uint32Array.from(counter));
    assertEquals([...out], words);
  }
});

Deno.test("the output may take the place of the key or of the counter", () => {
  const { counter, key, words } = vectors[2]!;
  const overCounter = Uint32Array.from(counter);
  threefry4x32(overCounter, Uint32Array.from(key), overCounter);
  assertEquals([...overCounter], words);
  const overKey = Uint32Array.from(key);
  threefry4x32(overKey, overKey, Uint32Array.from(counter));
  assertEquals([...overKey], words);
});

Deno.test("one bit of key or counter changes half of the bits", () => {
  let changed = 0;
  const plain = new Uint32Array(4);
  threefry4x32(plain, new Uint32Array(4), new Uint32Array(4));
  for (let bit = 0; bit < 256; bit++) {
    const input = new Uint32Array(8);
    input[bit >> 5] = 1 << (bit & 31);
    const out = new Uint32Array(4);
    threefry4x32(out, input.subarray(0, 4), input.subarray(4));
    for (let i = 0; i < 4; i++) changed += bitCount(out[i]! ^ plain[i]!);
  }
  // 256 × 128 bits, each changed with probability ½: the deviation is √(32768 / 4) ≈ 91.
  assertEquals(Math.abs(changed - 16384) < 5 * 91, true, `${changed} bits changed`);
});

function bitCount(word: number): number {
  let count = 0;
  for (let left = word >>> 0; left > 0; left >>>= 1) count += left & 1;
  return count;
}
