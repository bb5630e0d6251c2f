import { createStream } from "../../src/random/stream.ts";

/** Random choices of one case, one after another: the same for the same seed and case. */
export interface Draws {
  /** A whole number from 0 to limit − 1; `limit` at least 1. */
  below(limit: number): number;
  /** Any of the list. */
  of<T>(list: readonly T[]): T;
  /** True once in `times`. */
  onceIn(times: number): boolean;
}

/** @param seed and `number`: whole numbers from 0 to 2^32 − 1. */
export function drawsOf(seed: number, number: number): Draws {
  const stream = createStream(seed, "fuzz");
  const words = new Uint32Array(4);
  let drawn = 0;
  const below = (limit: number) => {
    if (drawn % 4 === 0) stream.words(words, number, drawn / 4, 0, 0);
    return words[drawn++ % 4]! % limit;
  };
  return {
    below,
    of: (list) => list[below(list.length)]!,
    onceIn: (times) => below(times) === 0,
  };
}
