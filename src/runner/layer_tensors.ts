import { ExperimentError } from "../errors.ts";
import type { Tensor } from "../results/mod.ts";

/** A tensor that a layer needs. */
export interface TensorPlace {
  /** `layers.0.weight` */
  name: string;
  shape: readonly number[];
}

/** Weight and bias of a fully connected layer, by PyTorch's names. */
export function layerTensors(
  index: number,
  { inputs, units }: { inputs: number; units: number },
): { weight: TensorPlace; bias: TensorPlace } {
  return {
    weight: { name: `layers.${index}.weight`, shape: [units, inputs] },
    bias: { name: `layers.${index}.bias`, shape: [units] },
  };
}

/**
 * The tensor of a file that belongs in a place.
 *
 * @throws {ExperimentError} There is none, or it has another shape.
 */
export function tensorFor(
  tensors: readonly Tensor[],
  { name, shape }: TensorPlace,
  { file, remedy }: { file: string; remedy: string },
): Tensor {
  const tensor = tensors.find((one) => one.name === name);
  if (tensor === undefined) {
    const names = tensors.slice(0, 20).map((one) => one.name).join(", ");
    throw new ExperimentError(
      `Cannot take ${name} from ${file}: it has no such tensor, only ${names || "none at all"}`,
      { file, place: name, remedy },
    );
  }
  if (tensor.shape.join() === shape.join()) return tensor;
  throw new ExperimentError(
    `Cannot take ${name} from ${file}: its shape is [${tensor.shape.join(", ")}], ` +
      `and the network's [${shape.join(", ")}]`,
    { file, place: name, remedy },
  );
}
