import { isMemberKey, longForm } from "./families.ts";
import { isLiteral } from "./plain.ts";

type PlainObject = Record<string, unknown>;

/**
 * Settings with a patch merged over them; neither argument is changed, and what the patch leaves
 * alone is shared with the settings.
 *
 * - Objects are merged key by key, at any depth.
 * - Numbers, texts, booleans and lists replace what was there; a list is never merged.
 * - `null` takes a key away, back to its default.
 * - A member of a family (`init`, `optimizer`, …) keeps its options only while its type stays: a
 *   patch with another `type`, or with a name in place of an object, replaces it whole; a patch
 *   without `type` changes options of the member that is there, or of the default one.
 * - So does everything else that has a `type`: data of another type replaces the data whole.
 *
 * @example
 * ```ts
 * import { applyPatch } from "./patch.ts";
 *
 * const settings = { init: "random", optimizer: { type: "adam", beta1: 0.8 }, epochs: 10 };
 * applyPatch(settings, { init: { scale: 0.1 }, optimizer: { type: "momentum" }, epochs: null });
 * // { init: { type: "random", scale: 0.1 }, optimizer: { type: "momentum" } }
 * ```
 */
export function applyPatch(settings: PlainObject, patch: PlainObject): PlainObject {
  const merged = { ...settings };
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) {
      delete merged[key];
      continue;
    }
    const base = Object.hasOwn(settings, key) ? settings[key] : undefined;
    define(merged, key, mergeValue(key, base, change));
  }
  return merged;
}

function mergeValue(key: string, base: unknown, change: unknown): unknown {
  if (!isLiteral(change)) return change;
  const under = isMemberKey(key) ? longForm(key, base) : base;
  const keeps = isLiteral(under) && (change.type === undefined || change.type === under.type);
  // Over nothing, so that a `null` in what replaces the whole is gone too.
  return applyPatch(keeps ? under : {}, change);
}

/** Sets an own property, also where the key is `__proto__`; that key is refused elsewhere. */
function define(object: PlainObject, key: string, value: unknown): void {
  Object.defineProperty(object, key, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}
