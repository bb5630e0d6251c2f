import { unknownName } from "../suggest.ts";
import { ExperimentError } from "../errors.ts";
import { showName, showValue } from "./_show.ts";
import type { Assignment } from "./combine.ts";
import { parsePath } from "./paths.ts";
import { findProblems } from "./problems.ts";
import { seedsSchema, settingKeys, settingsSchema } from "./schema.ts";

/** Options of the command line as they were typed; see `parseOverrides`. */
export interface OverrideOptions {
  /** Each `path=value`. */
  set?: readonly string[] | undefined;
  epochs?: string | undefined;
  seeds?: string | undefined;
  only?: string | undefined;
}

/** What the command line changes in an experiment. */
export interface Overrides {
  /** Values that win over everything in the experiment, in every variant. */
  assignments: Assignment[];
  /** In place of the experiment's seeds. */
  seeds?: number[];
  /** Variants to keep, by their names in the file or with what points and grid add to them. */
  only?: string[];
}

/** Most seeds that a range, and all of them together, may hold. */
const maximumSeeds = 100_000;

/**
 * Reads the options that change an experiment:
 *
 * - `--set path=value`, again and again: the value as JSON where it is JSON, otherwise as text;
 * - `--epochs N`, the same as `--set epochs=N`;
 * - `--seeds 1,2,5-9`, in place of the experiment's;
 * - `--only he,zeros`, some of the variants.
 *
 * What `--set` and `--epochs` say wins over the experiment, its variants, points and grid: they are
 * applied last, to every run, and an axis of the grid that they decide is left out.
 *
 * @throws {ExperimentError} for text that can't be read, and a path that no setting has
 *
 * @example
 * ```ts
 * import { parseOverrides } from "./overrides.ts";
 *
 * parseOverrides({ set: ["optimizer.learningRate=0.1", "init=zeros"], seeds: "1,4-6" });
 * // { assignments: [
 * //     { path: "optimizer.learningRate", value: 0.1, option: "--set optimizer.learningRate=0.1" },
 * //     { path: "init", value: "zeros", option: "--set init=zeros" } ],
 * //   seeds: [1, 4, 5, 6] }
 * ```
 */
export function parseOverrides({ set = [], epochs, seeds, only }: OverrideOptions): Overrides {
  const assignments = set.map(readAssignment);
  if (epochs !== undefined) assignments.push(readEpochs(epochs));
  return {
    assignments,
    ...(seeds === undefined ? {} : { seeds: readSeeds(seeds) }),
    ...(only === undefined ? {} : { only: readList("--only", only) }),
  };
}

function readAssignment(text: string): Assignment {
  const option = `--set ${showName(text)}`;
  const at = text.indexOf("=");
  if (at < 1) {
    throw new ExperimentError(`Cannot read ${option}: it must be a path, "=" and a value`, {
      place: "--set",
      remedy: "Write for example: --set optimizer.learningRate=0.01",
    });
  }
  const path = text.slice(0, at).trim();
  const [first] = parsePath(path);
  if (!settingKeys.includes(first!)) {
    throw new ExperimentError(unknownName("setting", showName(first!), settingKeys), {
      place: option,
      ...(first === "seeds" ? { remedy: "Use --seeds 1,2,3" } : {}),
    });
  }
  return { path, value: readValue(text.slice(at + 1)), option };
}

/** JSON where it is JSON, text otherwise: `0.1`, `true`, `null`, `[64,64]`, `he`. */
function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function readEpochs(text: string): Assignment {
  const option = `--epochs ${showName(text)}`;
  const value = readValue(text);
  const [problem] = findProblems(settingsSchema.shape.epochs, value);
  if (problem) {
    throw new ExperimentError(problem.say(["--epochs"]), { place: option });
  }
  return { path: "epochs", value, option };
}

function readSeeds(text: string): number[] {
  let count = 0;
  const seeds = readList("--seeds", text).flatMap((part) => {
    const [, from, to] = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part) ?? [];
    if (from === undefined) throw seedsError(text);
    const first = Number(from);
    const last = Number(to ?? from);
    if (last < first || last - first >= maximumSeeds) throw seedsError(text);
    count += last - first + 1;
    if (count > maximumSeeds) throw tooManySeeds(text);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
  const [problem] = findProblems(seedsSchema, seeds);
  if (problem || new Set(seeds).size < seeds.length) throw seedsError(text);
  return seeds;
}

function tooManySeeds(text: string): ExperimentError {
  return new ExperimentError(
    `Cannot read --seeds as ${showValue(text)}: there must be at most ${maximumSeeds} seeds`,
    { place: "--seeds", remedy: "Name fewer seeds" },
  );
}

function seedsError(text: string): ExperimentError {
  const rule = "they must be different whole numbers from 0 to 4294967295, or ranges";
  return new ExperimentError(`Cannot read --seeds as ${showValue(text)}: ${rule}`, {
    place: "--seeds",
    remedy: "Write for example: --seeds 1,2,5-9",
  });
}

function readList(option: string, text: string): string[] {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.includes("")) {
    throw new ExperimentError(`Cannot read ${option} as ${showValue(text)}: a name is missing`, {
      place: option,
    });
  }
  return parts;
}
