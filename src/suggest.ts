import { closestString, levenshteinDistance } from "@std/text";

/**
 * The sentence for a name outside a closed set: `Unknown init "xaiver": did you mean "xavier"?
 * One of: zeros, random, he, xavier`. A name is only offered when it is near enough to be a typo.
 */
export function unknownName(kind: string, got: string, allowed: readonly string[]): string {
  const list = `One of: ${allowed.join(", ")}`;
  const nearest = nearestName(got, allowed);
  return nearest === undefined
    ? `Unknown ${kind} "${got}". ${list}`
    : `Unknown ${kind} "${got}": did you mean "${nearest}"? ${list}`;
}

/** The allowed name that `got` is probably a typo of. */
export function nearestName(got: string, allowed: readonly string[]): string | undefined {
  if (allowed.length === 0) return undefined;
  const nearest = closestString(got, allowed, { caseSensitive: false });
  const distance = levenshteinDistance(got.toLowerCase(), nearest.toLowerCase());
  return distance <= Math.max(2, Math.floor(nearest.length / 3)) ? nearest : undefined;
}
