import {
  initializers,
  isNormalization,
  type LayerSpec,
  losses,
  type NetworkSpec,
  normalizations,
  outputActivations,
  resolveMember,
} from "../../../src/engine/mod.ts";

/** A layer as an experiment would write it. */
export type WrittenLayer =
  & { type?: string; activation?: string; dropout?: number }
  & { units?: number; momentum?: number; epsilon?: number };

/** A network's spec from layers in short. */
export function specWith(
  given: Omit<NetworkSpec, "layers" | "loss" | "l2"> & {
    layers: readonly WrittenLayer[];
    loss?: string;
    l2?: number;
  },
): NetworkSpec {
  const layers = given.layers.map(({ activation = "linear", dropout = 0, ...layer }) => ({
    ...(isNormalization(layer)
      ? resolveMember(normalizations, layer as { type: string })
      : { units: layer.units, init: he, biasInit: small }),
    activation: resolveMember(outputActivations, activation),
    dropout,
  } as unknown as LayerSpec));
  const loss = resolveMember(losses, given.loss ?? "squared-error");
  return { ...given, l2: given.l2 ?? 0, layers, loss };
}

const he = resolveMember(initializers, "he");
const small = resolveMember(initializers, { type: "random", scale: 0.3 });
