import { assertAlmostEquals, assertEquals } from "@std/assert";
import { largestDifference } from "../../src/bench/trajectories.ts";

Deno.test("the largest difference is relative to the loss that is expected", () => {
  assertEquals(largestDifference([2, 1], [2, 1]), 0);
  assertAlmostEquals(largestDifference([2.02, 1], [2, 1.25]), 0.2);
  assertAlmostEquals(largestDifference([-1.1], [-1]), 0.1);
});

Deno.test("losses that are not finite, or too few, are never the same", () => {
  assertEquals(largestDifference([NaN, 1], [1, 1]), Infinity);
  assertEquals(largestDifference([1, 1], [NaN, 1]), Infinity);
  assertEquals(largestDifference([Infinity], [Infinity]), Infinity);
  assertEquals(largestDifference([1], [1, 1]), Infinity);
});
