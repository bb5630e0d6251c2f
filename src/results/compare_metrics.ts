import { ExperimentError } from "../errors.ts";
import { listNames, unknownName } from "../suggest.ts";
import { differencesBySeed } from "./comparisons.ts";
import type { TableKind } from "./csv_table.ts";
import { metricOf } from "./metric_columns.ts";
import { type Effect, effectOf } from "./metric_direction.ts";
import { type PairedTest, testPaired } from "./paired_tests.ts";
import { divergedSeeds, type SampleRow, type Samples, seedValues } from "./samples.ts";
import { mean, type Spread, spread } from "./statistics.ts";

/** A metric of one result against the baseline: of a variant, or pooled over those both have. */
export interface MetricComparison extends PairedTest {
  /** `undefined` for the pooled one: by seed the mean over the variants. */
  variant?: string;
  /** The column: `test_accuracy`. */
  metric: string;
  /** The place of the result that is compared among all results. */
  result: number;
  /** Over the runs that did not diverge: of the baseline, and of the result. */
  a: Spread;
  b: Spread;
  /** What the spreads and the test are of. */
  values: { a: number[]; b: number[]; differences: number[] };
  /** What the difference means for the result. */
  effect: Effect;
  /** Seeds whose run diverged in the result and not in the baseline. */
  newlyDiverged: string[];
}

/** All metrics that the results have in common. */
export interface MetricsComparison {
  /** Where the values are from: the end of training, or the last row of each run's curve. */
  from: TableKind;
  metrics: string[];
  /** The one that matters most: what a summary ranks variants by. */
  main: string | undefined;
  /** Variant by variant, in each metric by metric, in each result by result. */
  variants: MetricComparison[];
  /** Over all variants, where there are more than one. */
  pooled: MetricComparison[];
  /**
   * How many tests of a metric are corrected together, and with how many seeds one could show anything.
   * The pooled ones ask another question, one for each result: they are corrected by themselves.
   */
  tests: { variants: number; pooled: number };
  seedsNeeded: { variants: number; pooled: number };
  /** For each result the variants that it has and the baseline has not, and the other way round. */
  variantsOnly: { result: string[]; baseline: string[] }[];
  /** Columns of metrics that not all of the results have. */
  metricsOnly: string[];
}

/** What is compared with what. */
export interface MetricOptions {
  /** The place of the baseline among the results. */
  baseline: number;
  /** Columns; by default all that the results have in common. */
  metrics?: readonly string[] | undefined;
}

/**
 * Compares results, each with the baseline, variant by variant and pooled, paired by seed. The tests
 * of a metric are corrected together.
 *
 * @throws {ExperimentError} A metric that not all of them have.
 */
export function compareMetrics(
  samples: readonly Samples[],
  { baseline, metrics: chosen }: MetricOptions,
): MetricsComparison {
  const base = samples[baseline]!;
  const common = base.metrics.filter((name) =>
    samples.every(({ metrics }) => metrics.includes(name))
  );
  const metrics = chosen === undefined || chosen.length === 0 ? common : [...new Set(chosen)];
  for (const name of metrics) {
    if (!common.includes(name)) throw withoutMetric(name, { samples, common });
  }
  const families = metrics.map((metric) => compareMetric(samples, { baseline, metric }));
  const variants = families.flatMap((family) => family.variants);
  const order = new Map([...base.variants.keys()].map((name, index) => [name, index]));
  const place = ({ variant }: MetricComparison) => order.get(variant!) ?? 0;
  return {
    from: base.from,
    metrics,
    main: mainMetric(metrics),
    variants: variants.sort((x, y) => place(x) - place(y)),
    pooled: families.flatMap((family) => family.pooled),
    tests: {
      variants: largest(families.map(({ tests }) => tests.variants)),
      pooled: largest(families.map(({ tests }) => tests.pooled)),
    },
    seedsNeeded: {
      variants: largest(families.map(({ seedsNeeded }) => seedsNeeded.variants)),
      pooled: largest(families.map(({ seedsNeeded }) => seedsNeeded.pooled)),
    },
    variantsOnly: samples.map((other) => {
      const matched = new Set(matchVariants(base, other).flat());
      const only = (one: Samples) => [...one.variants.keys()].filter((name) => !matched.has(name));
      return other === base
        ? { result: [], baseline: [] }
        : { result: only(other), baseline: only(base) };
    }),
    metricsOnly: [...new Set(samples.flatMap((one) => one.metrics))]
      .filter((name) => !common.includes(name)),
  };
}

