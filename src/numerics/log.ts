import { logReduced } from "./_log_reduced.ts";

const smallestNormal = 2.2250738585072014e-308;
const twoTo54 = 18014398509481984;
const ln2Times54 = 3.74299477502370480e1;

/**
 * The natural logarithm ln(x): −Infinity at 0, NaN below.
 *
 * Error: at most 0.85 ulp of double, measured; of the 162 million float32 x from 2^-13 to 87 the
 * result rounds to the wrong neighbour of two float32 for 2.
 *
 * Source: FreeBSD msun, e_log.c (Sun Microsystems, 1993), by way of one common path.
 *
 * @example
 * ```ts
 * import { log } from "./log.ts";
 *
 * log(1); // 0
 * log(0); // -Infinity
 * log(-1); // NaN
 * ```
 */
export function log(x: number): number {
  if (!(x < Infinity)) return x;
  if (x <= 0) return x === 0 ? -Infinity : NaN;
  if (x < smallestNormal) return logReduced(x * twoTo54, 0) - ln2Times54;
  return logReduced(x, 0);
}

/**
 * ln(1 + x) without the cancellation near 0: −Infinity at −1, NaN below.
 *
 * With u = 1 + x rounded and c = x − (u − 1) what the rounding lost, ln(1 + x) = ln(u) + c / u up
 * to c².
 *
 * Error: at most 0.85 ulp of double, measured.
 *
 * Source: FreeBSD msun, s_log1p.c (Sun Microsystems, 1993), by way of one common path: it adds the
 * correction for every x, where the source has a second path near 0.
 *
 * @example
 * ```ts
 * import { log1p } from "./log.ts";
 *
 * log1p(1e-20); // 1e-20
 * log1p(-1); // -Infinity
 * ```
 */
export function log1p(x: number): number {
  if (!(x < Infinity)) return x;
  if (x <= -1) return x === -1 ? -Infinity : NaN;
  if (x === 0) return x; // keeps -0
  const u = 1 + x;
  return logReduced(u, (x - (u - 1)) / u);
}
