import { baseSettings, type Combination, settingsAfter } from "./combine.ts";
import { cannotRead, type Problem } from "./problems.ts";
import { defaultEpochs } from "./resolve.ts";
import { halvingOf } from "./search.ts";
import type { Experiment } from "./types.ts";
import type { Report } from "./validate.ts";

/** What is wrong with a list of trials beside the variants that it is about. */
export function listedTrialsProblems(
  { grid, points, search }: {
    grid: NonNullable<Experiment["grid"]>;
    points: NonNullable<Experiment["points"]>;
    search: Experiment["search"] | undefined;
  },
  variants: number,
): Problem[] {
  if (search?.type !== "trials") return [];
  const path = ["search", "brackets"];
  const listed = search.brackets.reduce((sum, size) => sum + size, 0);
  const problem = Object.keys(grid).length > 0 || points.length > 0
    ? "the trials are the variants themselves, without a grid or points"
    : listed !== Math.max(1, variants)
    ? `together they must be the ${Math.max(1, variants)} variants`
    : undefined;
  if (problem === undefined) return [];
  return [{ path, say: (at) => cannotRead({ at, got: search.brackets, problem }) }];
}

/** What is wrong with the rungs of a search: trials are compared after equally many epochs. */
export function rungReports(
  experiment: Experiment,
  combinations: readonly Combination[],
): Report[] {
  const halving = experiment.search && halvingOf(experiment.search);
  if (!halving) return [];
  const { minEpochs } = halving;
  const base = baseSettings(experiment);
  const home = experiment.search!.type === "trials" ? ["search", "halving"] : ["search"];
  const place = [...home, "minEpochs"].join(".");
  const epochsOf = new Map<number, number>();
  for (const { name, bracket, steps } of combinations) {
    const epochs = Number(settingsAfter(base, steps).epochs ?? defaultEpochs);
    if (minEpochs >= epochs) {
      const problem = `it must be below epochs, which ${name} has ${epochs} of: ` +
        "a search with rungs needs at least 2";
      return [{
        sentence: cannotRead({ at: place.split("."), got: minEpochs, problem }),
        place,
        remedy: 'Choose fewer, or search with type "random"',
      }];
    }
    const others = epochsOf.get(bracket) ?? epochs;
    epochsOf.set(bracket, others);
    if (others !== epochs) {
      return [{
        sentence: `Cannot search epochs: trials that are halted early are compared after equally ` +
          `many, and ${name} has ${epochs}, another one ${others}`,
        place: "search.space.epochs",
        remedy: "Leave epochs out of the search: the rungs already try fewer",
      }];
    }
  }
  return [];
}
