import type { Stream } from "./stream.ts";

/** Where an array's draws stand: the first two counter words, such as (epoch, layer). */
export interface Place {
  /** A whole number from 0 to 2^32 − 1. */
  c0: number;
  /** A whole number from 0 to 2^32 − 1. */
  c1: number;
}

const words = new Uint32Array(4);

/**
 * A number in the open interval (0, 1) of one word: (word + ½) / 2^32, exact.
 *
 * `uniform01(word) < p` holds with probability p to within 2^-33.
 *
 * @example
 * ```ts
 * import { uniform01 } from "./uniform.ts";
 *
 * uniform01(0x80000000) > 0.5; // true
 * ```
 */
export function uniform01(word: number): number {
  return (word + 0.5) * 2.3283064365386962890625e-10;
}

/**
 * A number in the open interval (0, 1) of two words: (m + ½) / 2^52, exact, where m is the high
 * word followed by the upper 20 bits of the low one. With 53 bits the half would not fit.
 *
 * The values are symmetric about ½: 1 − u is exact and as likely as u.
 *
 * @example
 * ```ts
 * import { uniform52 } from "./uniform.ts";
 *
 * uniform52(0, 0); // 2^-53
 * ```
 */
export function uniform52(high: number, low: number): number {
  return (high * 1048576 + (low >>> 12) + 0.5) * 2.220446049250313080847263336181640625e-16;
}

/**
 * Fills `out` with draws from the uniform distribution: low + u (high − low), in double precision,
 * rounded once to float32, so that the largest may round to `high` itself.
 *
 * Element i is word i mod 4 of the place (c0, c1, ⌊i / 4⌋, 0), by {@linkcode uniform01}.
 *
 * @param out Any length up to 2^34.
 * @param stream Where the words come from.
 * @param options The place, and the interval: 0 to 1 by default.
 *
 * @example
 * ```ts
 * import { createStream } from "./stream.ts";
 * import { fillUniform } from "./uniform.ts";
 *
 * const weights = new Float32Array(6);
 * fillUniform(weights, createStream(1, "init"), { c0: 0, c1: 2, low: -0.5, high: 0.5 });
 * ```
 */
export function fillUniform(
  out: Float32Array,
  stream: Stream,
  options: Place & { low?: number; high?: number },
): void {
  const { c0, c1, low = 0, high = 1 } = options;
  const width = high - low;
  for (let i = 0; i < out.length; i++) {
    if ((i & 3) === 0) stream.words(words, c0, c1, Math.floor(i / 4), 0);
    out[i] = low + uniform01(words[i & 3]!) * width;
  }
}
