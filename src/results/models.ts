import { encodeSafetensors } from "./safetensors.ts";
import { sha256Hex } from "./sha256.ts";
import { canonicalJson } from "../experiment/canonical.ts";
import { settingsOf } from "./settings_text.ts";
import type { RunResult, SweepResult } from "./types.ts";

/** A run's model as a file. */
export interface ModelFile {
  bytes: Uint8Array<ArrayBuffer>;
  /**
   * SHA-256 over the file's data section: the little-endian float32 bytes of all tensors, in order.
   * The header is left out, so that equal weights have equal digests whatever the metadata says.
   */
  weightsSha256: string;
}

/**
 * The model of a run as a safetensors file: with the weights that it ends with, or with others. Its
 * metadata is all that predicting with it takes: the run's name, variant and seed, the epochs that
 * these weights were trained for, the canonical settings and the preprocessing as JSON, and the
 * numerics version.
 */
export function modelFile(
  result: RunResult,
  sweep: SweepResult,
  { weights = result.weights, epochs = result.restoredFrom ?? result.epochs } = {},
): ModelFile {
  const { run, preprocessing } = result;
  const { bytes, dataStart } = encodeSafetensors(weights, {
    format: "pt",
    experiment: sweep.experiment.name,
    run: run.name,
    variant: run.variant,
    seed: String(run.seed),
    epochs: String(epochs),
    settings: canonicalJson(settingsOf(sweep.experiment, run.variant)),
    preprocessing: canonicalJson(preprocessing),
    numericsVersion: String(sweep.numericsVersion),
  });
  return { bytes, weightsSha256: sha256Hex(bytes.subarray(dataStart)) };
}
