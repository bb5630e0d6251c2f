import { createStream, type Stream } from "../../../src/random/mod.ts";

/** Random choices for one thing to be drawn: a fresh sequence for every `index` and `kind`. */
export interface Draws {
  /** A number in [low, high). */
  uniform(low: number, high: number): number;
  /** A number around 0 with standard deviation 1: twelve uniform ones summed, so within ±6. */
  bell(): number;
  /** An integer from 0 to `count` - 1. */
  integer(count: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of the items. */
  pick<T>(items: readonly T[]): T;
}

/** The stream that all embedded data is drawn from. */
export function createDataStream(seed: number): Stream {
  return createStream(seed, "drawings");
}

/**
 * Choices number 0, 1, 2, … at the place (`kind`, `index`) of the stream. A picture's choices depend
 * on its place only, so adding pictures to one folder leaves every other picture as it is.
 */
export function createDraws(stream: Stream, place: { kind: number; index: number }): Draws {
  const block = new Uint32Array(4);
  let used = 4;
  let next = 0;

  function uniform01(): number {
    if (used === 4) {
      stream.words(block, next++, place.index, place.kind, 0);
      used = 0;
    }
    return block[used++]! / 4294967296;
  }

  function integer(count: number): number {
    return Math.floor(uniform01() * count);
  }

  return {
    uniform: (low, high) => low + (high - low) * uniform01(),
    bell() {
      let sum = -6;
      for (let i = 0; i < 12; i++) sum += uniform01();
      return sum;
    },
    integer,
    chance: (probability) => uniform01() < probability,
    pick: <T>(items: readonly T[]) => items[integer(items.length)]!,
  };
}
