import { z } from "zod";
import { ExperimentError } from "../errors.ts";
import { showPath } from "./_show.ts";
import { combinationProblems } from "./check.ts";
import { type Combination, settingsAfter } from "./combine.ts";
import { findProblems, type Problem } from "./problems.ts";
import { settingsSchema } from "./schema.ts";
import type { Settings } from "./types.ts";

type PlainObject = Record<string, unknown>;

/** A problem as the user is told of it. */
export interface Report {
  sentence: string;
  place: string;
  remedy?: string | undefined;
}

/** Most problems that one error lists. */
const maximumReports = 10;

/** What settings are checked for. */
export interface SettingsCheck {
  /** Each part by itself: keys, kinds, bounds. */
  parts(settings: PlainObject): Problem[];
  /** The parts, and once they are right whether they go together. */
  whole(settings: PlainObject): Problem[];
}

/** A check that looks at data, which may hold many rows, once for all settings that share it. */
export function createSettingsCheck(): SettingsCheck {
  const seen = new WeakMap<object, Problem[]>();
  const { data: dataSchema, ...others } = settingsSchema.shape;
  const dataOnly = z.strictObject({ data: dataSchema });
  const rest = z.strictObject({ data: z.exactOptional(z.unknown()), ...others });
  const checkData = (data: unknown): Problem[] => {
    if (typeof data !== "object" || data === null) return findProblems(dataOnly, { data });
    const problems = seen.get(data) ?? findProblems(dataOnly, { data });
    seen.set(data, problems);
    return problems;
  };
  const parts = (settings: PlainObject) => [
    ...checkData(settings.data),
    ...findProblems(rest, settings),
  ];
  const whole = (settings: PlainObject) => {
    const problems = parts(settings);
    return problems.length > 0 ? problems : combinationProblems(settings as unknown as Settings);
  };
  return { parts, whole };
}

/**
 * What is wrong with the experiment's own settings. What is missing may come from the variants, and
 * what doesn't go together may do so with each of them.
 */
export function baseReports(base: PlainObject, check: SettingsCheck): Report[] {
  return check.parts(base)
    .filter(({ path }) => path.length > 1 || base[String(path[0])] !== undefined)
    .map((problem) => report(problem, []));
}

/**
 * What is wrong with a combination's settings, each problem where the experiment brings it in: in
 * the settings themselves, in a variant, a point, the grid or on the command line.
 */
export function combinationReports(
  { steps }: Combination,
  { base, check }: { base: PlainObject; check: SettingsCheck },
): Report[] {
  const problems = check.whole(settingsAfter(base, steps));
  if (problems.length === 0) return [];
  // Only a wrong experiment pays for looking at what is in between.
  const stages = [
    { source: [] as readonly string[], option: undefined, settings: base },
    ...steps.map(({ source, option }, index) => ({
      source,
      option,
      settings: settingsAfter(base, steps.slice(0, index + 1)),
    })),
  ];
  const known = stages.map(({ settings }) => check.whole(settings).map(identity));
  return problems.map((problem) => {
    const index = known.findIndex((identities) => identities.includes(identity(problem)));
    const { source, option } = stages[Math.max(0, index)]!;
    const found = report(problem, source);
    return option === undefined ? found : { ...found, place: option };
  });
}

function identity(problem: Problem): string {
  return problem.say(problem.path);
}

/** A problem as it is told, with the path under which the settings stand. */
export function report({ path, say, remedy }: Problem, source: readonly string[]): Report {
  const full = [...source, ...path];
  return { sentence: say(full), place: showPath(full), remedy };
}

/**
 * Throws what was found, if anything was: a line for each, at most ten.
 *
 * @throws {ExperimentError}
 */
export function throwReports(reports: readonly Report[], file: string | undefined): void {
  const sentences = [...new Set(reports.map(({ sentence }) => sentence))];
  const [first] = reports;
  if (first === undefined) return;
  const more = sentences.length - maximumReports;
  const lines = sentences.slice(0, maximumReports);
  if (more > 0) lines.push(`… and ${more} more`);
  const common = (key: "place" | "remedy") =>
    reports.every((one) => one[key] === first[key]) ? first[key] || undefined : undefined;
  throw new ExperimentError(lines.join("\n"), {
    file,
    place: common("place"),
    remedy: common("remedy"),
  });
}
