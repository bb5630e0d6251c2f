import { holm } from "./holm.ts";
import { mostPairs, signFlipP } from "./sign_flip.ts";
import { sampledSignFlipP } from "./sign_flip_sampled.ts";
import { type Spread, spread } from "./statistics.ts";

/** The level below which a corrected p-value is called a difference. */
export const level = 0.05;

/** What can be said of a difference. */
export type DifferenceVerdict =
  | "no common seed"
  | "same" // every pair is equal
  | "too few seeds" // no data could have shown a difference
  | "difference" // corrected p < level
  | "no difference shown";

/** A difference of means, paired by seed. */
export interface PairedTest {
  /** Of the differences; its count is the number of pairs. */
  paired: Spread;
  /** Of the pairs: how many differences are above 0 and how many below. */
  higher: number;
  lower: number;
  verdict: DifferenceVerdict;
  /** Two-sided p-value of the sign-flip test; where the verdict rests on it. */
  p?: number;
  /** The same by Holm's correction over all tests of the family. */
  correctedP?: number;
}

/** Tests that are corrected together. */
export interface TestFamily {
  tests: PairedTest[];
  /** How many tests the correction is over. */
  size: number;
  /** The fewest pairs with which any of so many tests could show a difference. */
  seedsNeeded: number;
}

/**
 * Sign-flip tests of paired differences, exact up to 40 pairs and sampled beyond, with Holm's
 * correction.
 *
 * @param samples The differences of each test, one per pair.
 * @param options.family How many tests these were picked out of by looking at the data; by default
 * they are all that have a pair.
 */
export function testPaired(
  samples: readonly (readonly number[])[],
  options: { family?: number } = {},
): TestFamily {
  const tested = samples.filter(({ length }) => length > 0);
  const { family = tested.length } = options;
  const pValues = tested.map(pairedP);
  const corrected = holm(pValues, { family });
  // What they would be if every difference were of one sign: no p-value is smaller.
  const reachable = holm(tested.map(({ length }) => smallestP(length)), { family });
  let index = 0;
  const tests = samples.map((differences): PairedTest => {
    const found = describePairs(differences);
    if (differences.length === 0) return { ...found, verdict: "no common seed" };
    const [p, correctedP] = [pValues[index]!, corrected[index]!];
    const possible = reachable[index++]! < level;
    if (found.higher + found.lower === 0) return { ...found, verdict: "same" };
    if (!possible) return { ...found, verdict: "too few seeds" };
    const verdict = correctedP < level ? "difference" : "no difference shown";
    return { ...found, verdict, p, correctedP };
  });
  return { tests, size: family, seedsNeeded: seedsNeeded(family) };
}

function describePairs(differences: readonly number[]) {
  return {
    paired: spread(differences),
    higher: differences.filter((difference) => difference > 0).length,
    lower: differences.filter((difference) => difference < 0).length,
  };
}

/**
 * The fewest pairs with which one of so many tests, corrected together, could show a difference: the
 * least n with tests · 2/2ⁿ < level.
 *
 * @example
 * ```ts
 * import { seedsNeeded } from "./paired_tests.ts";
 *
 * seedsNeeded(1); // 6: 2/2⁶ = 0.031
 * seedsNeeded(3); // 7
 * ```
 */
export function seedsNeeded(tests: number): number {
  let pairs = 1;
  while (!(Math.max(tests, 1) * smallestP(pairs) < level)) pairs++;
  return pairs;
}

/** The smallest p-value of so many pairs: 2/2ⁿ, that of differences of one sign. */
function smallestP(pairs: number): number {
  let p = 2;
  for (let i = 0; i < pairs && p > 0; i++) p /= 2;
  return p;
}

function pairedP(differences: readonly number[]): number {
  return differences.length <= mostPairs ? signFlipP(differences) : sampledSignFlipP(differences);
}
