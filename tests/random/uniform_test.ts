import { assert, assertEquals } from "@std/assert";
import { createStream, fillUniform, uniform01, uniform52 } from "../../src/random/mod.ts";

const full = 0xffffffff;

Deno.test("uniform01 stays inside (0, 1), is exact and is symmetric about one half", () => {
  assertEquals(uniform01(0), 1.1641532182693481e-10);
  assertEquals(uniform01(full), 1 - 1.1641532182693481e-10);
  assertEquals(uniform01(0x7fffffff) + uniform01(0x80000000), 1);
  for (const word of [0, 1, 12345, 0x80000000, full]) {
    assertEquals(uniform01(word) * 4294967296, word + 0.5);
    assertEquals(1 - uniform01(word), uniform01(full - word));
  }
});

Deno.test("uniform52 stays inside (0, 1), is exact and is symmetric about one half", () => {
  assertEquals(uniform52(0, 0), 1.1102230246251565e-16);
  assertEquals(uniform52(full, full), 1 - 1.1102230246251565e-16);
  assertEquals(uniform52(0, 4096) - uniform52(0, 0), 2.220446049250313e-16);
  assertEquals(uniform52(1, 0) - uniform52(0, 0), 2.3283064365386963e-10);
  for (const [high, low] of [[0, 0], [5, 77], [0x80000000, 0], [full, 0]] as const) {
    assertEquals(1 - uniform52(high, low), uniform52(full - high, full - low));
  }
});

Deno.test("element i is word i mod 4 of place (c0, c1, ⌊i / 4⌋, 0)", () => {
  const stream = createStream(5, "init");
  const out = new Float32Array(11);
  fillUniform(out, stream, { c0: 3, c1: 4, low: -2, high: 6 });
  const words = new Uint32Array(4);
  for (let i = 0; i < 11; i++) {
    stream.words(words, 3, 4, i >> 2, 0);
    assertEquals(out[i], Math.fround(-2 + 8 * uniform01(words[i & 3]!)));
  }
});

Deno.test("a longer array begins with the shorter one", () => {
  const short = new Float32Array(5);
  const long = new Float32Array(50);
  fillUniform(short, createStream(1, "init"), { c0: 0, c1: 0 });
  fillUniform(long, createStream(1, "init"), { c0: 0, c1: 0 });
  assertEquals(long.subarray(0, 5), short);
});

Deno.test("100,000 draws fill 100 bins evenly by the chi-square test", () => {
  const n = 100_000;
  const out = new Float32Array(n);
  fillUniform(out, createStream(1, "init"), { c0: 0, c1: 0 });
  const bins = new Float64Array(100);
  for (const value of out) bins[Math.min(99, Math.floor(value * 100))]! += 1;
  let chiSquare = 0;
  for (const count of bins) chiSquare += (count - n / 100) * (count - n / 100) / (n / 100);
  // 99 degrees of freedom: below 55 or above 160 with a probability of about 1e-4 each.
  assert(chiSquare > 55 && chiSquare < 160, `chi-square ${chiSquare}`);
});
