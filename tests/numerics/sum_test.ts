import { assert, assertEquals } from "@std/assert";
import { createSum, mean, sum } from "../../src/numerics/mod.ts";
import * as exact from "./_double_double.ts";
import { ulpError } from "./_ulp.ts";

Deno.test("a sum is within 1 ulp of the exact one, where plain addition is not", () => {
  let plain = 0;
  let expected: exact.Double2 = [0, 0];
  const values = Float64Array.from({ length: 200_000 }, (_, i) => 0.1 + ((i * 0.6180339887) % 1));
  for (const value of values) {
    plain += value;
    expected = exact.add(expected, [value, 0]);
  }
  assert(ulpError(sum(values), expected) <= 1);
  assert(ulpError(plain, expected) > 10);
});

Deno.test("what large numbers of opposite sign leave behind is kept", () => {
  assertEquals(sum([1, 1e100, 1, -1e100]), 2);
  assertEquals(sum([1e100, 1, -1e100]), 1);
  assertEquals(mean([1e100, 1, 3, -1e100]), 1);
});

Deno.test("a running sum gives at any time what the sum of the numbers so far gives", () => {
  const values = Float64Array.from({ length: 1000 }, (_, i) => Math.sqrt(i) - 15);
  const running = createSum();
  assertEquals(running.total(), 0);
  values.forEach((value, i) => {
    running.add(value);
    assertEquals(running.total(), sum(values.subarray(0, i + 1)));
  });
});

Deno.test("infinities and NaN come out as in plain addition", () => {
  assertEquals(sum([1, Infinity, 2]), Infinity);
  assertEquals(sum([1, -Infinity, 2]), -Infinity);
  assertEquals(sum([Infinity, 1, -Infinity]), NaN);
  assertEquals(sum([1, NaN, 2]), NaN);
  assertEquals(sum([1.7e308, 1.7e308]), Infinity);
});

Deno.test("the sum of nothing is 0 and the mean of nothing is NaN", () => {
  assertEquals(sum([]), 0);
  assertEquals(mean([]), NaN);
  assertEquals(mean(new Float32Array([1, 2, 6])), 3);
});
