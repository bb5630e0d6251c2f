import { threefry4x32 } from "./threefry.ts";

/**
 * What a stream of random words is for: `init` weights, `shuffle` batches, `dropout` masks, `split`
 * data, `generate` data, `bootstrap` statistics, or any other name of 1 to 12 printable ASCII
 * characters without a space.
 */
export type StreamName =
  | "init"
  | "shuffle"
  | "dropout"
  | "split"
  | "generate"
  | "bootstrap"
  | (string & Record<never, never>);

/** Random words by place: see {@linkcode createStream}. */
export interface Stream {
  readonly seed: number;
  readonly name: string;
  /** [4] the key of Threefry-4x32, for twins that draw by themselves; not to be written to. */
  readonly key: Uint32Array;
  /**
   * Writes the four words of the place (c0, c1, c2, c3) to `out`. Allocates nothing.
   *
   * @param out [4] receives the words.
   * @param c0 to c3: whole numbers from 0 to 2^32 − 1.
   */
  words(out: Uint32Array, c0: number, c1: number, c2: number, c3: number): void;
}

const namePattern = /^[!-~]{1,12}$/;

/**
 * The stream of random words of a seed and a name.
 *
 * A word is a function of (seed, name, place): what is drawn depends on where it is used and never
 * on what was drawn before. The key of Threefry-4x32 is the seed and three words with the name's
 * characters packed into them, character i in bits 8 (i mod 4) and up of word ⌊i / 4⌋, so that two
 * names never share a key.
 *
 * @param seed A whole number from 0 to 2^32 − 1.
 * @param name 1 to 12 printable ASCII characters without a space.
 * @throws {RangeError} If the seed or the name is anything else.
 *
 * @example
 * ```ts
 * import { createStream } from "./stream.ts";
 *
 * const stream = createStream(1, "dropout");
 * const words = new Uint32Array(4);
 * stream.words(words, 0, 2, 17, 0);
 * words[0]; // the same on every machine, whatever was drawn before
 * ```
 */
export function createStream(seed: number, name: StreamName): Stream {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new RangeError(
      `Cannot use ${seed} as a seed: it must be a whole number from 0 to 4294967295`,
    );
  }
  const key = packKey(seed, name);
  const counter = new Uint32Array(4);
  return {
    seed,
    name,
    key,
    words(out, c0, c1, c2, c3) {
      counter[0] = c0;
      counter[1] = c1;
      counter[2] = c2;
      counter[3] = c3;
      threefry4x32(out, key, counter);
    },
  };
}

function packKey(seed: number, name: string): Uint32Array {
  if (!namePattern.test(name)) {
    throw new RangeError(
      `Cannot name a stream "${name}": it must be 1 to 12 printable ASCII characters without a space`,
    );
  }
  const key = Uint32Array.of(seed, 0, 0, 0);
  for (let i = 0; i < name.length; i++) {
    key[1 + (i >> 2)]! |= name.charCodeAt(i) << (8 * (i & 3));
  }
  return key;
}
