import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { reference } from "../../../src/engine/kernels/reference.ts";
import { randomBytes, randomValues } from "../helpers.ts";

const f = Math.fround;

for (const n of [0, 1, 2, 3, 4, 5, 7, 8, 63, 64, 67]) {
  Deno.test(`sums of squares, scaling, clipping and signs of ${n} elements leave the others alone`, () => {
    const x = randomValues(n + 5, n);
    const inside = [...x.slice(3, 3 + n)];
    const expected = inside.reduce((sum, value) => sum + value * value, 0);
    assertAlmostEquals(reference.sumOfSquares(x, 3, n), expected, 1e-13);

    const scaled = x.slice();
    reference.scale(scaled, 0.3, 3, n);
    const within = (k: number) => k >= 3 && k < 3 + n;
    assertEquals([...scaled], [...x].map((value, k) => within(k) ? f(f(0.3) * value) : value));

    const clipped = x.slice();
    reference.clip(clipped, 0.3, n);
    const bound = f(0.3);
    assertEquals(
      [...clipped],
      [...x].map((value, k) => k < n ? Math.sign(value) * Math.min(bound, Math.abs(value)) : value),
    );

    const pulled = x.slice();
    reference.addSign(pulled, x, 0.1, n);
    assertEquals(
      [...pulled],
      [...x].map((value, k) => k < n ? f(value + f(0.1) * Math.sign(value)) : value),
    );
  });
}

Deno.test("lanes of a sum of squares are added in a tree", () => {
  // In one lane, or from left to right, the small squares would be lost beside 2^54.
  const x = Float32Array.of(2 ** 27, 1, 1, 1, 0, 1, 1, 1);
  assertEquals(reference.sumOfSquares(x, 0, 8), (2 ** 54 + 2) + 4);
});

Deno.test("the sign of 0 pulls nowhere, and NaN passes through all of them", () => {
  const out = Float32Array.of(1, 1, 1);
  reference.addSign(out, Float32Array.of(0, -0, NaN), 0.5, 3);
  assertEquals([...out], [1, 1, NaN]);
  const x = Float32Array.of(NaN, Infinity, -Infinity);
  reference.clip(x, 2, 3);
  assertEquals([...x], [NaN, 2, -2]);
  assert(Number.isNaN(reference.sumOfSquares(Float32Array.of(1, NaN), 0, 2)));
});

Deno.test("dropped inputs are the scaled bytes, or the numbers, times their mask", () => {
  const mask = Float32Array.of(0, 2, 2, 0, 2);
  const bytes = randomBytes(9, 1);
  const out = new Float32Array(6).fill(7);
  reference.dropInputs(out, bytes, mask, 1 / 255, 3, 5);
  const scaled = [...mask].map((m, k) => f(f(f(1 / 255) * bytes[3 + k]!) * m));
  assertEquals([...out], [...scaled, 7]);
  const numbers = randomValues(9, 2);
  reference.dropInputs(out, numbers, mask, 1, 3, 5);
  assertEquals([...out.slice(0, 5)], [...mask].map((m, k) => f(numbers[3 + k]! * m)));
});

Deno.test("a norm over several tensors is above its limit or is left alone, and so is each row's", () => {
  // √(9 + 16 + 144) = 13
  const gradients = [Float32Array.of(3, -4), new Float32Array(0), Float32Array.of(12)];
  reference.clipNorm(gradients, 13);
  assertEquals(gradients.flatMap((gradient) => [...gradient]), [3, -4, 12]);
  reference.clipNorm(gradients, 6.5);
  assertEquals(gradients.flatMap((gradient) => [...gradient]), [1.5, -2, 6]);
  const w = Float32Array.of(3, 4, 0.3, 0.4, 6, 8);
  reference.limitNorms(w, 2.5, 2, 2);
  assertEquals([...w], [1.5, 2, f(0.3), f(0.4), 6, 8]);
});
