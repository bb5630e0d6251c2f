import { unknownName } from "../suggest.ts";
import { ExperimentError } from "../errors.ts";
import { showName } from "./_show.ts";
import { canonicalExperiment } from "./canonical_experiment.ts";
import { canonicalDigest } from "./canonical.ts";
import { baseSettings, type Combination, isDecided, settingsAfter } from "./combine.ts";
import { differingPaths } from "./differing.ts";
import type { Overrides } from "./overrides.ts";
import { combineChecked } from "./parse.ts";
import { resolveSettings } from "./resolve.ts";
import { resolveSearch } from "./search.ts";
import type { Experiment, ResolvedExperiment, ResolvedSettings, Settings } from "./types.ts";

/** Seeds of an experiment that lists none. */
const defaultSeeds: readonly number[] = [1];

export interface ExpandOptions {
  /** The experiment file, which paths in the canonical experiment are relative to. */
  file?: string | undefined;
  /** What the command line changes. */
  overrides?: Overrides;
}

/**
 * An experiment's runs: variants × points × grid × seeds, with names, defaults filled in, and what
 * they differ in. It must come from `parseExperiment`.
 *
 * A run is called `variant-seed1`, with what points and grid set in between:
 * `he-learningRate=0.01-seed1`. The name depends on what the run is, not on what stands beside it:
 * other variants, seeds and values come and go without renaming it.
 *
 * @throws {ExperimentError} for overrides that the experiment does not fit
 *
 * @example
 * ```ts
 * import { expand } from "./expand.ts";
 *
 * const { runs, differing } = expand({
 *   name: "xor",
 *   data: { type: "generated", shape: "xor" },
 *   architecture: [{ units: 2, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
 *   variants: { zeros: { init: "zeros" }, he: { init: "he" } },
 *   seeds: [1, 2],
 * });
 * runs.map((run) => run.name); // ["zeros-seed1", "zeros-seed2", "he-seed1", "he-seed2"]
 * differing; // ["init"]
 * ```
 */
export function expand(
  experiment: Experiment,
  { file, overrides = { assignments: [] } }: ExpandOptions = {},
): ResolvedExperiment {
  const seeds = [...(overrides.seeds ?? experiment.seeds ?? defaultSeeds)];
  const { assignments, only } = overrides;
  const combinations = combineChecked({ ...experiment, seeds }, { file, assignments });
  const base = baseSettings(experiment);
  const selected = select(combinations, { only, file });
  const variants = selected.map(({ name, steps }) => ({
    name,
    settings: resolveSettings(settingsAfter(base, steps) as unknown as Settings),
  }));
  const { name, question = "" } = experiment;
  const search = experiment.search && resolveSearch(experiment.search, {
    brackets: bracketSizes(selected),
    except: (path) => isDecided(path, assignments),
  });
  const found = search ? { search } : {};
  const canonical = canonicalExperiment({ name, question, seeds, variants, ...found }, file);
  return {
    name,
    question,
    seeds,
    runs: variants.flatMap((variant) => seeds.map((seed) => runOf(variant, seed))),
    differing: differingPaths(variants.map(({ settings }) => settings)),
    ...found,
    canonical,
    digest: canonicalDigest(canonical),
  };
}

/** How many combinations in a row share a bracket, for each that is left. */
function bracketSizes(combinations: readonly Combination[]): number[] {
  const sizes = new Map<number, number>();
  for (const { bracket } of combinations) sizes.set(bracket, (sizes.get(bracket) ?? 0) + 1);
  return [...sizes.values()];
}

/** A variant's settings under the name that its runs share. */
export interface ResolvedVariant {
  name: string;
  settings: ResolvedSettings;
}

function runOf({ name, settings }: ResolvedVariant, seed: number) {
  return { name: `${name}-seed${seed}`, variant: name, seed, settings };
}

function select(
  combinations: Combination[],
  { only, file }: { only: readonly string[] | undefined; file: string | undefined },
): Combination[] {
  if (only === undefined) return combinations;
  const variants = [...new Set(combinations.map(({ variant }) => variant))];
  const known = new Set([...variants, ...combinations.map(({ name }) => name)]);
  const unknown = only.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new ExperimentError(unknownName("variant", showName(unknown), variants), {
      file,
      place: "--only",
    });
  }
  return combinations.filter(({ name, variant }) => only.includes(name) || only.includes(variant));
}
