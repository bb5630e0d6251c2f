import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { meanInterval, studentQuantile } from "../../src/results/bootstrap.ts";
import { distribution } from "../../src/results/distribution.ts";
import { holm } from "../../src/results/holm.ts";
import { signFlipP } from "../../src/results/sign_flip.ts";
import { sampledSignFlipP } from "../../src/results/sign_flip_sampled.ts";
import expected from "../fixtures/results/statistics.json" with { type: "json" };

for (const [name, sample] of Object.entries(expected.samples)) {
  Deno.test(`of ${name} mean, deviation, median and interquartile mean are SciPy's`, () => {
    const found = distribution(sample.values);
    assertAlmostEquals(found.mean, sample.mean, 1e-14);
    assertAlmostEquals(found.deviation, sample.deviation, 1e-14);
    assertAlmostEquals(found.median, sample.median, 1e-14);
    assertAlmostEquals(found.interquartileMean, sample.interquartileMean, 1e-14);
  });

  Deno.test(`of ${name} the bootstrap interval is SciPy's at the expanded level`, () => {
    const found = meanInterval(sample.values);
    if (sample.interval === null) return assertEquals(found, undefined);
    // 5,000 resamples here, 200,000 there: far ends differ by chance, of tied values by a whole step.
    const tolerance = 0.13 * (sample.interval[1]! - sample.interval[0]!);
    assertAlmostEquals(found!.low, sample.interval[0]!, tolerance);
    assertAlmostEquals(found!.high, sample.interval[1]!, tolerance);
  });
}

Deno.test("sign-flip p-values are those of SciPy's permutation test", () => {
  for (const [name, { differences, p }] of Object.entries(expected.signFlips)) {
    if (differences.length <= 20) assertAlmostEquals(signFlipP(differences), p, 1e-12, name);
    // A million patterns there, a hundred thousand here: four standard deviations.
    else assertAlmostEquals(sampledSignFlipP(differences), p, 4 * Math.sqrt(p / 1e5), name);
  }
});

Deno.test("drawn sign patterns give the p-value that counting all of them gives", () => {
  for (const [name, { differences }] of Object.entries(expected.signFlips)) {
    if (differences.length > 20) continue;
    const p = signFlipP(differences);
    const [drawn, deviation] = [sampledSignFlipP(differences), Math.sqrt(p * (1 - p) / 1e5)];
    assertAlmostEquals(drawn, p, 4 * deviation + 1e-5, name);
  }
});

Deno.test("sampled p-values are never 0, and 1 where nothing differs", () => {
  assertEquals(sampledSignFlipP(new Array(64).fill(2)), 1e-5);
  assertEquals(sampledSignFlipP(new Array(64).fill(0)), 1);
  assertEquals(sampledSignFlipP([1e308, 1e308, -1e308]), 1);
});

Deno.test("quantiles of Student's distribution are SciPy's", () => {
  for (const [freedom, quantile] of Object.entries(expected.studentQuantiles)) {
    assertAlmostEquals(studentQuantile(Number(freedom)), quantile, 5e-6, freedom);
  }
});

Deno.test("Holm's correction agrees with his procedure by hand", () => {
  // Ascending 0.01, 0.02, 0.03, 0.04 times 4, 3, 2, 1: 0.04, 0.06, 0.06, 0.04; none below its predecessor.
  assertEquals(holm([0.04, 0.01, 0.03, 0.02]), [0.06, 0.04, 0.06, 0.06]);
  assertEquals(holm([0.5, 0.9]), [1, 1]);
  assertEquals(holm([]), []);
  // Two of six: times 6 and 5.
  assertEquals(holm([0.25, 0.125], { family: 6 }), [1, 0.75]);
});

Deno.test("an interval stays within the values and is the same every time", () => {
  const accuracies = [1, 1, 1, 0.99, 1, 0.98];
  const { low, high } = meanInterval(accuracies)!;
  assert(low >= 0.98 && high <= 1 && low < high);
  meanInterval([1, 2, 3, 4, 5, 6, 7]); // another table of places
  assertEquals(meanInterval(accuracies), { low, high });
  assertEquals(meanInterval([0.7, 0.7, 0.7, 0.7, 0.7]), { low: 0.7, high: 0.7 });
});

Deno.test("an interval of thousands of values is quick and as wide as theory has it", () => {
  const values = Array.from({ length: 10_000 }, (_, i) => i % 2);
  const { low, high } = meanInterval(values)!;
  // ±1.96 · 0.5 / √10000
  assertAlmostEquals(high - low, 2 * 1.96 * 0.005, 0.002);
});
