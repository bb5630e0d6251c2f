import { inverseLn2, ln2High, ln2Low } from "./_ln2.ts";
import { powerOfTwo } from "./_power_of_two.ts";

const overflow = 7.09782712893383973096e2; // the largest x with a finite exp(x)
const underflow = -7.45133219101941108420e2; // the smallest x with exp(x) > 0

// Minimax coefficients of r (eʳ + 1) / (eʳ − 1) − 2 in r², |r| ≤ ln2 / 2, error ≤ 2^-59.
const P1 = 1.66666666666666019037e-1;
const P2 = -2.77777777770155933842e-3;
const P3 = 6.61375632143793436117e-5;
const P4 = -1.65339022054652515390e-6;
const P5 = 4.13813679705723846039e-8;

/**
 * The exponential eˣ.
 *
 * x = k ln2 + r with |r| ≤ ln2 / 2, and eˣ = 2^k eʳ. The same operations in the same order for
 * every x between the thresholds.
 *
 * Error: at most 0.9 ulp of double, measured; of the 325 million float32 x with
 * 2^-13 ≤ |x| ≤ 87 every result rounds to the right float32.
 *
 * Source: FreeBSD msun, e_exp.c (Sun Microsystems, 2004): the reduction and the coefficients.
 *
 * @example
 * ```ts
 * import { exp } from "./exp.ts";
 *
 * exp(0); // 1
 * exp(-Infinity); // 0
 * exp(710); // Infinity
 * ```
 */
export function exp(x: number): number {
  if (x > overflow) return Infinity;
  if (x < underflow) return 0;
  if (x !== x) return x;
  const k = Math.floor(x * inverseLn2 + 0.5);
  const high = x - k * ln2High;
  const low = k * ln2Low;
  const r = high - low;
  const z = r * r;
  const c = r - z * (P1 + z * (P2 + z * (P3 + z * (P4 + z * P5))));
  const y = 1 - ((low - (r * c) / (2 - c)) - high);
  // Two factors: the first product is exact, so a subnormal result is rounded once.
  const half = k >> 1;
  return y * powerOfTwo(half) * powerOfTwo(k - half);
}
