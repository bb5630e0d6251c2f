import { createHash } from "node:crypto";
import { numberCell } from "./cells.ts";
import { encodeSafetensors } from "./safetensors.ts";
import { decodeSafetensors } from "./safetensors_decode.ts";
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
const entryVersion = "2";

const digestBytes = 32;

/** What JSON has no number for, by how it is spelled. */
const spelled = new Map([NaN, Infinity, -Infinity, -0].map((value) => [numberCell(value), value]));

/**
 * A finished run with all that the result files need of it, to the bit: the SHA-256 of what follows
 * as 32 bytes, then a safetensors file whose metadata has curves and scores as JSON.
 *
 * @param key What it is found by again; see `openJournal`.
 */
export function encodeRun(key: string, result: FinishedRun): RunEntry {
  const { weights, bestWeights, elapsedMs, ...rest } = result;
  const text = JSON.stringify(rest, (_, value) => spell(value));
  const { bytes, dataStart } = encodeSafetensors(
    [...named("last", weights), ...named("best", bestWeights ?? [])],
    { format: "sameseed-run", version: entryVersion, key, result: text, elapsedMs: `${elapsedMs}` },
  );
  const file = new Uint8Array(digestBytes + bytes.length);
  file.set(sha256(bytes));
  file.set(bytes, digestBytes);
  return { bytes: file, digest: sha256(text, bytes.subarray(dataStart)).toHex() };
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
  const bytes = file.subarray(digestBytes);
  if (
    file.length < digestBytes || sha256(bytes).toHex() !== file.subarray(0, digestBytes).toHex()
  ) {
    return undefined;
  }
  try {
    const { metadata, tensors } = decodeSafetensors(bytes);
    if (metadata.key !== key || metadata.version !== entryVersion) return undefined;
    const text = metadata.result!;
    const dataStart = 8 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    const bestWeights = without("best", tensors);
    const result = {
      ...JSON.parse(text, (_, value) => unspell(value)),
      weights: without("last", tensors),
      ...(bestWeights.length > 0 ? { bestWeights } : {}),
      elapsedMs: Number(metadata.elapsedMs),
    };
    return { result, digest: sha256(text, bytes.subarray(dataStart)).toHex() };
  } catch {
    return undefined;
  }
}

function spell(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) throw new TypeError("Cannot write binary data as JSON");
  if (typeof value !== "number") return value;
  const special = !Number.isFinite(value) || Object.is(value, -0);
  return special ? { number: numberCell(value) } : value;
}

function unspell(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Object.keys(value).length !== 1) return value;
  const { number } = value as { number?: unknown };
  return typeof number === "string" ? spelled.get(number) ?? value : value;
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

function sha256(...parts: (string | Uint8Array)[]): Uint8Array {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}
