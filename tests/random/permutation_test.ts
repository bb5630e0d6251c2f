import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { boundedInteger, createStream, permutation, permuteInto } from "../../src/random/mod.ts";

Deno.test("every number below n comes exactly once, for n from 0 to 67", () => {
  const stream = createStream(1, "shuffle");
  for (let n = 0; n <= 67; n++) {
    assertEquals(
      permutation(stream, n, 0).toSorted(),
      Uint32Array.from({ length: n }, (_, i) => i),
    );
  }
});

Deno.test("the six orders of three are equally likely by the chi-square test", () => {
  const stream = createStream(1, "shuffle");
  const counts = new Map<string, number>();
  for (let epoch = 0; epoch < 60_000; epoch++) {
    const order = permutation(stream, 3, epoch).join();
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assertEquals(counts.size, 6);
  let chiSquare = 0;
  for (const count of counts.values()) chiSquare += (count - 10_000) * (count - 10_000) / 10_000;
  // 5 degrees of freedom: above 25.7 with a probability of 1e-4.
  assert(chiSquare < 25.7, `chi-square ${chiSquare}`);
});

Deno.test("each number is equally likely at each place", () => {
  const stream = createStream(2, "shuffle");
  const n = 10;
  const counts = new Float64Array(n * n);
  for (let epoch = 0; epoch < 20_000; epoch++) {
    permutation(stream, n, epoch).forEach((value, place) => counts[place * n + value]! += 1);
  }
  let chiSquare = 0;
  for (const count of counts) chiSquare += (count - 2000) * (count - 2000) / 2000;
  // (n − 1)² = 81 degrees of freedom, scaled by n / (n − 1): above 140 with a probability of 1e-4.
  assert(chiSquare < 140, `chi-square ${chiSquare}`);
});

Deno.test("the order is that of Fisher and Yates, with i's draw at place (epoch, i, 0)", () => {
  const stream = createStream(9, "shuffle");
  const expected = Uint32Array.from({ length: 100 }, (_, i) => i);
  for (let i = 99; i > 0; i--) {
    const j = boundedInteger(stream, i + 1, { c0: 4, c1: i, c2: 0 });
    [expected[i], expected[j]] = [expected[j]!, expected[i]!];
  }
  assertEquals(permutation(stream, 100, 4), expected);
});

Deno.test("the order differs by epoch, by seed and by name, and is else the same", () => {
  const order = permutation(createStream(1, "shuffle"), 50, 3);
  const other = createStream(1, "shuffle");
  permutation(other, 50, 0);
  assertEquals(permutation(other, 50, 3), order);
  assertNotEquals(permutation(createStream(1, "shuffle"), 50, 4), order);
  assertNotEquals(permutation(createStream(2, "shuffle"), 50, 3), order);
  assertNotEquals(permutation(createStream(1, "split"), 50, 3), order);
});

Deno.test("the first order of seed 1 is what it always was", () => {
  assertEquals([...permutation(createStream(1, "shuffle"), 10, 0)], [8, 0, 3, 5, 2, 4, 7, 6, 1, 9]);
});

Deno.test("writing into an array does not depend on what is in it", () => {
  const stream = createStream(1, "shuffle");
  const out = new Uint32Array(20).fill(7);
  permuteInto(out, stream, 1);
  assertEquals(out, permutation(stream, 20, 1));
  permuteInto(out, stream, 1);
  assertEquals(out, permutation(stream, 20, 1));
});

Deno.test("a length or an epoch that is no whole number of 32 bits is refused", () => {
  const stream = createStream(1, "shuffle");
  for (const bad of [-1, 0.5, NaN, 4294967296]) {
    assertThrows(() => permutation(stream, bad, 0), RangeError, `permute ${bad}`);
    assertThrows(() => permutation(stream, 3, bad), RangeError, `epoch ${bad}`);
  }
});
