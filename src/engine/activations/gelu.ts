import { erf, exp, tanh } from "../../numerics/mod.ts";
import { defineActivation } from "./activation.ts";

const rootHalf = Math.SQRT1_2;
const densityAtZero = 0.3989422804014326779; // 1 / √(2π)
const rootTwoOverPi = 0.7978845608028653559; // √(2/π)
const cubic = 0.044715;

/**
 * z times the probability that a standard normal number is below z: exact, or with the paper's
 * approximation, which is up to 5e-4 off. PyTorch's `approximate` with the same two names; Keras's
 * `approximate: true` is `tanh`.
 */
export const gelu = defineActivation({
  name: "gelu",
  options: {
    approximation: {
      kind: "choice",
      default: "none",
      values: ["none", "tanh"],
      doc: "none: by the error function; tanh: by the paper's formula with tanh",
    },
  },
  doc: "a = z·Φ(z) = z/2·(1 + erf(z/√2)), or z/2·(1 + tanh(√(2/π)·(z + 0.044715·z³)))",
  source: "Hendrycks, Gimpel, Gaussian Error Linear Units, 2016, section 2",
  forward: (z, { approximation }) =>
    approximation === "tanh" ? 0.5 * z * (1 + tanh(inner(z))) : z * normalBelow(z),
  backward: (z, _a, { approximation }) =>
    approximation === "tanh" ? tanhDerivative(z) : normalBelow(z) + z * density(z),
});

/** Φ(z). */
function normalBelow(z: number): number {
  return 0.5 * (1 + erf(z * rootHalf));
}

/** Φ′(z). */
function density(z: number): number {
  return densityAtZero * exp(-0.5 * z * z);
}

function inner(z: number): number {
  return rootTwoOverPi * (z + cubic * z * z * z);
}

function tanhDerivative(z: number): number {
  const t = tanh(inner(z));
  const slope = rootTwoOverPi * (1 + 3 * cubic * z * z);
  return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * slope;
}
