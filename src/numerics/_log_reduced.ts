import { ln2High, ln2Low } from "./_ln2.ts";
import { powerOfTwo } from "./_power_of_two.ts";

// Minimax coefficients of (ln((1 + s) / (1 − s)) − 2s) / s in s², |s| ≤ 0.1716, error ≤ 2^-58.45.
const L1 = 6.666666666666735130e-1;
const L2 = 3.999999999940941908e-1;
const L3 = 2.857142874366239149e-1;
const L4 = 2.222219843214978396e-1;
const L5 = 1.818357216161805012e-1;
const L6 = 1.531383769920937332e-1;
const L7 = 1.479819860511658591e-1;

/** Lifts the upper word of √½ to that of 1, so that the exponent changes there and not at 1. */
const exponentShift = 0x3ff00000 - 0x3fe6a09e;

const view = new DataView(new ArrayBuffer(8));

/**
 * ln(u) + correction for a positive normal u and a correction far smaller than u's last place.
 *
 * u = 2^k (1 + f) with √½ ≤ 1 + f < √2, s = f / (2 + f), and
 * ln(u) = k ln2 + f − (f²/2 − s (f²/2 + R(s²))); the smallest terms are added first.
 *
 * Source: FreeBSD msun, e_log.c and s_log1p.c (Sun Microsystems, 1993): the reduction, the
 * coefficients and the order of the sum. One path for all u, where the source has four.
 */
export function logReduced(u: number, correction: number): number {
  view.setFloat64(0, u);
  const k = ((view.getInt32(0) + exponentShift) >> 20) - 1023;
  const f = u * powerOfTwo(-k) - 1; // exact
  const halfSquare = 0.5 * f * f;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (L2 + w * (L4 + w * L6));
  const odd = z * (L1 + w * (L3 + w * (L5 + w * L7)));
  const R = odd + even;
  const small = s * (halfSquare + R) + (k * ln2Low + correction);
  return k * ln2High - ((halfSquare - small) - f);
}
