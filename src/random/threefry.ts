const parity = 0x1bd11bda;

/**
 * Threefry-4x32 with 20 rounds: four random words that are a function of a key and a counter.
 *
 * The words of two counters, or of two keys, are as good as independent. Allocates nothing; `out`
 * may be `key` or `counter`.
 *
 * Source: Salmon, Moraes, Dror and Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011;
 * the rotations are those of their library Random123, and so are the words.
 *
 * @param out [4] receives the words.
 * @param key [4].
 * @param counter [4].
 *
 * @example
 * ```ts
 * import { threefry4x32 } from "./threefry.ts";
 *
 * const out = new Uint32Array(4);
 * threefry4x32(out, new Uint32Array(4), new Uint32Array(4));
 * out[0]; // 0x9c6ca96a
 * ```
 */
export function threefry4x32(out: Uint32Array, key: Uint32Array, counter: Uint32Array): void {
  let k0 = key[0]! | 0;
  let k1 = key[1]! | 0;
  let k2 = key[2]! | 0;
  let k3 = key[3]! | 0;
  let k4 = parity ^ k0 ^ k1 ^ k2 ^ k3;
  let x0 = (counter[0]! + k0) | 0;
  let x1 = (counter[1]! + k1) | 0;
  let x2 = (counter[2]! + k2) | 0;
  let x3 = (counter[3]! + k3) | 0;

  // Four rounds and an injection of the key at a time. The rotations repeat after eight rounds, and
  // are written out: with constants they take one instruction.
  for (let injection = 1;; injection += 2) {
    x0 = (x0 + x1) | 0;
    x1 = rotateLeft(x1, 10) ^ x0;
    x2 = (x2 + x3) | 0;
    x3 = rotateLeft(x3, 26) ^ x2;
    x0 = (x0 + x3) | 0;
    x3 = rotateLeft(x3, 11) ^ x0;
    x2 = (x2 + x1) | 0;
    x1 = rotateLeft(x1, 21) ^ x2;
    x0 = (x0 + x1) | 0;
    x1 = rotateLeft(x1, 13) ^ x0;
    x2 = (x2 + x3) | 0;
    x3 = rotateLeft(x3, 27) ^ x2;
    x0 = (x0 + x3) | 0;
    x3 = rotateLeft(x3, 23) ^ x0;
    x2 = (x2 + x1) | 0;
    x1 = rotateLeft(x1, 5) ^ x2;
    x0 = (x0 + k1) | 0;
    x1 = (x1 + k2) | 0;
    x2 = (x2 + k3) | 0;
    x3 = (x3 + k4 + injection) | 0;
    if (injection === 5) break;

    x0 = (x0 + x1) | 0;
    x1 = rotateLeft(x1, 6) ^ x0;
    x2 = (x2 + x3) | 0;
    x3 = rotateLeft(x3, 20) ^ x2;
    x0 = (x0 + x3) | 0;
    x3 = rotateLeft(x3, 17) ^ x0;
    x2 = (x2 + x1) | 0;
    x1 = rotateLeft(x1, 11) ^ x2;
    x0 = (x0 + x1) | 0;
    x1 = rotateLeft(x1, 25) ^ x0;
    x2 = (x2 + x3) | 0;
    x3 = rotateLeft(x3, 10) ^ x2;
    x0 = (x0 + x3) | 0;
    x3 = rotateLeft(x3, 18) ^ x0;
    x2 = (x2 + x1) | 0;
    x1 = rotateLeft(x1, 20) ^ x2;
    x0 = (x0 + k2) | 0;
    x1 = (x1 + k3) | 0;
    x2 = (x2 + k4) | 0;
    x3 = (x3 + k0 + injection + 1) | 0;

    // Two injections on, what was k2 is k0.
    const first = k0;
    const second = k1;
    k0 = k2;
    k1 = k3;
    k2 = k4;
    k3 = first;
    k4 = second;
  }

  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
