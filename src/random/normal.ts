import { log } from "../numerics/mod.ts";
import type { Stream } from "./stream.ts";
import { type Place, uniform52 } from "./uniform.ts";

const words = new Uint32Array(4);

/**
 * Fills `out` with draws from the normal distribution: mean + deviation · z, in double precision,
 * rounded once to float32.
 *
 * Element i takes words 2 (i mod 2) and 2 (i mod 2) + 1 of the place (c0, c1, ⌊i / 2⌋, 0), as high
 * and low word of {@linkcode uniform52}, through {@linkcode normalFromUniform}: |z| ≤ 8.21.
 *
 * @param out Any length up to 2^33.
 * @param stream Where the words come from.
 * @param options The place; the mean, 0 by default; the standard deviation, 1 by default.
 *
 * @example
 * ```ts
 * import { createStream } from "./stream.ts";
 * import { fillNormal } from "./normal.ts";
 *
 * const weights = new Float32Array(6);
 * fillNormal(weights, createStream(1, "init"), { c0: 0, c1: 2, deviation: 0.01 });
 * ```
 */
export function fillNormal(
  out: Float32Array,
  stream: Stream,
  options: Place & { mean?: number; deviation?: number },
): void {
  const { c0, c1, mean = 0, deviation = 1 } = options;
  for (let i = 0; i < out.length; i++) {
    const odd = i & 1;
    if (odd === 0) stream.words(words, c0, c1, Math.floor(i / 2), 0);
    const u = uniform52(words[2 * odd]!, words[2 * odd + 1]!);
    out[i] = mean + deviation * normalFromUniform(u);
  }
}

/**
 * The standard normal quantile: the z that a normal draw stays below with probability u.
 *
 * −Infinity at 0, Infinity at 1, NaN outside. normalFromUniform(1 − u) is −normalFromUniform(u) to
 * the bit where 1 − u is exact.
 *
 * Source: Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied
 * Statistics 37(3), 1988, PPND16.
 *
 * @example
 * ```ts
 * import { normalFromUniform } from "./normal.ts";
 *
 * normalFromUniform(0.5); // 0
 * ```
 */
export function normalFromUniform(u: number): number {
  const q = u - 0.5;
  if (Math.abs(q) <= 0.425) return q * central(0.180625 - q * q);
  const tail = q < 0 ? u : 1 - u;
  if (!(tail > 0)) return tail === 0 ? (q < 0 ? -Infinity : Infinity) : NaN;
  const r = Math.sqrt(-log(tail));
  const z = r <= 5 ? middle(r - 1.6) : far(r - 5);
  return q < 0 ? -z : z;
}

/** For 0.075 ≤ u ≤ 0.925. */
function central(r: number): number {
  const P = 3.3871328727963666080 +
    r * (1.3314166789178437745e2 +
        r * (1.9715909503065514427e3 +
            r * (1.3731693765509461125e4 +
                r * (4.5921953931549871457e4 +
                    r * (6.7265770927008700853e4 +
                        r * (3.3430575583588128105e4 +
                            r * 2.5090809287301226727e3))))));
  const Q = 1 +
    r * (4.2313330701600911252e1 +
        r * (6.8718700749205790830e2 +
            r * (5.3941960214247511077e3 +
                r * (2.1213794301586595867e4 +
                    r * (3.9307895800092710610e4 +
                        r * (2.8729085735721942674e4 +
                            r * 5.2264952788528545610e3))))));
  return P / Q;
}

/** Down to a tail of exp(−25). */
function middle(r: number): number {
  const P = 1.42343711074968357734 +
    r * (4.63033784615654529590 +
        r * (5.76949722146069140550 +
            r * (3.64784832476320460504 +
                r * (1.27045825245236838258 +
                    r * (2.41780725177450611770e-1 +
                        r * (2.27238449892691845833e-2 +
                            r * 7.74545014278341407640e-4))))));
  const Q = 1 +
    r * (2.05319162663775882187 +
        r * (1.67638483018380384940 +
            r * (6.89767334985100004550e-1 +
                r * (1.48103976427480074590e-1 +
                    r * (1.51986665636164571966e-2 +
                        r * (5.47593808499534494600e-4 +
                            r * 1.05075007164441684324e-9))))));
  return P / Q;
}

/** Beyond. */
function far(r: number): number {
  const P = 6.65790464350110377720 +
    r * (5.46378491116411436990 +
        r * (1.78482653991729133580 +
            r * (2.96560571828504891230e-1 +
                r * (2.65321895265761230930e-2 +
                    r * (1.24266094738807843860e-3 +
                        r * (2.71155556874348757815e-5 +
                            r * 2.01033439929228813265e-7))))));
  const Q = 1 +
    r * (5.99832206555887937690e-1 +
        r * (1.36929880922735805310e-1 +
            r * (1.48753612908506148525e-2 +
                r * (7.86869131145613259100e-4 +
                    r * (1.84631831751005468180e-5 +
                        r * (1.42151175831644588870e-7 +
                            r * 2.04426310338993978564e-15))))));
  return P / Q;
}
