import { batchNorm } from "./batch_norm.ts";
import { layerNorm } from "./layer_norm.ts";

/** All layers that normalise the outputs of the layer before them, by name. */
export const normalizations = {
  "batch-norm": batchNorm,
  "layer-norm": layerNorm,
};

export type NormalizationName = keyof typeof normalizations;

/** Whether a layer of an architecture normalises; one without a type is dense. */
export function isNormalization<L extends { readonly type?: string }>(
  layer: L,
): layer is Extract<L, { readonly type: NormalizationName }> {
  return layer.type !== undefined && Object.hasOwn(normalizations, layer.type);
}
