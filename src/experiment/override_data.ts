import { ExperimentError } from "../errors.ts";
import { pathKeys } from "./data_paths.ts";
import { isLiteral } from "./plain.ts";
import type { DataOptions, Experiment } from "./types.ts";

/**
 * An experiment whose data is read from elsewhere: `override` makes new options of its own ones.
 * Variants may still change how that data is split and scaled.
 *
 * @throws {ExperimentError} where variants, points or the grid name data of their own, which one
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
function ownData({ data, variants = {}, points = [], grid = {} }: Experiment): string | undefined {
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
  const axis = Object.keys(grid).find((path) =>
    path === "data" || placeKeys.some((key) => `${path}.`.startsWith(`data.${key}.`))
  );
  return axis && `grid.${axis}`;
}

/** The options of `data` that say where it is. */
const placeKeys = ["type", ...pathKeys];
