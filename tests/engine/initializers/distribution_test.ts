import { assert } from "@std/assert";
import { type Initializer, initializers, resolveMember } from "../../../src/engine/mod.ts";
import { erf } from "../../../src/numerics/mod.ts";
import { createStream } from "../../../src/random/mod.ts";

const draws = 100_000;

function sortedDraws(type: string, fanIn: number): Float32Array {
  const initializer = (initializers as { [name: string]: Initializer })[type]!;
  const values = new Float32Array(draws);
  initializer.fill(values, {
    stream: createStream(11, "init"),
    place: { c0: 3, c1: 0 },
    fanIn,
    fanOut: draws / fanIn,
  }, resolveMember(initializers, type) as never);
  return values.sort();
}

/** Kolmogorov's largest distance between the sample's distribution and a given one, times √n. */
function distance(sorted: Float32Array, below: (value: number) => number): number {
  let largest = 0;
  sorted.forEach((value, k) => {
    const expected = below(value);
    largest = Math.max(
      largest,
      Math.abs((k + 1) / draws - expected),
      Math.abs(k / draws - expected),
    );
  });
  return largest * Math.sqrt(draws);
}

const fanIn = 250;
const deviations: [string, number][] = [
  ["random", 0.01],
  ["he", Math.sqrt(2 / fanIn)],
  ["xavier", Math.sqrt(2 / (fanIn + draws / fanIn))],
  ["lecun", Math.sqrt(1 / fanIn)],
];

for (const [type, deviation] of deviations) {
  Deno.test(`a Kolmogorov-Smirnov test takes draws of ${type} for normal, and shifted ones not`, () => {
    const sorted = sortedDraws(type, fanIn);
    const normal = (scale: number, shift: number) => (value: number) =>
      0.5 * (1 + erf((value / deviation - shift) / (scale * Math.SQRT2)));
    assert(distance(sorted, normal(1, 0)) < 1.63); // 1.63: a hundredth of all samples lie beyond
    assert(distance(sorted, normal(1, 0.02)) > 1.63);
    assert(distance(sorted, normal(1.03, 0)) > 1.63);
  });
}
