import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { signFlipP } from "../../src/results/sign_flip.ts";
import { mean, sampleDeviation, spread } from "../../src/results/statistics.ts";

Deno.test("mean and deviation agree with arithmetic by hand", () => {
  // Mean 5; squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32; 32 / 7.
  const values = [2, 4, 4, 4, 5, 5, 7, 9];
  assertEquals(mean(values), 5);
  assertEquals(sampleDeviation(values), Math.sqrt(32 / 7));
  assertEquals(spread([3, 1, 2]), { count: 3, mean: 2, deviation: 1, min: 1, max: 3 });
});

Deno.test("equal values have their value as mean and no deviation", () => {
  assertEquals(spread([0.7, 0.7, 0.7]), { count: 3, mean: 0.7, deviation: 0, min: 0.7, max: 0.7 });
});

Deno.test("one value has no deviation, no value has no mean", () => {
  assertEquals(spread([4]), { count: 1, mean: 4, deviation: NaN, min: 4, max: 4 });
  assertEquals(spread([]), { count: 0, mean: NaN, deviation: NaN, min: NaN, max: NaN });
});

Deno.test("six differences of one sign have p = 2/64, five never get below 2/32", () => {
  assertEquals(signFlipP([1, 2, 3, 4, 5, 6]), 2 / 64);
  assertEquals(signFlipP([-1, -2, -3, -4, -5]), 2 / 32);
});

Deno.test("differences that cancel, or none, have p = 1", () => {
  assertEquals(signFlipP([1, -1, 2, -2]), 1);
  assertEquals(signFlipP([0, 0, 0]), 1);
  assertEquals(signFlipP([]), 1);
});

Deno.test("sums that differ by rounding alone count as equal", () => {
  // 0.1 + 0.2 − 0.3 is not 0 in double precision, though every order of signs means it to be.
  assertEquals(signFlipP([0.1, 0.2, -0.3]), 1);
  // |sum| ≥ 0.4: + + − (0.4)… of 0.1, 0.2, 0.3: ±0.6, ±0.4 are 4 of 8 patterns.
  assertEquals(signFlipP([-0.1, 0.2, 0.3]), 0.5);
});

Deno.test("counting from two halves agrees with counting every pattern", () => {
  let state = 12345;
  for (let n = 1; n <= 11; n++) {
    const differences = Array.from({ length: n }, () => {
      state = state * 48271 % 2147483647;
      return state % 21 - 8;
    });
    assertEquals(signFlipP(differences), everyPattern(differences), String(differences));
  }
});

function everyPattern(differences: number[]): number {
  const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0));
  let count = 0;
  for (let pattern = 0; pattern < 1 << differences.length; pattern++) {
    const sum = differences.reduce((sum, d, i) => sum + (pattern & 1 << i ? d : -d), 0);
    if (Math.abs(sum) >= observed) count++;
  }
  return count / (1 << differences.length);
}

Deno.test("forty pairs are counted exactly, more are refused", () => {
  const p = signFlipP(Array.from({ length: 40 }, () => 1));
  assertAlmostEquals(p, 2 / 2 ** 40, 1e-25);
  assertThrows(() => signFlipP(new Array(41).fill(1)), RangeError, "41 pairs: at most 40");
});