function withoutMetric(
  name: string,
  { samples, common }: { samples: readonly Samples[]; common: readonly string[] },
): ExperimentError {
  const place = "--metric";
  const having = samples.filter(({ metrics }) => metrics.includes(name)).length;
  if (having === 0) return new ExperimentError(unknownName("metric", name, common), { place });
  return new ExperimentError(
    `Cannot compare ${name}: ${having} of the ${samples.length} results have such a column`,
    { place, remedy: `What all of them have: ${listNames(common)}` },
  );
}

function compareMetric(
  samples: readonly Samples[],
  { baseline, metric }: { baseline: number; metric: string },
) {
  const base = samples[baseline]!;
  const variants: Matched[] = [];
  const pooled: Matched[] = [];
  for (const [result, other] of samples.entries()) {
    if (result === baseline) continue;
    const matched = matchVariants(base, other).map(([nameA, nameB]): Matched => {
      const [rowsA, rowsB] = [base.variants.get(nameA)!, other.variants.get(nameB)!];
      return {
        variant: nameA === nameB ? nameA : `${nameA} → ${nameB}`,
        result,
        a: seedValues(rowsA, metric),
        b: seedValues(rowsB, metric),
        newlyDiverged: newlyDiverged(rowsA, rowsB),
      };
    });
    for (const variant of matched) variants.push(variant);
    if (matched.length > 1) pooled.push(pool(matched, result));
  }
  const [ofVariants, ofPooled] = [testMatched(variants, metric), testMatched(pooled, metric)];
  return {
    variants: ofVariants.lines,
    pooled: ofPooled.lines,
    tests: { variants: ofVariants.tests, pooled: ofPooled.tests },
    seedsNeeded: { variants: ofVariants.seedsNeeded, pooled: ofPooled.seedsNeeded },
  };
}

interface Matched extends Pick<MetricComparison, "variant" | "result" | "newlyDiverged"> {
  a: Values;
  b: Values;
}

/** Seeds whose run diverged in the second only. */
function newlyDiverged(a: readonly SampleRow[], b: readonly SampleRow[]): string[] {
  const diverged = divergedSeeds(b);
  if (diverged.size === 0) return [];
  const before = divergedSeeds(a);
  return a.map(({ seed }) => seed).filter((seed) => diverged.has(seed) && !before.has(seed));
}

function testMatched(matched: readonly Matched[], metric: string) {
  const differences = matched.map(({ a, b }) => differencesBySeed(b, a));
  const { tests, size, seedsNeeded } = testPaired(differences);
  const lines = matched.map(({ a, b, ...rest }, index): MetricComparison => {
    const values = { a: [...a.values()], b: [...b.values()], differences: differences[index]! };
    return {
      ...rest,
      metric,
      a: spread(values.a),
      b: spread(values.b),
      values,
      ...tests[index]!,
      effect: effectOf(tests[index]!.paired.mean, metricOf(metric)),
    };
  });
  return { lines, tests: size, seedsNeeded };
}

/** Variants by their names; two results of one variant each are compared whatever it is called. */
function matchVariants(a: Samples, b: Samples): [string, string][] {
  const names = [...a.variants.keys()].filter((name) => b.variants.has(name));
  const [onlyA, onlyB] = [[...a.variants.keys()], [...b.variants.keys()]];
  return names.length === 0 && onlyA.length === 1 && onlyB.length === 1
    ? [[onlyA[0]!, onlyB[0]!]]
    : names.map((name) => [name, name]);
}

type Values = Map<string, number>;

/**
 * By seed the means over the variants that both have with it. A seed is one pair, for its runs share
 * their split and the order of their rows: taken as many pairs they would show what is not there.
 */
function pool(variants: readonly Matched[], result: number): Matched {
  const bySeed = new Map<string, { a: number[]; b: number[] }>();
  for (const { a, b } of variants) {
    for (const [seed, value] of a) {
      const other = b.get(seed);
      if (other === undefined) continue;
      const pair = bySeed.get(seed) ?? { a: [], b: [] };
      bySeed.set(seed, pair);
      pair.a.push(value);
      pair.b.push(other);
    }
  }
  const means = (side: "a" | "b") =>
    new Map([...bySeed].map(([seed, pair]) => [seed, mean(pair[side])]));
  return { result, a: means("a"), b: means("b"), newlyDiverged: [] };
}

function mainMetric(metrics: readonly string[]): string | undefined {
  const candidates = (["validation", "test", "train"] as const)
    .flatMap((part) => [`${part}_accuracy`, `${part}_loss`]);
  return candidates.find((name) => metrics.includes(name)) ?? metrics[0];
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
