import { drawsOf } from "./draws.ts";
import type { Mutation } from "./mutations.ts";

/**
 * The file of a case: a valid one with one to four mutations, one most of the time. The same for the
 * same seed, case, mutations and valid files.
 */
export function mutantOf(
  valid: readonly Uint8Array[],
  options: { seed: number; number: number; mutations: readonly Mutation[] },
): Uint8Array<ArrayBuffer> {
  const draws = drawsOf(options.seed, options.number);
  let bytes = draws.of(valid);
  const times = draws.of([1, 1, 1, 2, 3, 4]);
  for (let i = 0; i < times; i++) {
    bytes = draws.of(options.mutations)(bytes, draws, draws.of(valid));
  }
  return new Uint8Array(bytes);
}
