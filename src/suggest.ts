import { closestString, levenshteinDistance } from "@std/text";

/**
 * The sentence for a name outside a closed set: `Unknown init "xaiver": did you mean "xavier"?
 * One of: zeros, random, he, xavier`. A name is only offered when it is near enough to be a typo.
 */
export function unknownName(kind: string, got: string, allowed: readonly string[]): string {
  const list = `One of: ${listNames(allowed)}`;
  const nearest = nearestName(got, allowed);
  return nearest === undefined
    ? `Unknown ${kind} "${shorten(got)}". ${list}`
    : `Unknown ${kind} "${shorten(got)}": did you mean "${nearest}"? ${list}`;
}

/** Most characters of a text from a file that a message quotes. */
const maximumQuoted = 80;

/** A text as a message quotes it: a damaged file can have millions of characters in one field. */
export function shorten(text: string): string {
  return text.length <= maximumQuoted ? text : `${text.slice(0, maximumQuoted - 1)}…`;
}

/** Most names that a message lists. */
const maximumNames = 30;

/** Names one after another; of more than thirty the first thirty, and how many more there are. */
export function listNames(names: readonly string[]): string {
  const more = names.length - maximumNames;
  if (more <= 0) return names.map(shorten).join(", ");
  return `${names.slice(0, maximumNames).map(shorten).join(", ")}, …and ${withCommas(more)} more`;
}

/** A whole number with its thousands apart: `19,970`. */
function withCommas(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** The time of a search grows with the product of both names' lengths, and with their number. */
const maximumSearched = 10_000;

/**
 * The allowed name that `got` is probably a typo of, looked for among the first 10,000 names. Names
 * of more than 80 characters are not typed by hand.
 */
export function nearestName(got: string, allowed: readonly string[]): string | undefined {
  if (got.length > maximumQuoted) return undefined;
  const typed = allowed.slice(0, maximumSearched).filter((name) => name.length <= maximumQuoted);
  if (typed.length === 0) return undefined;
  const nearest = closestString(got, typed, { caseSensitive: false });
  const distance = levenshteinDistance(got.toLowerCase(), nearest.toLowerCase());
  return distance <= Math.max(2, Math.floor(nearest.length / 3)) ? nearest : undefined;
}
