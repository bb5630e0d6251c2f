import { exp } from "../../numerics/mod.ts";
import { defineRowActivation } from "./activation.ts";

/**
 * The probabilities of K classes, one unit each. In double precision from the differences to the
 * row's largest logit, so that nothing overflows; rounded once to float32.
 *
 * For the last layer only, and with `categorical-cross-entropy`, which takes the logits themselves:
 * the outputs of a network are these probabilities, its loss and gradient never see them rounded.
 */
export const softmax = defineRowActivation({
  name: "softmax",
  options: {},
  doc: "aᵤ = eᶻᵘ / Σᵥ eᶻᵛ over the units of the last layer",
  source: "Bridle, Probabilistic Interpretation of Feedforward … Outputs, 1990, eq. 2",
  of: "rows",
  forwardRow(a, z, from, U) {
    const largest = largestOf(z, from, U);
    let sum = 0;
    for (let u = 0; u < U; u++) sum += exp(z[from + u]! - largest);
    for (let u = 0; u < U; u++) a[from + u] = exp(z[from + u]! - largest) / sum;
  },
});

/** The largest of U numbers, or what is no number among the first ones. */
function largestOf(z: Float32Array, from: number, U: number): number {
  let largest = z[from]!;
  for (let u = 1; u < U; u++) {
    if (z[from + u]! > largest) largest = z[from + u]!;
  }
  return largest;
}
