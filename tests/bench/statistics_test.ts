import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { median, quantile, ratioOf } from "../../src/bench/statistics.ts";

Deno.test("the median is the middle value, or the mean of the two in the middle", () => {
  assertEquals(median([9, 1, 5]), 5);
  assertEquals(median([4, 1, 3, 2]), 2.5);
  assertEquals(median([7]), 7);
  assertEquals(median([]), NaN);
});

Deno.test("quantiles lie between neighbours on straight lines, as NumPy's do", () => {
  // numpy.quantile([3, 1, 4, 1, 5, 9], [0, .25, .4, 1]) is [1, 1.5, 3, 9]
  const values = [3, 1, 4, 1, 5, 9];
  assertEquals([0, 0.25, 0.4, 1].map((share) => quantile(values, share)), [1, 1.5, 3, 9]);
});

Deno.test("ratios are taken round by round: a slow round of both changes nothing", () => {
  assertEquals(ratioOf([4, 40, 8], [2, 20, 2]), { median: 2, low: 2, high: 3 });
  assertAlmostEquals(ratioOf([1, 1, 1], [2, 2, 2]).median, 0.5);
});

Deno.test("times of different rounds are not compared", () => {
  assertThrows(() => ratioOf([1, 2], [1]), RangeError, "2 rounds with 1");
  assertThrows(() => ratioOf([], []), RangeError);
});
