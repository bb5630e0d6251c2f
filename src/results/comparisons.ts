import { ExperimentError } from "../errors.ts";
import { unknownName } from "../suggest.ts";
import { type Interval, meanInterval } from "./bootstrap.ts";
import type { MetricColumn } from "./metric_columns.ts";
import { type Effect, effectOf } from "./metric_direction.ts";
import { type PairedTest, testPaired } from "./paired_tests.ts";
import { type RankedVariant, type Ranking, valuesBySeed, type Variant } from "./variants.ts";

/** A variant against the reference, paired by seed. */
export interface VariantComparison extends PairedTest {
  /** The variant; differences are this one − the reference. */
  name: string;
  /** 95 % interval of the mean difference, of this one alone; from 5 pairs on. */
  interval?: Interval;
  /** Which of the two has the better mean over the common seeds; `equal` where they are the same. */
  effect: Effect;
  /** Seeds that both were trained with and that are no pair, because a run of them diverged. */
  lost: number;
}

/** The variants of a sweep against one of them. */
export interface VariantComparisons {
  /** What is compared. */
  column: MetricColumn;
  reference: string;
  /** How the reference was chosen: as the best by these very numbers, or beforehand by its name. */
  chosen: "best" | "baseline";
  /** The others that have a finished run, from best to worst. */
  others: VariantComparison[];
  /** Variants of which every run diverged. */
  diverged: string[];
  /**
   * How many tests the p-values are corrected over: the others of a baseline; all k (k − 1) / 2 pairs
   * of k variants where the best was picked, since it was picked out of these.
   */
  tests: number;
  /** The fewest common seeds with which any of them could show a difference. */
  seedsNeeded: number;
}

/**
 * Compares every variant with the best one, or with a baseline, in the metric they are ranked by:
 * differences paired by seed, exact sign-flip test, Holm's correction.
 *
 * @returns `undefined` where fewer than two variants have a finished run.
 * @throws {ExperimentError} There is no such baseline, or it has no finished run.
 *
 * @example
 * ```ts
 * import { compareVariants } from "./comparisons.ts";
 * import type { Ranking } from "./variants.ts";
 *
 * const ranking: Ranking = { column: { part: "test", metric: "accuracy" }, variants: [] };
 * compareVariants(ranking); // undefined
 * ```
 */
export function compareVariants(
  { column, variants }: Ranking,
  options: { baseline?: string } = {},
): VariantComparisons | undefined {
  const scored = variants.filter(({ score }) => score.count > 0);
  const reference = options.baseline === undefined
    ? scored[0]
    : baselineOf(variants, options.baseline);
  if (reference === undefined || scored.length < 2) return undefined;
  const others = scored.filter((variant) => variant !== reference);
  const chosen = options.baseline === undefined ? "best" : "baseline";
  const family = chosen === "best" ? scored.length * (scored.length - 1) / 2 : others.length;
  const values = valuesBySeed(reference, column);
  const differences = others.map((variant) =>
    differencesBySeed(valuesBySeed(variant, column), values)
  );
  const { tests, size, seedsNeeded } = testPaired(differences, { family });
  return {
    column,
    reference: reference.name,
    chosen,
    others: others.map((variant, index) => {
      const test = tests[index]!;
      const interval = meanInterval(differences[index]!);
      return {
        name: variant.name,
        ...test,
        ...(interval && { interval }),
        effect: effectOf(test.paired.mean, column.metric),
        lost: lostSeeds(variant, reference, test),
      };
    }),
    diverged: variants.filter(({ score }) => score.count === 0).map(({ name }) => name),
    tests: size,
    seedsNeeded,
  };
}

/** Values − others' values, of the seeds that both have, in the order of the first. */
export function differencesBySeed<Seed>(
  values: ReadonlyMap<Seed, number>,
  others: ReadonlyMap<Seed, number>,
): number[] {
  return [...values].flatMap(([seed, value]) => {
    const other = others.get(seed);
    return other === undefined ? [] : [value - other];
  });
}

function baselineOf(variants: readonly RankedVariant[], name: string): RankedVariant {
  const found = variants.find((variant) => variant.name === name);
  if (found === undefined) {
    throw new ExperimentError(unknownName("baseline", name, variants.map(({ name }) => name)));
  }
  if (found.score.count > 0) return found;
  throw new ExperimentError(`Cannot compare with ${name}: every run of it diverged`);
}

function lostSeeds(a: Variant, b: Variant, { paired }: PairedTest): number {
  const seeds = new Set(a.runs.map(({ run }) => run.seed));
  return b.runs.filter(({ run }) => seeds.has(run.seed)).length - paired.count;
}
