import { closestString, levenshteinDistance } from "@std/text";

/**
 * The sentence for a name outside a closed set: `Unknown init "xaiver": did you mean "xavier"?
 * One of: zeros, random, he, xavier`. A name is only offered when it is near enough to be a typo.
 */
export function unknownName(kind: string, got: string, allowed: readonly string[]): string {
  const list = `One of: ${listNames(allowed)}`;
  const nearest = nearestName(got, allowed);
  return nearest === undefined
    ? `Unknown ${kind} "${got}". ${list}`
    : `Unknown ${kind} "${got}": did you mean "${nearest}"? ${list}`;
}

/** Most names that a message lists. */
const maximumNames = 30;

/** Names one after another; of more than thirty the first thirty, and how many more there are. */
export function listNames(names: readonly string[]): string {
  const more = names.length - maximumNames;
  if (more <= 0) return names.join(", ");
  return `${names.slice(0, maximumNames).join(", ")}, …and ${withCommas(more)} more`;
}

/** A whole number with its thousands apart: `19,970`. */
function withCommas(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** The allowed name that `got` is probably a typo of. */
export function nearestName(got: string, allowed: readonly string[]): string | undefined {
  if (allowed.length === 0) return undefined;
  const nearest = closestString(got, allowed, { caseSensitive: false });
  const distance = levenshteinDistance(got.toLowerCase(), nearest.toLowerCase());
  return distance <= Math.max(2, Math.floor(nearest.length / 3)) ? nearest : undefined;
}
