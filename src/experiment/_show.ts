/** Longest value that a message shows. */
const maximumLength = 60;

/**
 * A value as a message shows it: JSON in at most 60 characters, which also keeps control characters
 * of a stranger's file away from the terminal.
 */
export function showValue(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= maximumLength ? text : `${text.slice(0, maximumLength)}…`;
}

/** A name as a message shows it, to be put between quotes. */
export function showName(name: string): string {
  return showValue(name).replace(/^"|"$/g, "");
}

/** A place as a message shows it: `variants.he.init`. */
export function showPath(path: readonly PropertyKey[]): string {
  return path.map((key) => showName(String(key))).join(".");
}
