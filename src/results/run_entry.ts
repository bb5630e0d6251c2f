import { encodeSafetensors } from "./safetensors.ts";
import { exactJson, seal, sha256 } from "./sealed.ts";
import type { RunResult, Tensor } from "./types.ts";

/** A run without its name, seed and settings: who asks for it has those. */
export type FinishedRun = Omit<RunResult, "run">;

/** A finished run as bytes. */
export interface RunEntry {
  bytes: Uint8Array<ArrayBuffer>;
  /** SHA-256 (hex) of all that result files show of it: everything but the wall time. */
  digest: string;
}

/** Raise it when the same run would be written down otherwise. */
export const entryVersion = "3";

/**
 * A finished run with all that the result files need of it, to the bit: the SHA-256 of what follows
 * as 32 bytes, then a safetensors file whose metadata has curves and scores as JSON.
 *
 * @param key What it is found by again; see `openJournal`.
 */
export function encodeRun(key: string, result: FinishedRun): RunEntry {
  const { weights, bestWeights, elapsedMs, ...rest } = result;
  const text = exactJson(rest);
  const { bytes, dataStart } = encodeSafetensors(
    [...named("last", weights), ...named("best", bestWeights ?? [])],
    { format: "sameseed-run", version: entryVersion, key, result: text, elapsedMs: `${elapsedMs}` },
  );
  return { bytes: seal(bytes), digest: sha256(text, bytes.subarray(dataStart)).toHex() };
}

/** An entry that was made under some key. */
export interface KeyedRunEntry {
  key: string;
  bytes: Uint8Array;
  /** As of `RunEntry`. */
  digest: string;
}

/** How entries begin, after digest and length; keys are as long as each other. */
const beginning =
  /^\{"__metadata__":\{"elapsedMs":"[^"]{1,30}","format":"sameseed-run","key":"(?=[\da-f]{64}")/;

/**
 * The entry under another key: what takes time to make is not made again.
 *
 * @returns `undefined` where the entry was written by somebody who writes otherwise.
 */
export function withKey(key: string, entry: KeyedRunEntry): RunEntry | undefined {
  const [at, most] = [32 + 8, 200];
  const head = new TextDecoder().decode(entry.bytes.subarray(at, at + most));
  const place = beginning.exec(head)?.[0].length;
  if (place === undefined || !head.startsWith(entry.key, place)) return undefined;
  const bytes = entry.bytes.slice(32);
  if (new TextEncoder().encodeInto(key, bytes.subarray(8 + place)).written !== 64) return undefined;
  return { bytes: seal(bytes), digest: entry.digest };
}

/** Which weights of a run a tensor is of: what its name starts with. */
export type Epoch = "last" | "best";

function named(epoch: Epoch, tensors: readonly Tensor[]): Tensor[] {
  return tensors.map((tensor) => ({ ...tensor, name: `${epoch}/${tensor.name}` }));
}
