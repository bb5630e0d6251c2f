import type { Problem } from "./problems.ts";
import { cannotRead } from "./problems.ts";

/** Longest name of an experiment, and of a variant as the experiment file writes it. */
export const maximumNameLength = 60;

/** Longest name of a variant with the labels of its points and grid. */
export const maximumVariantLength = 100;

/** Windows keeps these for devices, with and without an extension. */
const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

const rule = 'it must be letters, digits, ".", "_" or "-", a letter or digit first, no "." last';

/** What is wrong with the name of an experiment, which becomes that of a folder. */
export function experimentNameProblem(name: string): Problem[] {
  return nameProblem(name, {
    path: ["name"],
    pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    maximum: maximumNameLength,
  });
}

/**
 * What is wrong with the name of a variant, which becomes a part of file names. It may hold what
 * `variantName` makes of points and grids, so that a canonical experiment is an experiment again.
 */
export function variantNameProblem(name: string): Problem[] {
  return nameProblem(name, {
    path: ["variants"],
    pattern: /^[A-Za-z0-9][A-Za-z0-9._=+-]*$/,
    maximum: maximumVariantLength,
  });
}

interface NameRule {
  path: string[];
  pattern: RegExp;
  maximum: number;
}

function nameProblem(name: string, { path, pattern, maximum }: NameRule): Problem[] {
  const refuse = (problem: string) => [{
    path,
    say: (at: readonly PropertyKey[]) =>
      cannotRead({ at: at.at(-1) === "variants" ? ["a variant's name"] : at, got: name, problem }),
  }];
  if (!pattern.test(name) || name.endsWith(".")) return refuse(rule);
  if (name.length > maximum) return refuse(`it must be at most ${maximum} characters long`);
  if (reserved.test(name)) return refuse("Windows keeps this name for a device");
  return [];
}

/** Names that a file system may take for one another, as pairs. */
export function nameClashes(names: readonly string[]): [string, string][] {
  const seen = new Map<string, string>();
  const clashes: [string, string][] = [];
  for (const name of names) {
    const first = seen.get(name.toLowerCase());
    if (first === undefined) seen.set(name.toLowerCase(), name);
    else clashes.push([first, name]);
  }
  return clashes;
}
