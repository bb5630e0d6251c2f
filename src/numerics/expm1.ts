import { inverseLn2, ln2High, ln2Low } from "./_ln2.ts";
import { powerOfTwo } from "./_power_of_two.ts";

const overflow = 7.09782712893383973096e2; // the largest x with a finite result
const underflow = -38; // below, the result rounds to -1

// Minimax coefficients of r (eʳ + 1) / (eʳ − 1) = 2 + r²/6 R(r²/2), |r| ≤ ln2 / 2, error ≤ 2^-61.
const Q1 = -3.33333333333331316428e-2;
const Q2 = 1.58730158725481460165e-3;
const Q3 = -7.93650757867487942473e-5;
const Q4 = 4.00821782732936239552e-6;
const Q5 = -2.01099218183624371326e-7;

/**
 * eˣ − 1 without the cancellation near 0.
 *
 * x = k ln2 + r with |r| ≤ ln2 / 2, and eˣ − 1 = 2^k ((1 − 2^-k) + (eʳ − 1)). The same operations
 * in the same order for every x between the thresholds.
 *
 * Error: at most 1.35 ulp of double, measured.
 *
 * Source: FreeBSD msun, s_expm1.c (Sun Microsystems, 1993): the reduction and the coefficients, by
 * way of one common path where the source has one per size of k.
 *
 * @example
 * ```ts
 * import { expm1 } from "./expm1.ts";
 *
 * expm1(1e-20); // 1e-20
 * expm1(-Infinity); // -1
 * ```
 */
export function expm1(x: number): number {
  if (x > overflow) return Infinity;
  if (x < underflow) return -1;
  if (x === 0 || x !== x) return x; // keeps -0
  const k = Math.floor(x * inverseLn2 + 0.5);
  const high = x - k * ln2High;
  const low = k * ln2Low;
  const r = high - low;
  const lost = (high - r) - low; // what r lost to rounding
  const halfR = 0.5 * r;
  const halfSquare = r * halfR;
  const R = 1 +
    halfSquare * (Q1 + halfSquare * (Q2 + halfSquare * (Q3 + halfSquare * (Q4 + halfSquare * Q5))));
  const t = 3 - R * halfR;
  const ratio = halfSquare * ((R - t) / (6 - r * t));
  const e = (r * (ratio - lost) - lost) - halfSquare; // r − e = eʳ − 1
  const y = (1 - powerOfTwo(-k)) - (e - r);
  // Two factors, because 2^1024 is not a double.
  const half = k >> 1;
  return y * powerOfTwo(half) * powerOfTwo(k - half);
}
