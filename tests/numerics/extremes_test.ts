import { assertEquals } from "@std/assert";
import { largest, smallest } from "../../src/numerics/mod.ts";

Deno.test("the largest and the smallest are found among more values than a call has room for", () => {
  const values = Array.from({ length: 200_000 }, (_, k) => (7 * k) % 200_000);
  assertEquals([largest(values), smallest(values)], [199_999, 0]);
});

Deno.test("of nothing, of NaN and of zeros they are what Math.max and Math.min say", () => {
  for (const values of [[], [NaN], [1, NaN, 2], [0, -0], [-0, 0], [-Infinity, 3]]) {
    assertEquals(largest(values), Math.max(...values));
    assertEquals(smallest(values), Math.min(...values));
  }
});
