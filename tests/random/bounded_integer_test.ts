import { assert, assertEquals, assertThrows } from "@std/assert";
import { boundedInteger, createStream, type Stream } from "../../src/random/mod.ts";

const place = { c0: 0, c1: 0, c2: 0 };

/** A stream whose words are given, four to an attempt. */
function scripted(attempts: number[][]): Stream {
  return {
    seed: 0,
    name: "scripted",
    key: new Uint32Array(4),
    words: (out, _c0, _c1, _c2, c3) => out.set(attempts[c3]!),
  };
}

Deno.test("draws below 7 are equally likely by the chi-square test", () => {
  const stream = createStream(1, "generate");
  const counts = new Float64Array(7);
  for (let i = 0; i < 70_000; i++) counts[boundedInteger(stream, 7, { c0: 0, c1: i, c2: 0 })]! += 1;
  let chiSquare = 0;
  for (const count of counts) chiSquare += (count - 10_000) * (count - 10_000) / 10_000;
  // 6 degrees of freedom: above 27.9 with a probability of 1e-4.
  assert(chiSquare < 27.9, `chi-square ${chiSquare}`);
});

Deno.test("words beyond the last full multiple of the bound are rejected, in order", () => {
  // 2^32 = 3 · 1431655765 + 1: only the word 2^32 − 1 is beyond.
  const last = 0xffffffff;
  assertEquals(boundedInteger(scripted([[last, last, 8, 1]]), 3, place), 2);
  const twice = scripted([[last, last, last, last], [last, 7, 0, 0]]);
  assertEquals(boundedInteger(twice, 3, place), 1);
  assertEquals(boundedInteger(scripted([[last - 1, 0, 0, 0]]), 3, place), (last - 1) % 3);
});

Deno.test("a bound of 1 gives 0 and a bound of 2^32 gives the word itself", () => {
  assertEquals(boundedInteger(scripted([[0xffffffff, 0, 0, 0]]), 1, place), 0);
  assertEquals(boundedInteger(scripted([[0xffffffff, 0, 0, 0]]), 4294967296, place), 0xffffffff);
});

Deno.test("a draw depends on each part of its place", () => {
  const stream = createStream(1, "generate");
  const draws = [place, { ...place, c0: 1 }, { ...place, c1: 1 }, { ...place, c2: 1 }]
    .map((at) => boundedInteger(stream, 4294967296, at));
  assertEquals(new Set(draws).size, 4);
});

Deno.test("a bound that is not a whole number from 1 to 2^32 is refused with the value got", () => {
  const stream = createStream(1, "generate");
  for (const bound of [0, -3, 1.5, NaN, 4294967297]) {
    assertThrows(() => boundedInteger(stream, bound, place), RangeError, `draw below ${bound}`);
  }
});
