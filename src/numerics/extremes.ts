/**
 * The largest value, as `Math.max(...values)`: −∞ of nothing, NaN where one is NaN. That call fails
 * beyond some 120,000 values, for which the stack has no room.
 *
 * @example
 * ```ts
 * import { largest } from "./extremes.ts";
 *
 * largest([1, 3, 2]); // 3
 * ```
 */
export function largest(values: Iterable<number>): number {
  let found = -Infinity;
  for (const value of values) found = Math.max(found, value);
  return found;
}

/** The smallest value, as `Math.min(...values)`, of however many there are; ∞ of nothing. */
export function smallest(values: Iterable<number>): number {
  let found = Infinity;
  for (const value of values) found = Math.min(found, value);
  return found;
}
