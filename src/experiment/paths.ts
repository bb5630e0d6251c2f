import { ExperimentError } from "../errors.ts";
import { showPath, showValue } from "./_show.ts";
import { isMemberKey, longForm } from "./families.ts";
import { isLiteral } from "./plain.ts";

type PlainObject = Record<string, unknown>;

/**
 * The keys of a dotted path: `architecture.0.units` is `["architecture", "0", "units"]`.
 *
 * @throws {ExperimentError} when the path or one of its keys is empty
 */
export function parsePath(path: string): string[] {
  const keys = path.split(".");
  if (keys.includes("")) {
    throw new ExperimentError(`Cannot read ${showValue(path)} as the path of a setting`, {
      remedy: "Write keys with a dot between them: optimizer.learningRate, architecture.0.units",
    });
  }
  return keys;
}

/**
 * The value at a path, `undefined` where there is none. A member in its short form has a `type`.
 *
 * @example
 * ```ts
 * import { getPath } from "./paths.ts";
 *
 * getPath({ architecture: [{ units: 3 }] }, "architecture.0.units"); // 3
 * getPath({ init: "he" }, "init.type"); // "he"
 * ```
 */
export function getPath(settings: PlainObject, path: string): unknown {
  let value: unknown = settings;
  let parent = "";
  for (const key of parsePath(path)) {
    if (isMemberKey(parent)) value = longForm(parent, value);
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as PlainObject)[key];
    parent = key;
  }
  return value;
}

/**
 * Settings with another value at a path; what lies beside the path is shared with the settings.
 * Missing objects on the way are made; a member in its short form, or left out, gets its long one;
 * a new `type` drops the options of the old one. `null` takes the key away, back to its default.
 *
 * Whether the path names a setting is for the schema to say, once all changes are made.
 *
 * @throws {ExperimentError} when the path leads through a number, or to an entry of a list that is
 *   not there
 *
 * @example
 * ```ts
 * import { setPath } from "./paths.ts";
 *
 * setPath({ init: "random" }, "init.scale", 0.5); // { init: { type: "random", scale: 0.5 } }
 * ```
 */
export function setPath(settings: PlainObject, path: string, value: unknown): PlainObject {
  return setKeys(settings, { keys: parsePath(path), depth: 0, value }) as PlainObject;
}

interface Change {
  keys: string[];
  /** How many keys led to the object in hand. */
  depth: number;
  value: unknown;
}

function setKeys(object: unknown, { keys, depth, value }: Change): unknown {
  if (depth === keys.length) return value;
  const parent = keys[depth - 1] ?? "";
  const key = keys[depth]!;
  const change = { keys, depth: depth + 1, value };
  const container = (isMemberKey(parent) ? longForm(parent, object) : object) ?? {};
  if (Array.isArray(container)) return setEntry(container, change);
  if (!isLiteral(container)) {
    const through = showPath(keys.slice(0, depth));
    throw new ExperimentError(
      `Cannot set ${showPath(keys)}: ${through} is ${showValue(container)} and has no keys`,
      { place: showPath(keys) },
    );
  }
  const isLast = depth === keys.length - 1;
  if (isLast && value === null) {
    const { [key]: _, ...rest } = container;
    return rest;
  }
  if (isLast && key === "type" && container.type !== value) return { type: value };
  const current = Object.hasOwn(container, key) ? container[key] : undefined;
  return { ...container, [key]: setKeys(current, change) };
}

function setEntry(list: unknown[], change: Change): unknown[] {
  const { keys, depth } = change;
  const key = keys[depth - 1]!;
  const index = /^(0|[1-9]\d*)$/.test(key) ? Number(key) : NaN;
  if (!(index < list.length)) {
    const name = showPath(keys.slice(0, depth - 1));
    const entries = list.length === 0
      ? "is empty"
      : list.length === 1
      ? "has only entry 0"
      : `has entries 0 to ${list.length - 1}`;
    throw new ExperimentError(`Cannot set ${showPath(keys)}: ${name} ${entries}`, {
      place: showPath(keys),
    });
  }
  return list.map((entry, i) => (i === index ? setKeys(entry, change) : entry));
}
