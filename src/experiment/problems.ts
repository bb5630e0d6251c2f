import { z } from "zod";
import { unknownName } from "../suggest.ts";
import { showName, showPath, showValue } from "./_show.ts";
import { expectation } from "./_expectation.ts";
import type { Family } from "../engine/options.ts";
import { regularizers } from "../engine/regularizers/mod.ts";
import { earlyStoppingOptions } from "./early_stopping.ts";
import { families, isMemberKey } from "./families.ts";

/** Something that a schema or a rule refuses. */
export interface Problem {
  /** Keys and indices to it, below the settings or the experiment. */
  path: readonly PropertyKey[];
  /** The sentence, once it is known under which path the settings stand. */
  say(path: readonly PropertyKey[]): string;
  /** What to do about it, as a sentence without a full stop. */
  remedy?: string;
}

type Issue = z.core.$ZodIssue;

/**
 * What a schema has against a value, in the project's words.
 *
 * @example
 * ```ts
 * import { z } from "zod";
 * import { findProblems } from "./problems.ts";
 *
 * const schema = z.strictObject({ epochs: z.int().min(1) });
 * const [problem] = findProblems(schema, { epochs: "ten" });
 * problem?.say(problem.path);
 * // 'Cannot read epochs as "ten": it must be a whole number of at least 1'
 * ```
 */
export function findProblems(schema: z.ZodType, value: unknown): Problem[] {
  const result = schema.safeParse(value, { error: expectation, reportInput: true });
  if (result.success) return [];
  const problems = result.error.issues
    .filter((issue) => !isImpliedBound(issue))
    .flatMap((issue) => problemsOf(issue, value));
  // What follows from an earlier problem at the same place is no news.
  const seen = new Set<string>();
  return problems.filter(({ path }) => {
    const place = JSON.stringify(path.map(String));
    const isNew = !seen.has(place);
    seen.add(place);
    return isNew;
  });
}

/** Whether an issue is about the largest whole number of all, beside which a real bound stands. */
function isImpliedBound(issue: Issue): boolean {
  return (issue.code === "too_big" && issue.maximum === Number.MAX_SAFE_INTEGER) ||
    (issue.code === "too_small" && issue.minimum === Number.MIN_SAFE_INTEGER);
}

function problemsOf(issue: Issue, root: unknown): Problem[] {
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(issue.path, key, issue.message.split("\n")));
    case "invalid_union":
      return issue.discriminator === undefined ? [alternatives(issue, root)] : [unknownType(issue)];
    case "invalid_value":
      return [typeof issue.input === "string" ? unknownValue(issue) : unreadable(issue)];
    case "custom":
      return [refusedByRule(issue, root)];
    default:
      return [unreadable(issue)];
  }
}

/** `Unknown key "epoch" in data: did you mean …`. */
function unknownKey(path: readonly PropertyKey[], key: string, allowed: string[]): Problem {
  const home = path.length === 0 ? homeOf(key) : undefined;
  return {
    path: [...path, key],
    ...(home === undefined ? {} : { remedy: `Put it where it belongs: ${home}.${key}` }),
    say(place) {
      const parent = place.slice(0, -1);
      const name = showName(key);
      const sentence = unknownName("key", name, allowed);
      const head = `Unknown key "${name}"`;
      return parent.length === 0
        ? sentence
        : `${head} in ${showPath(parent)}${sentence.slice(head.length)}`;
    },
  };
}

/** The setting whose key a key at the top was probably meant to be. */
function homeOf(key: string): string | undefined {
  const has = (family: Family) =>
    Object.values(family).some(({ options }) => Object.hasOwn(options, key));
  if (has(families.optimizer)) return "optimizer";
  if (Object.hasOwn(regularizers, key)) return "regularization";
  if (Object.hasOwn(earlyStoppingOptions, key)) return "earlyStopping";
  if (key === "normalize" || key === "split") return "data";
  return undefined;
}

/** A `type` that no member has, or none at all. */
function unknownType(issue: Issue & { code: "invalid_union" }): Problem {
  const type = (issue.input as Record<string, unknown> | undefined)?.type;
  const allowed = ((issue as { options?: readonly unknown[] }).options ?? []).map(String);
  const owner = issue.path.slice(0, -1);
  if (type === undefined) {
    return {
      path: issue.path,
      say: (place) =>
        `Missing key "type" in ${showPath(place.slice(0, -1))}. One of: ${allowed.join(", ")}`,
    };
  }
  if (typeof type !== "string") {
    const problem = `it must be one of ${allowed.join(", ")}`;
    return { path: issue.path, say: (at) => cannotRead({ at, got: type, problem }) };
  }
  // A member may be given by its name alone, which is then no `type` to speak of.
  const isMember = isMemberKey(String(owner.at(-1) ?? "")) || owner.at(-2) === "metrics";
  return {
    path: isMember ? owner : issue.path,
    say: (at) => unknownName(showPath(at), showName(type), allowed),
  };
}

function unknownValue(issue: Issue & { code: "invalid_value" }): Problem {
  const allowed = issue.values.map(String);
  return {
    path: issue.path,
    say: (at) => unknownName(showPath(at), showName(String(issue.input)), allowed),
  };
}

/** A value that fits none of several kinds: what the nearest would need, or what all are. */
function alternatives(issue: Issue & { code: "invalid_union" }, root: unknown): Problem {
  const firsts = issue.errors.flatMap((issues) => issues.slice(0, 1));
  const deepest = firsts.find((first) => first.path.length > 0);
  if (deepest) {
    const [inner] = problemsOf(
      { ...deepest, path: [...issue.path, ...deepest.path] } as Issue,
      root,
    );
    return inner!;
  }
  const kinds = [...new Set(firsts.map((first) => first.message))].join(" or ");
  return unreadable({ ...issue, message: kinds });
}

/** What a `refine` refuses; its path may lead below the value that it looked at. */
function refusedByRule(issue: Issue, root: unknown): Problem {
  const found = issue.path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    root,
  );
  const path = found === undefined ? issue.path.slice(0, -1) : issue.path;
  const got = found === undefined ? issue.input : found;
  return { path, say: (at) => cannotRead({ at, got, problem: issue.message }) };
}

function unreadable(issue: Issue): Problem {
  const { path, input } = issue;
  if (input === undefined && path.length > 0) {
    const key = showName(String(path.at(-1)));
    return {
      path,
      say: (at) => `Missing key "${key}"${inParent(at)}: it must be ${issue.message}`,
    };
  }
  return {
    path,
    say: (at) => cannotRead({ at, got: input, problem: `it must be ${issue.message}` }),
  };
}

function inParent(path: readonly PropertyKey[]): string {
  return path.length > 1 ? ` in ${showPath(path.slice(0, -1))}` : "";
}

/** `Cannot read epochs as "ten": it must be a whole number of at least 1`. */
export function cannotRead(
  { at, got, problem }: { at: readonly PropertyKey[]; got: unknown; problem: string },
): string {
  const place = at.length === 0 ? "the experiment" : showPath(at);
  return `Cannot read ${place} as ${showValue(got)}: ${problem}`;
}
