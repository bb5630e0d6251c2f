import { createStream } from "../random/mod.ts";
import { sha256Hex } from "./sha256.ts";
import { distanceToReach } from "./sign_flip.ts";

/**
 * Two-sided p-value of the paired sign-flip test where the 2ⁿ patterns are too many to count: of
 * 99,999 patterns drawn by a fixed seed (9,999 for more than 1,000 pairs) and the observed one, the
 * share whose sum is at least as far from 0. Counting the observed one keeps the test valid; no p is
 * below 1e-5 (1e-4).
 *
 * Source: B. Phipson and G. K. Smyth, "Permutation P-values Should Never Be Zero", Statistical
 * Applications in Genetics and Molecular Biology 9(1), 2010, equation (2).
 *
 * @param differences One per pair.
 * @returns In (0, 1].
 *
 * @example
 * ```ts
 * import { sampledSignFlipP } from "./sign_flip_sampled.ts";
 *
 * sampledSignFlipP(new Array(50).fill(1)); // 0.00001
 * ```
 */
export function sampledSignFlipP(differences: readonly number[]): number {
  const bound = distanceToReach(differences);
  if (!(bound > 0)) return 1; // also where the sum is beyond double precision
  // Summary, terminal and page ask for the same.
  const key = sha256Hex(new Uint8Array(Float64Array.from(differences).buffer));
  const known = worked.get(key) ?? shareReached(differences, bound);
  if (worked.size >= mostWorked) worked.clear();
  worked.set(key, known);
  return known;
}

/** What was worked out, by the digest of the differences. */
const worked = new Map<string, number>();

const mostWorked = 1000;

function shareReached(differences: readonly number[], bound: number): number {
  const tables = signedSums(differences);
  const stream = createStream(0, "sign-flip");
  const words = new Uint32Array(4);
  const bytes = new Uint8Array(words.length * 4);
  const drawnPatterns = differences.length > 1000 ? 9_999 : 99_999;
  let reached = 1;
  for (let pattern = 0; pattern < drawnPatterns; pattern++) {
    let sum = 0;
    for (let group = 0; group < tables.length; group++) {
      const place = group & 15;
      if (place === 0) {
        stream.words(words, pattern, group >> 4, 0, 0);
        for (let i = 0; i < 16; i++) bytes[i] = words[i >> 2]! >>> (8 * (i & 3));
      }
      sum += tables[group]![bytes[place]!]!;
    }
    if (Math.abs(sum) >= bound) reached++;
  }
  return reached / (drawnPatterns + 1);
}

/** For each eight differences the sums of their 256 sign patterns: bit i set is + for the i-th. */
function signedSums(differences: readonly number[]): Float64Array[] {
  const groups = Math.ceil(differences.length / 8);
  return Array.from(
    { length: groups },
    (_, group) =>
      Float64Array.from({ length: 256 }, (_, bits) => {
        let sum = 0;
        for (let i = 0; i < 8; i++) {
          const difference = differences[8 * group + i] ?? 0;
          sum += bits >> i & 1 ? difference : -difference;
        }
        return sum;
      }),
  );
}
