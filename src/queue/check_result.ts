import { z } from "zod";
import { isNormalization } from "../engine/mod.ts";
import type { Run } from "../experiment/types.ts";
import { decodeRun, type FinishedRun, type KeyedRunEntry, partNames } from "../results/mod.ts";
import { layerTensors, tensorFor } from "../runner/mod.ts";

const count = z.int().min(0);
const number = z.custom<number>((value) => typeof value === "number", "it must be a number");

const scores = z.strictObject({
  loss: number,
  accuracy: z.exactOptional(number),
  metrics: z.exactOptional(z.record(z.string(), number)),
});

const parts = { train: scores, validation: z.exactOptional(scores), test: z.exactOptional(scores) };

const statistics = z.looseObject({
  layer: count,
  type: z.enum(["dense", "batch-norm", "layer-norm"]),
  activation: z.string(),
  units: count,
  activationMean: number,
  activationDeviation: number,
  zeroShare: number,
  gradientRms: number,
  weightRms: number,
});

const matrix = z.array(z.array(count));

/** What `decodeRun` leaves open: whatever is written to the tables has the shape that they expect. */
const resultSchema = z.looseObject({
  parameters: count,
  epochs: count,
  bestEpoch: count,
  status: z.enum(["finished", "stopped", "diverged", "halted"]),
  divergedAt: z.exactOptional(count),
  curve: z.array(z.strictObject({ epoch: count, learningRate: number, ...parts })),
  layers: z.array(z.strictObject({ epochs: count, layers: z.array(statistics) })),
  final: z.strictObject(parts),
  restoredFrom: z.exactOptional(count),
  answers: z.exactOptional(z.looseObject({
    part: z.enum(partNames),
    source: z.enum(partNames),
    task: z.enum(["binary", "multi-class", "multi-label", "regression"]),
    rows: count,
    confusion: z.exactOptional(matrix),
    labels: z.exactOptional(z.array(matrix)),
    mistakes: z.array(z.looseObject({ row: count, actual: number, answered: number })).max(16),
  })),
  trace: z.strictObject({
    epochs: z.array(count),
    tensors: z.array(z.strictObject({ name: z.string(), digests: z.array(count) })),
  }),
  preprocessing: z.looseObject({
    inputShape: z.array(count),
    bytes: z.boolean(),
    normalize: z.enum(["unit", "standardize", "none"]),
  }),
  majority: z.exactOptional(z.partialRecord(z.enum(partNames), number)),
  elapsedMs: z.number().min(0),
});

/**
 * The result of a run from bytes that came through the queue, where they can be that of this run. What
 * it says is another matter: who may write to the queue is believed.
 *
 * @param inputs Columns of the run's inputs.
 * @returns With the bytes themselves; `undefined` for anything else.
 */
export function readResult(
  bytes: Uint8Array,
  { id, run, inputs }: { id: string; run: Run; inputs: number },
): { result: FinishedRun; entry: KeyedRunEntry } | undefined {
  const decoded = decodeRun(id, bytes);
  if (decoded === undefined) return undefined;
  const { result, digest } = decoded;
  if (!resultSchema.safeParse(result).success) return undefined;
  const { settings: { architecture, epochs }, stopAfter } = run;
  // Who is not ended by itself has come as far as it was asked to.
  const end = stopAfter === undefined ? "finished" : "halted";
  const last = stopAfter ?? epochs;
  if (result.epochs > last) return undefined;
  const isEnd = result.status === "finished" || result.status === "halted";
  if (isEnd && (result.status !== end || result.epochs !== last)) return undefined;
  const all = [result.weights, ...(result.bestWeights ? [result.bestWeights] : [])];
  let fanIn = inputs;
  try {
    for (const [index, layer] of architecture.entries()) {
      if (isNormalization(layer)) continue;
      const { weight, bias } = layerTensors(index, { inputs: fanIn, units: layer.units });
      for (const tensors of all) {
        for (const place of [weight, bias]) tensorFor(tensors, place, { file: "", remedy: "" });
      }
      fanIn = layer.units;
    }
  } catch {
    return undefined;
  }
  return { result, entry: { key: id, bytes, digest } };
}
