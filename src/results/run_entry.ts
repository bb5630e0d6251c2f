import { encodeSafetensors } from "./safetensors.ts";
import { decodeSafetensors } from "./safetensors_decode.ts";
import { exactJson, parseExactJson, seal, sha256, unseal } from "./sealed.ts";
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
const entryVersion = "3";

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

/**
 * Reads an entry back.
 *
 * @returns `undefined` for bytes that are not whole, or are those of another key or version.
 */
export function decodeRun(
  key: string,
  file: Uint8Array,
): { result: FinishedRun; digest: string } | undefined {
  const bytes = unseal(file);
  if (bytes === undefined) return undefined;
  try {
    const { metadata, tensors } = decodeSafetensors(bytes);
    if (metadata.key !== key || metadata.version !== entryVersion) return undefined;
    const text = metadata.result!;
    const dataStart = 8 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    const bestWeights = without("best", tensors);
    const result = {
      ...parseExactJson(text) as Omit<FinishedRun, "weights" | "elapsedMs">,
      weights: without("last", tensors),
      ...(bestWeights.length > 0 ? { bestWeights } : {}),
      elapsedMs: Number(metadata.elapsedMs),
    };
    return { result, digest: sha256(text, bytes.subarray(dataStart)).toHex() };
  } catch {
    return undefined;
  }
}

type Epoch = "last" | "best";

function named(epoch: Epoch, tensors: readonly Tensor[]): Tensor[] {
  return tensors.map((tensor) => ({ ...tensor, name: `${epoch}/${tensor.name}` }));
}

function without(epoch: Epoch, tensors: readonly Tensor[]): Tensor[] {
  const prefix = `${epoch}/`;
  return tensors.filter(({ name }) => name.startsWith(prefix))
    .map((tensor) => ({ ...tensor, name: tensor.name.slice(prefix.length) }));
}
