import type { Stream } from "./stream.ts";

const words = new Uint32Array(4);

/**
 * A whole number from 0 to bound − 1, each equally likely.
 *
 * Takes the words of the places (c0, c1, c2, 0), (c0, c1, c2, 1), … in order, rejects those from
 * the largest multiple of `bound` below 2^32 on, and returns the first remaining one modulo `bound`.
 *
 * @param stream Where the words come from.
 * @param bound A whole number from 1 to 2^32.
 * @param place The first three counter words: whole numbers from 0 to 2^32 − 1.
 * @throws {RangeError} If the bound is anything else.
 *
 * @example
 * ```ts
 * import { boundedInteger } from "./bounded_integer.ts";
 * import { createStream } from "./stream.ts";
 *
 * boundedInteger(createStream(1, "generate"), 6, { c0: 0, c1: 0, c2: 0 }) < 6; // true
 * ```
 */
export function boundedInteger(
  stream: Stream,
  bound: number,
  place: { c0: number; c1: number; c2: number },
): number {
  if (!Number.isInteger(bound) || bound < 1 || bound > 4294967296) {
    throw new RangeError(
      `Cannot draw below ${bound}: the bound must be a whole number from 1 to 4294967296`,
    );
  }
  return drawBelow(stream, bound, place.c0, place.c1, place.c2);
}

/** {@linkcode boundedInteger} without the check and without an object, for loops. */
export function drawBelow(
  stream: Stream,
  bound: number,
  c0: number,
  c1: number,
  c2: number,
): number {
  // 2^32 is no 32-bit number; all others below take one 32-bit division.
  const divisor = bound >>> 0;
  for (let attempt = 0;; attempt++) {
    stream.words(words, c0, c1, c2, attempt);
    for (let i = 0; i < 4; i++) {
      const word = words[i]!;
      if (divisor === 0) return word;
      const rest = word % divisor;
      // Where the multiple of the bound below the word is the last one, it may be an incomplete one.
      if (word - rest + divisor <= 4294967296) return rest;
    }
  }
}
