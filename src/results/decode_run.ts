// Apart from the writing of entries: workers do that without the schemas that reading needs.
import { entryVersion, type Epoch, type FinishedRun } from "./run_entry.ts";
import { decodeSafetensors } from "./safetensors_decode.ts";
import { parseExactJson, sha256, unseal } from "./sealed.ts";
import type { Tensor } from "./types.ts";

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

function without(epoch: Epoch, tensors: readonly Tensor[]): Tensor[] {
  const prefix = `${epoch}/`;
  return tensors.filter(({ name }) => name.startsWith(prefix))
    .map((tensor) => ({ ...tensor, name: tensor.name.slice(prefix.length) }));
}
