import { assertEquals, assertNotEquals } from "@std/assert";
import { xxh32 } from "../../src/results/xxh32.ts";
// From the description of XXH32 in plain Python, checked there against published digests.
import cases from "../fixtures/results/xxh32.json" with { type: "json" };

const bits = (floats: readonly number[]) => new Int32Array(Float32Array.from(floats).buffer);

Deno.test("xxh32 has the digests of an implementation written independently", () => {
  assertEquals(cases.length, 10);
  for (const { floats, digest } of cases) {
    const words = bits(floats.map((text) => (text === "inf" ? Infinity : Number(text))));
    assertEquals(xxh32(words).toString(16).padStart(8, "0"), digest, floats.join());
    assertEquals(xxh32(words, { floats: true }), xxh32(words));
  }
});

Deno.test("xxh32 of floats takes every NaN for the same, and −0 for another number than 0", () => {
  const quiet = Int32Array.of(1, 0x7fc00000, 3, 4, 0x7fc00000);
  for (const other of [0x7fc00001, 0x7f800001, 0xffc00000 | 0, -1]) {
    const words = Int32Array.of(1, other, 3, 4, other);
    assertEquals(xxh32(words, { floats: true }), xxh32(quiet, { floats: true }));
    assertNotEquals(xxh32(words), xxh32(quiet));
  }
  assertNotEquals(xxh32(bits([0]), { floats: true }), xxh32(bits([-0]), { floats: true }));
});

Deno.test("one bit anywhere gives another digest", () => {
  const words = Int32Array.from({ length: 11 }, (_, k) => Math.imul(k + 1, 0x9e3779b1));
  const digests = new Set([xxh32(words)]);
  for (let bit = 0; bit < 32 * words.length; bit++) {
    words[bit >> 5]! ^= 1 << (bit & 31);
    digests.add(xxh32(words));
    words[bit >> 5]! ^= 1 << (bit & 31);
  }
  assertEquals(digests.size, 1 + 32 * words.length);
});
