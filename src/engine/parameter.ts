import type { Arena } from "./arena.ts";

/** A named array of a network. */
export interface Tensor {
  /** `layers.0.weight`, `layers.1.running_mean`: PyTorch's names, numbered by the architecture. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A tensor that training changes. */
export interface Parameter extends Tensor {
  /**
   * Weights and biases of a dense layer; gain γ and shift β of a normalisation, which no penalty, decay
   * or limit of norms takes.
   */
  readonly kind: "weight" | "bias" | "gain" | "shift";
  /** [units, inputs] of weights, [units] of everything else. */
  readonly shape: readonly number[];
  /** Of the last batch, same shape. */
  readonly gradient: Float32Array;
}

export function createParameter(
  arena: Arena,
  { name, kind, shape }: Pick<Parameter, "name" | "kind" | "shape">,
): Parameter {
  const length = shape.reduce((product, n) => product * n, 1);
  return { name, kind, shape, values: arena.float32(length), gradient: arena.float32(length) };
}
