import { excessOf } from "../experiment/mod.ts";
import { encodeSafetensors } from "./safetensors.ts";
import { decodeSafetensors, longestHeader } from "./safetensors_decode.ts";
import { exactJson, parseExactJson, seal, unseal } from "./sealed.ts";
import { type CurvePoint, type LayerMoment, partNames, type Scores, type Tensor } from "./types.ts";
import { isTraceText, type TraceText } from "./weight_trace.ts";

/**
 * A run after some of its epochs, with all that its other epochs and its result depend on. What is
 * random in them is not in it: each draw is a function of seed, stream, epoch and place, so the epoch
 * says where the generators stand.
 */
export interface RunCheckpoint {
  /** Epochs trained. */
  epoch: number;
  /** Numbers by the part of the run that remembers them: `{ optimizer: { steps: 340 } }`. */
  numbers: Record<string, Record<string, number>>;
  /** Arrays by part and name: `optimizer/layers.0.weight.mean`. */
  tensors: Tensor[];
  /** The recorded rows. */
  curve: CurvePoint[];
  /** What was seen of the layers. */
  layers: LayerMoment[];
  /** Digests of the weights up to here. */
  trace: TraceText;
  /** Wall time of these epochs, over all processes that trained them. */
  elapsedMs: number;
}

/** What a checkpoint belongs to. */
export interface CheckpointOrigin {
  /** Digest of everything that the run's result is a function of. */
  key: string;
  /** The run's name. */
  run: string;
  numericsVersion: string;
  /** Digest of the data and what is done with it. */
  data: string;
}

/** Raise it when a checkpoint would be written down otherwise, or its parts mean something else. */
const entryVersion = "2";

/** State, curve, point, part, metrics, number. */
const deepest = 6;

/**
 * A checkpoint as bytes: a digest and a safetensors file, as a finished run.
 *
 * @throws {RangeError} It is larger than what is read back.
 */
export function encodeCheckpoint(
  origin: CheckpointOrigin,
  checkpoint: RunCheckpoint,
): Uint8Array<ArrayBuffer> {
  const { tensors, elapsedMs, ...rest } = checkpoint;
  const state = exactJson(rest);
  const excess = excessOf(state, { depth: deepest });
  if (excess !== undefined) throw new RangeError(`Cannot write a checkpoint: ${excess}`);
  const { bytes, dataStart } = encodeSafetensors(tensors, {
    format: "sameseed-checkpoint",
    version: entryVersion,
    ...origin,
    state,
    elapsedMs: `${elapsedMs}`,
  });
  if (dataStart > longestHeader) {
    throw new RangeError(`Cannot write a checkpoint: its header has over ${longestHeader} bytes`);
  }
  return seal(bytes);
}

/**
 * Reads a checkpoint back, trusting nothing in it. Whether its parts and tensors are those of a run is
 * for the run to say.
 *
 * @returns `undefined` for bytes that are not whole, or not a checkpoint.
 */
export function decodeCheckpoint(
  file: Uint8Array,
): { origin: CheckpointOrigin; checkpoint?: RunCheckpoint } | undefined {
  const bytes = unseal(file);
  if (bytes === undefined) return undefined;
  try {
    const { metadata, tensors } = decodeSafetensors(bytes);
    const { format, version, key, run, numericsVersion, data, state, elapsedMs } = metadata;
    if (format !== "sameseed-checkpoint") return undefined;
    if ([key, run, numericsVersion, data].includes(undefined)) return undefined;
    const origin = { key, run, numericsVersion, data } as CheckpointOrigin;
    if (version !== entryVersion) return { origin };
    if (state === undefined || excessOf(state, { depth: deepest }) !== undefined) return undefined;
    const { epoch, numbers, curve, layers, trace } = parseExactJson(state) as RunCheckpoint;
    const checkpoint = {
      epoch,
      numbers,
      tensors,
      curve,
      layers,
      trace,
      elapsedMs: Number(elapsedMs),
    };
    return isCheckpoint(checkpoint) ? { origin, checkpoint } : undefined;
  } catch {
    return undefined;
  }
}

function isCheckpoint(checkpoint: RunCheckpoint): boolean {
  const { epoch, numbers, curve, layers, trace, elapsedMs } = checkpoint;
  return Number.isSafeInteger(epoch) && epoch > 0 && elapsedMs >= 0 && elapsedMs < Infinity &&
    isRecord(numbers) && Object.values(numbers).every(areNumbers) &&
    Array.isArray(curve) && curve.every(isPoint) && isTraceText(trace) &&
    Array.isArray(layers) && layers.every(isMoment);
}

function isPoint(point: unknown): boolean {
  if (!isRecord(point)) return false;
  const { epoch, learningRate, ...parts } = point;
  return Number.isSafeInteger(epoch) && typeof learningRate === "number" && "train" in parts &&
    Object.entries(parts).every(([part, scores]) =>
      (partNames as readonly string[]).includes(part) && areScores(scores)
    );
}

function isMoment(moment: unknown): boolean {
  return isRecord(moment) && Number.isSafeInteger(moment.epochs) && Array.isArray(moment.layers) &&
    moment.layers.every((layer) =>
      isRecord(layer) &&
      Object.values(layer).every((value) => ["string", "number"].includes(typeof value))
    );
}

function areScores(scores: unknown): scores is Scores {
  if (!isRecord(scores)) return false;
  const { metrics = {}, ...rest } = scores;
  return "loss" in rest && areNumbers(rest) && areNumbers(metrics) &&
    Object.keys(rest).every((name) => name === "loss" || name === "accuracy");
}

function areNumbers(values: unknown): boolean {
  return isRecord(values) && Object.values(values).every((value) => typeof value === "number");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
