import { drawBelow } from "./bounded_integer.ts";
import type { Stream } from "./stream.ts";

/**
 * The whole numbers from 0 to n − 1 in a random order, each order equally likely; see
 * {@linkcode permuteInto}.
 *
 * @param stream Where the words come from.
 * @param n A whole number from 0 to 2^32 − 1.
 * @param epoch A whole number from 0 to 2^32 − 1: every epoch has its own order.
 * @throws {RangeError} If n or the epoch is anything else.
 *
 * @example
 * ```ts
 * import { permutation } from "./permutation.ts";
 * import { createStream } from "./stream.ts";
 *
 * permutation(createStream(1, "shuffle"), 3, 0).toSorted(); // 0, 1, 2
 * ```
 */
export function permutation(stream: Stream, n: number, epoch: number): Uint32Array {
  if (!isWord(n)) {
    throw new RangeError(
      `Cannot permute ${n} numbers: it must be a whole number from 0 to 4294967295`,
    );
  }
  const out = new Uint32Array(n);
  permuteInto(out, stream, epoch);
  return out;
}

/**
 * Writes the whole numbers below out.length to `out`, in the random order of an epoch. Allocates
 * nothing.
 *
 * Starts with 0, 1, 2, …; then for i from the last down to 1, elements i and j change places, where j
 * is the bounded integer below i + 1 at the place (epoch, i, 0).
 *
 * @param out Any length below 2^32.
 * @param stream Where the words come from.
 * @param epoch A whole number from 0 to 2^32 − 1: every epoch has its own order.
 * @throws {RangeError} If the epoch is anything else.
 *
 * Source: Fisher and Yates; Durstenfeld, "Algorithm 235: Random permutation", CACM 7(7), 1964.
 *
 * @example
 * ```ts
 * import { permuteInto } from "./permutation.ts";
 * import { createStream } from "./stream.ts";
 *
 * const order = new Uint32Array(5);
 * permuteInto(order, createStream(1, "shuffle"), 7);
 * ```
 */
export function permuteInto(out: Uint32Array, stream: Stream, epoch: number): void {
  if (!isWord(epoch)) {
    throw new RangeError(
      `Cannot shuffle for epoch ${epoch}: it must be a whole number from 0 to 4294967295`,
    );
  }
  for (let i = 0; i < out.length; i++) out[i] = i;
  for (let i = out.length - 1; i > 0; i--) {
    const j = drawBelow(stream, i + 1, epoch, i, 0);
    const moved = out[i]!;
    out[i] = out[j]!;
    out[j] = moved;
  }
}

function isWord(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 0xffffffff;
}
