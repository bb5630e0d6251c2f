import type { Stream } from "../random/mod.ts";
import {
  activations,
  bindActivation,
  bindRowActivation,
  rowActivations,
} from "./activations/mod.ts";
import type { Arena } from "./arena.ts";
import { blockRows } from "./block.ts";
import type { RowActivation, ScalarActivation } from "./kernels/functions.ts";
import { createMaskWriter, type MaskWriter } from "./regularizers/mod.ts";
import type { NetworkSpec } from "./spec.ts";

/** A tensor that training changes. */
export interface Parameter {
  /** `layers.0.weight`, `layers.0.bias`: PyTorch's names. */
  readonly name: string;
  readonly kind: "weight" | "bias";
  /** [units, inputs] of weights, [units] of biases. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** Of the last batch, same shape. */
  readonly gradient: Float32Array;
}

/** A layer's parameters, and the buffers for a block of rows on its way through. */
export interface Layer {
  /** Inputs. */
  readonly I: number;
  /** Units. */
  readonly U: number;
  /** Of each unit by itself. */
  readonly activation: ScalarActivation;
  /** Of each row of the last layer, where it has such a one; `activation` is then the identity. */
  readonly rowActivation?: RowActivation;
  readonly weight: Parameter;
  readonly bias: Parameter;
  /** [64, U] logits. */
  readonly z: Float32Array;
  /** [64, U] activations. */
  readonly a: Float32Array;
  /** [64, U] what the next layer sees in training: a itself unless something is dropped. */
  readonly dropped: Float32Array;
  /** [64, U] gradient of the loss with respect to z. */
  readonly dz: Float32Array;
  /** [64, U] 0 or 1 / (1 − p), for layers with dropout. */
  readonly mask?: Float32Array;
  readonly writeMask?: MaskWriter;
}

export function createLayer(
  spec: NetworkSpec,
  index: number,
  { arena, dropoutStream }: { arena: Arena; dropoutStream: Stream },
): Layer {
  const { units: U, activation, dropout } = spec.layers[index]!;
  const I = index === 0 ? spec.inputs : spec.layers[index - 1]!.units;
  const rows = () => arena.float32(blockRows * U);
  const a = rows();
  const rowActivation = bindRowActivation(rowActivations, activation);
  const drops = dropout > 0 && index < spec.layers.length - 1;
  return {
    I,
    U,
    activation: bindActivation(activations, rowActivation ? { type: "linear" } : activation),
    ...(rowActivation ? { rowActivation } : {}),
    weight: createParameter(arena, `layers.${index}.weight`, "weight", [U, I]),
    bias: createParameter(arena, `layers.${index}.bias`, "bias", [U]),
    z: rows(),
    a,
    dropped: drops ? rows() : a,
    dz: rows(),
    ...(drops
      ? { mask: rows(), writeMask: createMaskWriter(dropoutStream, { index, units: U, dropout }) }
      : {}),
  };
}

function createParameter(
  arena: Arena,
  name: string,
  kind: Parameter["kind"],
  shape: readonly number[],
): Parameter {
  const length = shape.reduce((product, n) => product * n, 1);
  return { name, kind, shape, values: arena.float32(length), gradient: arena.float32(length) };
}
