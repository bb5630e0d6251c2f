import type { Stream } from "../random/mod.ts";
import {
  activations,
  bindActivation,
  bindRowActivation,
  rowActivations,
} from "./activations/mod.ts";
import type { Arena } from "./arena.ts";
import { type BatchStatistics, createBatchStatistics } from "./batch_statistics.ts";
import type { MaskSource, RowActivation, ScalarActivation } from "./kernels/functions.ts";
import { isNormalization } from "./normalizations/mod.ts";
import { createParameter, type Parameter } from "./parameter.ts";
import { viewsOfBlocks } from "./pass_rows.ts";
import { createMaskSource } from "./regularizers/mod.ts";
import type { LayerSpec, NetworkSpec } from "./spec.ts";

/** Buffers for rows on their way through a layer: `R` of them at most. */
export interface LayerBlock {
  /** [R, U] logits. */
  readonly z: Float32Array;
  /** [R, U] activations. */
  readonly a: Float32Array;
  /** [R, U] what the next layer sees in training: a itself unless something is dropped. */
  readonly dropped: Float32Array;
  /** [R, U] gradient of the loss with respect to z. */
  readonly dz: Float32Array;
  /** z, dz and normalized in blocks of 64 rows. */
  readonly blocks: { z: Float32Array[]; dz: Float32Array[]; normalized: Float32Array[] };
  /** [R, U] 0 or 1 / (1 − p), for layers with dropout. */
  readonly mask?: Float32Array;
  /** [R, U] what a normalisation multiplies with its gain. */
  readonly normalized?: Float32Array;
  /** [R] 1 / √(variance + ε) of each row, for layer normalisation. */
  readonly inverse?: Float32Array;
  /** [R, U] inputs as numbers, for a normalisation that is the first layer; then `normalized`. */
  readonly inputs?: Float32Array;
}

/** A layer's parameters, and the buffers for blocks of rows. */
export interface Layer {
  /** Inputs. */
  readonly I: number;
  /** Units. */
  readonly U: number;
  readonly type: "dense" | "batch-norm" | "layer-norm";
  /** Of each unit by itself. */
  readonly activation: ScalarActivation;
  /** Of each row of the last layer, where it has such a one; `activation` is then the identity. */
  readonly rowActivation?: RowActivation;
  /** Weights, or the gain of a normalisation. */
  readonly weight: Parameter;
  /** Biases, or the shift of a normalisation. */
  readonly bias: Parameter;
  /** Of a normalisation: what is added to the variance. */
  readonly epsilon: number;
  /** Of batch normalisation. */
  readonly statistics?: BatchStatistics;
  /** Of layers with dropout. */
  readonly maskSource?: MaskSource;
  /** One, unless the network needs its whole batch at once: then as many as the largest batch had. */
  readonly blocks: LayerBlock[];
  addBlock(): void;
}

export function createLayer(
  spec: NetworkSpec,
  index: number,
  { arena, capacity, dropoutStream }: {
    arena: Arena;
    /** Rows that the buffers have room for. */
    capacity: number;
    dropoutStream: Stream;
  },
): Layer {
  const layer = spec.layers[index]!;
  const { activation, dropout } = layer;
  const I = outputsBefore(spec, index);
  const normalizes = isNormalization(layer);
  const U = normalizes ? I : layer.units;
  const rowActivation = bindRowActivation(rowActivations, activation);
  const drops = dropout > 0 && index < spec.layers.length - 1;
  const rows = () => arena.float32(capacity * U);
  const blocks: LayerBlock[] = [];
  function addBlock(): void {
    const z = rows();
    // Memory for a whole batch adds up: what normalises shares where nothing is lost by it.
    const a = normalizes && activation.type === "linear" ? z : rows();
    const normalized = normalizes ? rows() : undefined;
    const dz = rows();
    blocks.push({
      z,
      a,
      dropped: drops ? rows() : a,
      dz,
      blocks: {
        z: viewsOfBlocks(z, U),
        dz: viewsOfBlocks(dz, U),
        normalized: normalized ? viewsOfBlocks(normalized, U) : [],
      },
      ...(drops ? { mask: rows() } : {}),
      ...(normalized ? { normalized } : {}),
      ...(layer.type === "layer-norm" ? { inverse: arena.float32(capacity) } : {}),
      ...(normalized && index === 0 ? { inputs: normalized } : {}),
    });
  }
  addBlock();
  return {
    I,
    U,
    type: layer.type ?? "dense",
    activation: bindActivation(activations, rowActivation ? { type: "linear" } : activation),
    ...(rowActivation ? { rowActivation } : {}),
    ...createParameters(arena, { index, I, U, normalizes }),
    epsilon: normalizes ? layer.epsilon : 0,
    ...(layer.type === "batch-norm"
      ? { statistics: createBatchStatistics(arena, { ...layer, index, U }) }
      : {}),
    ...(drops ? { maskSource: createMaskSource(dropoutStream, { index, dropout }) } : {}),
    blocks,
    addBlock,
  };
}

/** How many numbers a row has before it goes through a layer. */
function outputsBefore({ inputs, layers }: NetworkSpec, index: number): number {
  const units = (layer: LayerSpec) => isNormalization(layer) ? [] : [layer.units];
  return layers.slice(0, index).flatMap(units).at(-1) ?? inputs;
}

function createParameters(
  arena: Arena,
  { index, I, U, normalizes }: { index: number; I: number; U: number; normalizes: boolean },
): Pick<Layer, "weight" | "bias"> {
  const of = (tensor: string, kind: Parameter["kind"], shape: number[]) =>
    createParameter(arena, { name: `layers.${index}.${tensor}`, kind, shape });
  return normalizes
    ? { weight: of("weight", "gain", [U]), bias: of("bias", "shift", [U]) }
    : { weight: of("weight", "weight", [U, I]), bias: of("bias", "bias", [U]) };
}
