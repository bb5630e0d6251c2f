/** Something in a value that JSON would drop, change or refuse. */
export interface NotPlain {
  /** Keys and indices from the root to it. */
  path: string[];
  /** What it is, as in `Cannot read epochs as NaN`. */
  got: string;
  /** Why it can't be, as the end of a sentence. */
  problem: string;
}

/** Deeper values are refused: no experiment is, and a recursion over them could overflow. */
export const maximumDepth = 50;

/**
 * The first place where a value is more than plain data: something that would not come back the
 * same from `JSON.parse(JSON.stringify(value))`. Plain are `null`, booleans, finite numbers, text,
 * arrays and object literals of plain values, at most 50 levels deep.
 *
 * @example
 * ```ts
 * import { findNotPlain } from "./plain.ts";
 *
 * findNotPlain({ epochs: 10, seeds: [1, NaN] });
 * // { path: ["seeds", "1"], got: "NaN", problem: "JSON has no such number" }
 * findNotPlain({ epochs: 10 }); // undefined
 * ```
 */
export function findNotPlain(value: unknown): NotPlain | undefined {
  return walk(value, [], []);
}

function walk(value: unknown, path: string[], ancestors: unknown[]): NotPlain | undefined {
  const refuse = (got: string, problem: string) => ({ path, got, problem });
  switch (typeof value) {
    case "boolean":
    case "string":
      return undefined;
    case "number":
      return Number.isFinite(value) ? undefined : refuse(String(value), "JSON has no such number");
    case "undefined":
      return refuse(
        "undefined",
        path.length === 0 ? "it must be an object" : "leave the key out for its default",
      );
    case "object":
      break;
    default:
      return refuse(`a ${typeof value}`, "an experiment is plain data");
  }
  if (value === null) return undefined;
  if (ancestors.includes(value)) return refuse("a part of itself", "an experiment is plain data");
  if (ancestors.length >= maximumDepth) {
    return refuse("a value", `nothing may be nested more than ${maximumDepth} levels deep`);
  }
  if (!Array.isArray(value) && !isLiteral(value)) {
    return refuse(instanceName(value), "an experiment is plain data");
  }
  ancestors.push(value);
  const found = walkEntries(value, path, ancestors);
  ancestors.pop();
  return found;
}

function walkEntries(value: object, path: string[], ancestors: unknown[]): NotPlain | undefined {
  if (Object.getOwnPropertySymbols(value).length > 0) {
    return { path, got: "an object with a symbol as key", problem: "keys must be text" };
  }
  if (Object.hasOwn(value, "__proto__")) {
    return { path, got: "an object with the key __proto__", problem: "no setting is called that" };
  }
  // A hole in an array is not among its keys.
  const keys = Array.isArray(value) ? Array.from(value, (_, i) => String(i)) : Object.keys(value);
  for (const key of keys) {
    path.push(key);
    const found = walk((value as Record<string, unknown>)[key], path, ancestors);
    // What was found keeps the path, so it stays as it is.
    if (found) return found;
    path.pop();
  }
  return undefined;
}

/** Whether a value was written as `{ … }`, or read as such from JSON. */
export function isLiteral(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function instanceName(value: object): string {
  const name = value.constructor?.name;
  return name ? `an instance of ${name}` : "an instance of a class";
}
