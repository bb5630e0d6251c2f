import { ExperimentError } from "../errors.ts";
import { showName } from "./_show.ts";
import { pointSettings, type Setting, shortenPaths, variantName } from "./labels.ts";
import { applyPatch } from "./patch.ts";
import { setPath } from "./paths.ts";
import { settingKeys } from "./schema.ts";
import { drawTrials, type Trial } from "./search.ts";
import type { Experiment } from "./types.ts";

type PlainObject = Record<string, unknown>;

/** One change on the way from the experiment's settings to a variant's. */
export interface Step {
  /** Where the experiment makes it: `["variants", "he"]`; empty for the command line. */
  source: readonly string[];
  /** The option of the command line that makes it. */
  option?: string;
  apply(settings: PlainObject): PlainObject;
}

/** A variant with one point and one value of each grid axis. */
export interface Combination {
  /** As its runs are called, without the seed. */
  name: string;
  /** The variant of the experiment file. */
  variant: string;
  /** Combinations that share it are trials of the same search. */
  bracket: number;
  steps: readonly Step[];
}

/** A value for a path, from `--set` and its kin, that wins over everything in the experiment. */
export interface Assignment {
  path: string;
  value: unknown;
  /** What the user typed, for messages: `--epochs`. */
  option: string;
}

/** The variant of an experiment that has none. */
export const onlyVariant = "base";

/** The experiment's settings, before any patch. */
export function baseSettings(experiment: Experiment): PlainObject {
  const entries = Object.entries(experiment);
  return Object.fromEntries(entries.filter(([key]) => settingKeys.includes(key)));
}

/** The settings after the first so many steps, all of them by default. */
export function settingsAfter(
  base: PlainObject,
  steps: readonly Step[],
): PlainObject {
  return steps.reduce((settings, step) => step.apply(settings), base);
}

/** How many variants × points × grid × trials there are, before any is made. */
export function countCombinations(
  experiment: Experiment,
  assignments: readonly Assignment[] = [],
): number {
  const { variants, points, search } = experiment;
  const axes = gridAxes(experiment, assignments).map(([, values]) => values.length);
  const sizes = [
    variants ? Object.keys(variants).length : 1,
    points?.length ?? 1,
    search && "runs" in search ? search.runs : 1,
    ...axes,
  ];
  return sizes.reduce((product, size) => product * size, 1);
}

/**
 * All variants × points × grid × trials in the order of the experiment file, the trials innermost,
 * before them the last axis of the grid. A variant's patch is applied first, then the point's, then
 * the values of the grid, then those of the trial, and the assignments last; an axis of the grid or
 * the search that an assignment decides is left out.
 */
export function combine(
  experiment: Experiment,
  assignments: readonly Assignment[] = [],
): Combination[] {
  const axes = gridAxes(experiment, assignments);
  const trials = trialsOf(experiment, assignments);
  const points = (experiment.points ?? [{}]) as PlainObject[];
  const shortPaths = shortenPaths([
    ...axes.map(([path]) => path),
    ...points.flatMap((point) => pointSettings(point).map(({ path }) => path)),
  ]);
  const last = assignments.map(assignmentStep);
  const combinations: Combination[] = [];
  const bracketOf = bracketsOf(experiment, trials.length);
  for (const [variant, patch] of Object.entries(experiment.variants ?? { [onlyVariant]: {} })) {
    for (const [index, point] of points.entries()) {
      for (const cell of product(axes)) {
        const settings = [...pointSettings(point), ...cell];
        for (const trial of trials) {
          combinations.push({
            name: variantName(variant, { settings, shortPaths, trial: trial?.number }),
            variant,
            bracket: bracketOf(combinations.length),
            steps: [
              patchStep(["variants", variant], patch as PlainObject),
              patchStep(["points", String(index)], point),
              ...cell.map((setting) => valueStep("grid", setting)),
              ...(trial?.settings ?? []).map((setting) => valueStep("search.space", setting)),
              ...last,
            ],
          });
        }
      }
    }
  }
  return combinations;
}

type Axis = [path: string, values: readonly unknown[]];

function gridAxes({ grid = {} }: Experiment, assignments: readonly Assignment[]): Axis[] {
  return Object.entries(grid).filter(([path]) => !isDecided(path, assignments));
}

/** Without a search, one trial of nothing. */
function trialsOf(
  { search }: Experiment,
  assignments: readonly Assignment[],
): (Trial | undefined)[] {
  return search && "runs" in search
    ? drawTrials(search, (path) => isDecided(path, assignments))
    : [undefined];
}

/** The bracket of each combination by its place. */
function bracketsOf({ search }: Experiment, trials: number): (place: number) => number {
  if (search?.type !== "trials") return (place) => Math.floor(place / trials);
  const listed = search.brackets.flatMap((size, bracket) => new Array<number>(size).fill(bracket));
  return (place) => listed[place] ?? -1;
}

/** Whether the command line says what a path, or all of what it is in, is. */
export function isDecided(path: string, assignments: readonly Assignment[]): boolean {
  return assignments.some((set) => path === set.path || path.startsWith(`${set.path}.`));
}

function product(axes: readonly Axis[]): Setting[][] {
  return axes.reduce<Setting[][]>(
    (cells, [path, values]) =>
      cells.flatMap((cell) => values.map((value) => [...cell, { path, value }])),
    [[]],
  );
}

function patchStep(source: string[], patch: PlainObject): Step {
  return { source, apply: (settings) => applyPatch(settings, patch) };
}

function valueStep(home: string, { path, value }: Setting): Step {
  return {
    source: home.split("."),
    apply: (settings) => setAt(settings, { path, value, place: `${home}.${showName(path)}` }),
  };
}

function assignmentStep({ path, value, option }: Assignment): Step {
  return {
    source: [],
    option,
    apply: (settings) => setAt(settings, { path, value, place: option }),
  };
}

/** `setPath` whose errors say where the path was written. */
function setAt(settings: PlainObject, { path, value, place }: Setting & { place: string }) {
  try {
    return setPath(settings, path, value);
  } catch (error) {
    if (!(error instanceof ExperimentError)) throw error;
    throw new ExperimentError(error.message, { place, remedy: error.remedy });
  }
}
