import { assertAlmostEquals, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { comparisonSentences, verdict } from "../../src/results/verdict.ts";
import { compareVariants } from "../../src/results/comparisons.ts";
import { rankVariants } from "../../src/results/variants.ts";
import type { RunResult } from "../../src/results/types.ts";
import { makeRun } from "./_sweep.ts";

/** Runs of a variant with these test accuracies, one per seed. */
function runsWith(variant: string, accuracies: number[]): RunResult[] {
  return accuracies.map((accuracy, index) =>
    makeRun(variant, index + 1, {
      final: { train: { loss: 0.2, accuracy: 0.9 }, test: { loss: 1 - accuracy, accuracy } },
    })
  );
}

const low = [0.50, 0.51, 0.52, 0.50, 0.51, 0.52, 0.50];
const high = [0.60, 0.62, 0.61, 0.63, 0.60, 0.61, 0.62];

Deno.test("the best is compared with all others, corrected over all pairs it was picked out of", () => {
  const close = high.map((value, i) => value + (i % 2 === 0 ? -0.01 : 0.008));
  const ranking = rankVariants([
    ...runsWith("low", low),
    ...runsWith("high", high),
    ...runsWith("close", close),
  ]);
  const comparisons = compareVariants(ranking)!;
  assertEquals([comparisons.reference, comparisons.chosen], ["high", "best"]);
  assertEquals([comparisons.tests, comparisons.seedsNeeded], [3, 7]);
  const [second, third] = comparisons.others;
  assertEquals([second!.name, second!.verdict], ["close", "no difference shown"]);
  // Seven differences of one sign: p = 2/128, the smallest of three.
  assertEquals([third!.verdict, third!.p, third!.correctedP], ["difference", 2 / 128, 6 / 128]);
  assertEquals([third!.effect, third!.higher, third!.lower], ["worse", 0, 7]);
  // By hand: (4.29 − 3.56) / 7.
  assertAlmostEquals(third!.paired.mean, -0.73 / 7, 1e-12);
});

Deno.test("a baseline chosen beforehand is corrected over the others only", () => {
  const ranking = rankVariants([
    ...runsWith("low", low),
    ...runsWith("high", high),
    ...runsWith("more", high.map((value) => value + 0.1)),
  ]);
  const comparisons = compareVariants(ranking, { baseline: "low" })!;
  assertEquals([comparisons.tests, comparisons.chosen], [2, "baseline"]);
  assertEquals(comparisons.others.map(({ name, effect }) => [name, effect]), [
    ["more", "better"],
    ["high", "better"],
  ]);
  assertEquals(comparisons.others.map(({ correctedP }) => correctedP), [4 / 128, 4 / 128]);
});

Deno.test("an unknown baseline is named, and one that always diverged", () => {
  const lost = runsWith("lost", [0.5]).map((run) => ({ ...run, status: "diverged" as const }));
  const ranking = rankVariants([...runsWith("he", [0.5]), ...runsWith("xavier", [0.6]), ...lost]);
  assertThrows(
    () => compareVariants(ranking, { baseline: "xaver" }),
    ExperimentError,
    'Unknown baseline "xaver": did you mean "xavier"?',
  );
  assertThrows(
    () => compareVariants(ranking, { baseline: "lost" }),
    ExperimentError,
    "Cannot compare with lost: every run of it diverged",
  );
  assertEquals(compareVariants(ranking)!.diverged, ["lost"]);
});

Deno.test("one variant, or one that finished, has nothing to be compared with", () => {
  assertEquals(compareVariants(rankVariants(runsWith("he", high))), undefined);
});

Deno.test("with too few seeds it is said, and how many it takes", () => {
  const few = rankVariants([...runsWith("a", [0.5, 0.6, 0.7]), ...runsWith("b", [0.9, 0.9, 0.9])]);
  assertEquals(
    verdict(few),
    "Best mean test accuracy: **b** with 90.0 ± 0.0 %, before **a** with 60.0 ± 10.0 %. " +
      "No difference can be shown with 3 seeds, however large: the order may be chance. " +
      "It takes at least 6 seeds for p < 0.05.",
  );
  const five = rankVariants([
    ...runsWith("a", low.slice(0, 5)),
    ...runsWith("b", high.slice(0, 5)),
    ...runsWith("c", [0.55]),
  ]);
  assertStringIncludes(verdict(five), "It takes at least 7 seeds for p < 0.05 in 3 comparisons.");
});

Deno.test("a difference and that none is shown are said in the same plain words", () => {
  const close = high.map((value, i) => value + (i % 2 === 0 ? -0.01 : 0.008));
  const ranking = rankVariants([
    ...runsWith("low", low),
    ...runsWith("high", high),
    ...runsWith("close", close),
  ]);
  const text = comparisonSentences(compareVariants(ranking)!, { name: (name) => `<${name}>` });
  assertStringIncludes(
    text,
    "More than chance explains: <high> is better than <low> by 10.4 points (95 % interval 9.1 to ",
  );
  assertStringIncludes(text, ", 7 seeds, p = 0.047).");
  assertStringIncludes(text, "No difference shown between <high> and <close>: 0.2 points (95 %");
  assertStringIncludes(
    text,
    "p: two-sided sign-flip test of the differences by seed, corrected for 3 comparisons by Holm's method.",
  );
});

Deno.test("seeds that are left out because a run diverged are counted, other seeds pair nothing", () => {
  const lossy = runsWith("he", high);
  lossy[2]!.status = "diverged";
  const [other] = compareVariants(rankVariants([...lossy, ...runsWith("low", low)]))!.others;
  assertEquals([other!.paired.count, other!.lost], [6, 1]);
  const apart = runsWith("apart", [0.9]);
  apart[0]!.run.seed = 99;
  const alone = compareVariants(rankVariants([...apart, ...runsWith("low", low)]))!;
  assertEquals(alone.others[0]!.verdict, "no common seed");
  assertStringIncludes(comparisonSentences(alone), "finished no seed in common");
});

Deno.test("names of variants cannot write markdown", () => {
  const ranking = rankVariants([...runsWith("[x](http://evil)", high), ...runsWith("<b>", low)]);
  const text = verdict(ranking);
  assertEquals(/(?<!\\)\]\(|<b>/.test(text), false);
});
