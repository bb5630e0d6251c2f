import { ExperimentError } from "../errors.ts";
import { pathKeys } from "./data_paths.ts";
import { isLiteral } from "./plain.ts";
import type { DataOptions, Experiment } from "./types.ts";

/**
 * An experiment whose data is read from elsewhere: `override` makes new options of its own ones.
 * Variants may still change how that data is split and scaled.
 *
 * @throws {ExperimentError} where variants, points, the grid or the search name data of their own, which one
 *   place can't stand for
 */
export async function overrideDataSettings(
  experiment: Experiment,
  override: (data: DataOptions) => Promise<DataOptions> | DataOptions,
): Promise<Experiment> {
  const own = ownData(experiment);
  if (own !== undefined) {
    throw new ExperimentError(`Cannot put other data in the place of ${own}`, {
      place: own,
      remedy: "Use --only to leave this variant out, or edit the experiment file",
    });
  }
  return { ...experiment, data: await override(experiment.data) };
}

/** Where the experiment names data beside its `data`. */
function ownData(
  { data, variants = {}, points = [], grid = {}, search }: Experiment,
): string | undefined {
  if (data === undefined) return "data, which only variants name";
  const patches: [string, unknown][] = [
    ...Object.entries(variants).map(([name, { data }]): [string, unknown] => [
      `variants.${name}.data`,
      data,
    ]),
    ...points.map(({ data }, index): [string, unknown] => [`points.${index}.data`, data]),
  ];
  const patched = patches.find(([, patch]) =>
    isLiteral(patch) && placeKeys.some((key) => Object.hasOwn(patch, key))
  );
  if (patched) return patched[0];
  const axes = [
    ...Object.keys(grid).map((path) => ({ path, place: `grid.${path}` })),
    ...Object.keys(search?.space ?? {}).map((path) => ({ path, place: `search.space.${path}` })),
  ];
  return axes.find(({ path }) =>
    path === "data" || placeKeys.some((key) => `${path}.`.startsWith(`data.${key}.`))
  )?.place;
}

/** The options of `data` that say where it is. */
const placeKeys = ["type", ...pathKeys];
