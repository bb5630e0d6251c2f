import { canonicalDigest, canonicalJson } from "./canonical.ts";
import { maximumVariantLength } from "./names.ts";
import { isLiteral } from "./plain.ts";

/** Longest value that a name spells out. */
const maximumLabelLength = 40;

/** A setting that a point or a grid gives a variant. */
export interface Setting {
  path: string;
  value: unknown;
}

/**
 * The name of a variant with what points and grid set: `he-learningRate=0.01`. It depends on
 * nothing but the variant and these settings, and on what paths mean the same by their last keys.
 *
 * @param variant The variant as the experiment calls it.
 * @param settings What points and grid set, in any order.
 * @param shortPaths How each path is called, from `shortenPaths`.
 * @param trial The number of a search's trial, which stands for what that sets.
 */
export function variantName(
  variant: string,
  { settings, shortPaths, trial }: {
    settings: Setting[];
    shortPaths: ReadonlyMap<string, string>;
    trial?: number | undefined;
  },
): string {
  const labels = settings
    .toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    .map(({ path, value }) => `${spell(shortPaths.get(path) ?? path)}=${valueLabel(value)}`);
  const name = [variant, ...labels, ...(trial === undefined ? [] : [`trial${trial}`])].join("-");
  return name.length <= maximumVariantLength ? name : `${variant}-${hash(name)}`;
}

/**
 * Each path by its last keys, as few as tell it from the others: `learningRate` where there is one,
 * `init.scale` and `biasInit.scale` where there are both.
 *
 * @example
 * ```ts
 * import { shortenPaths } from "./labels.ts";
 *
 * shortenPaths(["init.scale", "biasInit.scale", "optimizer.beta1"]);
 * // Map { "init.scale" => "init.scale", "biasInit.scale" => "biasInit.scale",
 * //       "optimizer.beta1" => "beta1" }
 * ```
 */
export function shortenPaths(paths: readonly string[]): Map<string, string> {
  const unique = [...new Set(paths)].map((path) => path.split("."));
  const short = new Map<string, string>();
  for (const keys of unique) {
    let length = 1;
    while (
      length < keys.length &&
      unique.some((other) => other !== keys && endsWith(other, keys, length))
    ) length++;
    // A number alone names nothing.
    while (length < keys.length && /^\d+$/.test(keys.at(-length)!)) length++;
    short.set(keys.join("."), keys.slice(-length).join("."));
  }
  return short;
}

function endsWith(keys: string[], other: string[], length: number): boolean {
  return keys.slice(-length).join(".") === other.slice(-length).join(".");
}

/**
 * A value in a name: a number or a word as it is, a list joined by `x` (`64x64`), a member by its
 * type and options (`random+scale=0.1`). What can't be told by that gets a part of its digest.
 */
export function valueLabel(value: unknown): string {
  if (value === null) return "default";
  if (typeof value !== "object") return spell(String(value));
  if (Array.isArray(value)) return listLabel(value);
  const { type, ...options } = value as Record<string, unknown>;
  if (typeof type !== "string") return hash(value);
  const pairs = Object.keys(options).sort().map((key) => `${key}=${optionText(options[key])}`);
  const text = [type, ...pairs].join("+");
  return isSpellable(text) ? text : `${spell(type)}_${hash(value)}`;
}

function listLabel(list: readonly unknown[]): string {
  const text = list.map(optionText).join("x");
  if (isSpellable(text)) return text;
  const units = list.map((entry) => (isLiteral(entry) ? entry.units ?? entry.type : undefined));
  const shape = units.join("x");
  const spelled = units.every((part) => part !== undefined) && isSpellable(shape);
  return spelled ? `${shape}_${hash(list)}` : hash(list);
}

/** An option of a member; text that is no word makes the whole unspellable. */
function optionText(option: unknown): string {
  return typeof option === "object" ? "{}" : String(option);
}

/** Text as a part of a file's name; told apart by a digest where characters had to go. */
function spell(text: string): string {
  if (isSpellable(text)) return text;
  const start = text.replace(/[^A-Za-z0-9.]+/g, "_").slice(0, maximumLabelLength / 2);
  return `${start}_${hash(text)}`;
}

function isSpellable(text: string): boolean {
  return /^[A-Za-z0-9._=+-]+$/.test(text) && text.length <= maximumLabelLength;
}

function hash(value: unknown): string {
  return canonicalDigest(value).slice(0, 10);
}

/**
 * What a point sets: a setting for each number, text or list in it; a member with a `type` is one.
 *
 * @example
 * ```ts
 * import { pointSettings } from "./labels.ts";
 *
 * pointSettings({ optimizer: { learningRate: 0.1 }, init: { type: "zeros" } });
 * // [{ path: "optimizer.learningRate", value: 0.1 }, { path: "init", value: { type: "zeros" } }]
 * ```
 */
export function pointSettings(patch: Record<string, unknown>, parent = ""): Setting[] {
  return Object.entries(patch).flatMap(([key, value]) => {
    const path = parent === "" ? key : `${parent}.${key}`;
    return isLiteral(value) && value.type === undefined && Object.keys(value).length > 0
      ? pointSettings(value, path)
      : [{ path, value }];
  });
}

/** Whether two values would be written alike. */
export function sameValue(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a ?? null) === canonicalJson(b ?? null);
}
