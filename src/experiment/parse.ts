import { ExperimentError } from "../errors.ts";
import { canonicalJson } from "./canonical.ts";
import { showPath, showValue } from "./_show.ts";
import {
  type Assignment,
  baseSettings,
  type Combination,
  combine,
  countCombinations,
} from "./combine.ts";
import { listedTrialsProblems, rungReports } from "./check_search.ts";
import { experimentNameProblem, nameClashes, variantNameProblem } from "./names.ts";
import { parsePath } from "./paths.ts";
import { findNotPlain } from "./plain.ts";
import { cannotRead, findProblems, type Problem } from "./problems.ts";
import { envelopeSchema } from "./schema.ts";
import type { Experiment } from "./types.ts";
import {
  baseReports,
  combinationReports,
  createSettingsCheck,
  type Report,
  report,
  throwReports,
} from "./validate.ts";

/** Most runs of an experiment. */
export const maximumRuns = 100_000;

/**
 * Checks a value as an experiment, whole, with every variant, point and value of the grid. Its
 * settings stay as they are written; `expand` fills in defaults.
 *
 * @param value What the experiment file holds.
 * @param file The file as the user would name it, for messages.
 * @throws {ExperimentError} naming everything that is wrong, up to ten things
 *
 * @example
 * ```ts
 * import { parseExperiment } from "./parse.ts";
 *
 * const { name } = parseExperiment({
 *   name: "xor",
 *   data: { type: "generated", shape: "xor" },
 *   architecture: [{ units: 2, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
 * });
 * name; // "xor"
 * ```
 */
export function parseExperiment(value: unknown, file?: string): Experiment {
  const notPlain = findNotPlain(value);
  if (notPlain) {
    const place = showPath(notPlain.path);
    throw new ExperimentError(
      `Cannot read ${place || "the experiment"} as ${notPlain.got}: ${notPlain.problem}`,
      { file, place: place || undefined },
    );
  }
  checkSeedCount(value, file);
  const envelope = findProblems(envelopeSchema, value).map((problem) => report(problem, []));
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throwReports(envelope, file);
  }
  const experiment = value as Experiment;
  const check = createSettingsCheck();
  const reports = [...envelope, ...baseReports(baseSettings(experiment), check)];
  if (envelope.length === 0) {
    reports.push(...listProblems(experiment).map((problem) => report(problem, [])));
  }
  throwReports(reports, file);
  combineChecked(experiment, { file });
  return experiment;
}

/**
 * All combinations of an experiment, each with valid settings.
 *
 * @throws {ExperimentError}
 */
export function combineChecked(
  experiment: Experiment,
  { file, assignments = [] }: { file: string | undefined; assignments?: readonly Assignment[] },
): Combination[] {
  checkRunCount(experiment, { file, assignments });
  const combinations = combine(experiment, assignments);
  const [clash] = nameClashes(combinations.map(({ name }) => name));
  if (clash) {
    throw new ExperimentError(
      `Cannot use variants ${clash[0]} and ${clash[1]} together: ` +
        "their runs would have the same names",
      { file, remedy: "Take away what variants, points or the grid list twice" },
    );
  }
  throwReports(settingsReports(experiment, { combinations, file }), file);
  throwReports(rungReports(experiment, combinations), file);
  return combinations;
}

function settingsReports(
  experiment: Experiment,
  { combinations, file }: { combinations: readonly Combination[]; file: string | undefined },
): Report[] {
  const base = baseSettings(experiment);
  const check = createSettingsCheck();
  try {
    return combinations.flatMap((one) => combinationReports(one, { base, check }));
  } catch (error) {
    // A path of the grid or the command line that leads nowhere.
    if (!(error instanceof ExperimentError)) throw error;
    const { message, place, remedy } = error;
    throw new ExperimentError(message, { file, place, remedy });
  }
}

/** Refuses a list of seeds that is too long before each of them is looked at. */
function checkSeedCount(value: unknown, file: string | undefined): void {
  const seeds = (value as { seeds?: unknown } | null)?.seeds;
  if (!Array.isArray(seeds) || seeds.length <= maximumRuns) return;
  throw new ExperimentError(
    `Cannot use ${seeds.length} seeds: there must be at most ${maximumRuns}`,
    { file, place: "seeds", remedy: "Shorten the list of seeds" },
  );
}

/** Refuses what would take memory for its names alone. */
function checkRunCount(
  experiment: Experiment,
  { file, assignments }: { file: string | undefined; assignments: readonly Assignment[] },
): void {
  const runs = countCombinations(experiment, assignments) * (experiment.seeds?.length ?? 1);
  if (runs <= maximumRuns) return;
  throw new ExperimentError(
    `Cannot expand the experiment into ${runs} runs: it must be at most ${maximumRuns}`,
    { file, remedy: "Shorten the grid, the points, the variants, the search or the seeds" },
  );
}

/** What the schema does not see: names, repetitions, paths. */
function listProblems(
  { name, seeds = [], variants, grid = {}, points = [], search }: Experiment,
): Problem[] {
  const names = Object.keys(variants ?? {});
  return [
    ...experimentNameProblem(name),
    ...names.flatMap(variantNameProblem),
    ...(variants && names.length === 0 ? [emptyProblem("variants")] : []),
    ...nameClashes(names).map(clashProblem),
    ...repeatProblems(["seeds"], seeds),
    ...Object.keys(grid).flatMap((path) => pathProblem(path, ["grid"])),
    ...Object.keys(search?.space ?? {}).flatMap((path) => pathProblem(path, ["search", "space"])),
    ...(search && search.type !== "trials" && Object.keys(search.space).length === 0
      ? [emptyProblem("search.space")]
      : []),
    ...listedTrialsProblems({ grid, points, search }, names.length),
    ...Object.keys(search?.space ?? {}).filter((path) => Object.hasOwn(grid, path)).map(
      twiceProblem,
    ),
    ...Object.entries(grid).flatMap(([path, values]) => repeatProblems(["grid", path], values)),
    ...repeatProblems(["points"], points),
  ];
}

function repeatProblems(path: string[], list: readonly unknown[]): Problem[] {
  const seen = new Set<string>();
  const again = list.map(canonicalJson).findIndex((text) => {
    const known = seen.has(text);
    seen.add(text);
    return known;
  });
  if (again < 0) return [];
  return [{
    path,
    say: (at) =>
      cannotRead({ at, got: list, problem: `${showValue(list[again])} is listed twice` }),
  }];
}

function emptyProblem(key: string): Problem {
  return {
    path: key.split("."),
    say: (at) => cannotRead({ at, got: {}, problem: "it must have at least 1 entry" }),
    remedy: `Leave ${key.split(".")[0]} out`,
  };
}

function clashProblem([first, second]: [string, string]): Problem {
  return {
    path: ["variants"],
    say: () =>
      `Cannot use variants ${first} and ${second} together: ` +
      "some file systems take their names for the same",
  };
}

/** What the grid sets would be overwritten by the search. */
function twiceProblem(path: string): Problem {
  return {
    path: ["search", "space", path],
    say: (at) => `Cannot search ${showPath(at.slice(2))}: the grid sets it, too`,
    remedy: "Leave it out of one of the two",
  };
}

function pathProblem(path: string, home: readonly string[]): Problem[] {
  try {
    parsePath(path);
    return [];
  } catch (error) {
    const sentence = error instanceof Error ? error.message : showValue(path);
    return [{ path: [...home, path], say: () => sentence }];
  }
}
