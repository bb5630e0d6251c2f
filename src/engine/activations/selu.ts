import { exp, expm1 } from "../../numerics/mod.ts";
import { defineActivation } from "./activation.ts";

// Mean 0 and variance 1 are a stable fixed point with these; more digits than a double has.
const lambda = 1.0507009873554804934193349852946;
const alpha = 1.6732632423543772848170429916717;

/**
 * Keeps activations near mean 0 and variance 1 from layer to layer, with `lecun` weights. The
 * derivative at the kink z = 0 is that of the left side, λα, as in PyTorch.
 */
export const selu = defineActivation({
  name: "selu",
  options: {},
  doc: "a = λz for z > 0, λα(eᶻ − 1) otherwise, with λ = 1.0507…, α = 1.6733…",
  source: "Klambauer, Unterthiner, Mayr, Hochreiter, Self-Normalizing …, NIPS 2017, eq. 2, 14",
  forward: (z) => z > 0 ? lambda * z : lambda * alpha * expm1(z),
  backward: (z) => z > 0 ? lambda : lambda * alpha * exp(z),
  kinks: () => [0],
});
