import { parsePreprocessing, type Preprocessing } from "../data/mod.ts";
import { ExperimentError } from "../errors.ts";
import { excessOf, expand, experimentOf, parseExperiment } from "../experiment/mod.ts";
import type { CanonicalSettings, Run } from "../experiment/types.ts";
import { decodeSafetensors } from "./safetensors_decode.ts";
import type { Tensor } from "./types.ts";

/** A model file, read back: weights and all that predicting with them takes. */
export interface StoredModel {
  /** As the user would name it. */
  file: string;
  /** The experiment that it was trained in. */
  experiment: string;
  run: Run;
  /** Epochs that the weights were trained for. */
  epochs: number;
  numericsVersion: number;
  preprocessing: Preprocessing;
  tensors: Tensor[];
}

/**
 * Reads a model that a run has written. Everything is checked but whether the tensors fit the
 * network, which only the engine knows.
 *
 * @param bytes The whole file.
 * @param file Its name, for messages.
 * @throws {ExperimentError} naming the file, the field, and what is wrong with it.
 */
export function parseModel(bytes: Uint8Array, file: string): StoredModel {
  const { metadata, tensors } = decodeSafetensors(bytes, { file });
  const text = (key: string) => textOf(metadata, key, file);
  const preprocessing = parsePreprocessing(
    jsonOf(text("preprocessing"), "preprocessing", file),
    file,
  );
  const settings = jsonOf(text("settings"), "settings", file);
  return {
    file,
    experiment: text("experiment"),
    run: runOf(settings, {
      file,
      name: text("run"),
      variant: text("variant"),
      seed: countOf(text("seed"), "seed", file),
    }),
    epochs: countOf(text("epochs"), "epochs", file),
    numericsVersion: countOf(text("numericsVersion"), "numericsVersion", file),
    preprocessing,
    tensors,
  };
}

/** The run as an experiment with these settings alone would have it, checked as one. */
function runOf(
  settings: unknown,
  { file, name, variant, seed }: { file: string; name: string; variant: string; seed: number },
): Run {
  const written = experimentOf({
    name: "model",
    question: "",
    seeds: [seed],
    settings: withoutNulls(settings) as CanonicalSettings,
    variants: [{ name: "base", settings: {} }],
  });
  try {
    const run = expand(parseExperiment(written, file)).runs[0]!;
    return { name, variant, seed, settings: run.settings };
  } catch (error) {
    if (!(error instanceof ExperimentError)) throw error;
    const { message, place } = error;
    throw refusal(`its settings are wrong: ${message}`, { file, place: place ?? "settings" });
  }
}

/** What a variant does not use is null where another one uses it. */
function withoutNulls(settings: unknown): unknown {
  if (typeof settings !== "object" || settings === null) return settings;
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));
}

function textOf(metadata: Readonly<Record<string, string>>, key: string, file: string): string {
  if (Object.hasOwn(metadata, key)) return metadata[key]!;
  throw refusal(`its metadata has no "${key}"`, { file, place: `__metadata__.${key}` });
}

function jsonOf(text: string, key: string, file: string): unknown {
  const excess = excessOf(text);
  if (excess !== undefined) {
    throw refusal(`of "${key}" in its metadata: ${excess}`, {
      file,
      place: `__metadata__.${key}`,
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refusal(`"${key}" in its metadata is not JSON`, { file, place: `__metadata__.${key}` });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw refusal(`"${key}" in its metadata is not an object`, {
    file,
    place: `__metadata__.${key}`,
  });
}

function countOf(text: string, key: string, file: string): number {
  const count = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(count)) return count;
  throw refusal(`"${key}" in its metadata is "${text.slice(0, 40)}": it must be a whole number`, {
    file,
    place: `__metadata__.${key}`,
  });
}

function refusal(
  problem: string,
  { file, place }: { file: string; place: string },
): ExperimentError {
  return new ExperimentError(`Cannot use the model ${file}: ${problem}`, {
    file,
    place,
    remedy: "Give a model that deno task run has written, or train it again",
  });
}
