import type { Tensor } from "./types.ts";
import { xxh32 } from "./xxh32.ts";

/**
 * Digests of a run's weights on their way, tensor by tensor, after each of a few epochs: where two
 * runs that should be the same part, they say when, and in which tensor.
 */
export interface WeightTrace {
  /** Epochs trained at each moment: see {@linkcode isTraced}; the last one is where training ended. */
  epochs: number[];
  /** For each tensor, XXH32 of its little-endian float32 values at each moment. */
  tensors: { name: string; digests: number[] }[];
}

/** A trace as manifest.json has it: numbers in one text, digests as 8 hexadecimal digits. */
export interface TraceText {
  epochs: string;
  /** By the tensor's name. */
  digests: Record<string, string>;
}

/**
 * Whether weights are digested after so many epochs: 0, 1, 2, 3, 4, 6, 8, 12, 16, 24 and so on, 21
 * moments of a thousand epochs. Most that can go wrong goes wrong at once, and costs little to see.
 *
 * @param epochs A whole number.
 */
export function isTraced(epochs: number): boolean {
  let odd = epochs;
  while (odd > 0 && odd % 2 === 0) odd /= 2;
  return odd <= 3;
}

/** Takes a run's trace down while it is trained. */
export interface TraceRecorder {
  /** To be called before the first epoch, after each, and where training `ended`. */
  observe(epochs: number, options?: { ended: boolean }): void;
  /** Whether a trace can be that of this recorder after so many epochs of training. */
  fits(trace: TraceText, epochs: number): boolean;
  /** Goes on from a trace that fits. */
  restore(trace: TraceText): void;
  readonly trace: WeightTrace;
}

/** @param tensors Views into the network's memory, which are read when something is observed. */
export function createTraceRecorder(
  tensors: readonly Pick<Readonly<Tensor>, "name" | "values">[],
): TraceRecorder {
  const words = tensors.map(({ values }) =>
    new Int32Array(values.buffer, values.byteOffset, values.length)
  );
  const trace: WeightTrace = {
    epochs: [],
    tensors: tensors.map(({ name }) => ({ name, digests: [] })),
  };
  return {
    trace,
    observe(epochs, { ended } = { ended: false }) {
      if (trace.epochs.at(-1) === epochs || !(ended || isTraced(epochs))) return;
      trace.epochs.push(epochs);
      trace.tensors.forEach(({ digests }, p) => digests.push(xxh32(words[p]!, { floats: true })));
    },
    fits(text, epochs) {
      const traced = Array.from({ length: epochs + 1 }, (_, k) => k).filter(isTraced);
      return text.epochs === traced.join(" ") &&
        Object.keys(text.digests).join() === trace.tensors.map(({ name }) => name).join();
    },
    restore(text) {
      trace.epochs = text.epochs.split(" ").map(Number);
      for (const tensor of trace.tensors) {
        tensor.digests = text.digests[tensor.name]!.split(" ").map((hex) => parseInt(hex, 16));
      }
    },
  };
}

/** The form of manifest.json. */
export function traceText({ epochs, tensors }: WeightTrace): TraceText {
  const hex = (digest: number) => digest.toString(16).padStart(8, "0");
  return {
    epochs: epochs.join(" "),
    digests: Object.fromEntries(
      tensors.map(({ name, digests }) => [name, digests.map(hex).join(" ")]),
    ),
  };
}

/** Whether a value is a trace as manifest.json has it, with as many digests as epochs. */
export function isTraceText(value: unknown): value is TraceText {
  if (typeof value !== "object" || value === null) return false;
  const { epochs, digests } = value as { epochs?: unknown; digests?: unknown };
  if (typeof epochs !== "string" || !/^\d{1,15}( \d{1,15})*$/.test(epochs)) return false;
  if (typeof digests !== "object" || digests === null || Array.isArray(digests)) return false;
  const { length } = epochs.split(" ");
  return Object.values(digests).every((text) =>
    typeof text === "string" && /^[0-9a-f]{8}( [0-9a-f]{8})*$/.test(text) &&
    text.length === 9 * length - 1
  );
}

/** Where the weights of two runs part. */
export interface Parting {
  /** Epochs trained at the last moment at which all tensors were the same; none were from the start. */
  agreed?: number;
  /** Epochs trained at the first moment at which one was not. */
  parted: number;
  /** The tensors that differ at that moment, in the order of the layers. */
  tensors: string[];
  /** How many tensors there are. */
  of: number;
}

/**
 * The first moment at which two traces differ; `undefined` where they are the same as long as both
 * go on.
 */
export function findParting(a: TraceText, b: TraceText): Parting | undefined {
  const [epochsA, epochsB] = [a.epochs.split(" "), b.epochs.split(" ")];
  const names = [...new Set([...Object.keys(b.digests), ...Object.keys(a.digests)])];
  const lists = names.map((name) =>
    [a, b].map(({ digests }) => Object.hasOwn(digests, name) ? digests[name]!.split(" ") : [])
  );
  let agreed: number | undefined;
  for (let k = 0; k < epochsA.length && epochsA[k] === epochsB[k]; k++) {
    const tensors = names.filter((_, p) => lists[p]![0]![k] !== lists[p]![1]![k]);
    const epochs = Number(epochsA[k]);
    if (tensors.length > 0) {
      return {
        ...(agreed === undefined ? {} : { agreed }),
        parted: epochs,
        tensors,
        of: names.length,
      };
    }
    agreed = epochs;
  }
  return undefined;
}
