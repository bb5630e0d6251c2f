import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { exp, log, powerInteger } from "../../src/numerics/mod.ts";

Deno.test("a power of two and its inverse are exact", () => {
  assertEquals(powerInteger(2, 1023), 8.98846567431158e307);
  assertEquals(powerInteger(0.5, 1074), 5e-324);
  assertEquals(powerInteger(-3, 5), -243);
});

Deno.test("anything to the power of 0 is 1, and 0 to any other power is 0", () => {
  for (const base of [0, -0, 1, -2.5, Infinity, NaN]) assertEquals(powerInteger(base, 0), 1);
  assertEquals(powerInteger(0, 1), 0);
  assertEquals(powerInteger(0, 1000), 0);
});

Deno.test("the multiplications come in the stated order", () => {
  const b = 0.1;
  const square = b * b;
  assertEquals(powerInteger(b, 3), b * square);
  assertEquals(powerInteger(b, 6), square * (square * square));
  assertEquals(powerInteger(b, 7), (b * square) * (square * square));
});

Deno.test("decay rates of optimizers agree with the exponential of the logarithm", () => {
  for (const [rate, steps] of [[0.9, 100], [0.999, 100_000], [0.9999, 54_321]] as const) {
    const expected = exp(steps * log(rate));
    assertAlmostEquals(powerInteger(rate, steps) / expected, 1, 1e-11);
  }
  assertEquals(powerInteger(0.9, Number.MAX_SAFE_INTEGER), 0);
});

Deno.test("an exponent that is negative, broken or too large is refused with the value got", () => {
  for (const exponent of [-1, 0.5, NaN, Infinity, Number.MAX_SAFE_INTEGER + 1]) {
    assertThrows(() => powerInteger(0.9, exponent), RangeError, `power of ${exponent}`);
  }
});
