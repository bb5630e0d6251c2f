import { exp, log1p, sigmoid } from "../../numerics/mod.ts";
import { defineLoss } from "./loss.ts";

/**
 * Computed from the logit z, not from a = sigmoid(z): in float32, a is exactly 1 from about z = 17
 * on, and its logarithm would be lost. The derivative with respect to z is a − y.
 *
 * With several outputs, each is a yes-or-no question of its own and their losses are averaged, as
 * in Keras and PyTorch; some texts sum over the outputs.
 */
export const binaryCrossEntropy = defineLoss({
  name: "binary-cross-entropy",
  options: {},
  doc: "mean of −y·ln a − (1 − y)·ln(1 − a) with a = sigmoid(z), computed from z",
  source: "Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.2.2.2",
  of: "logits",
  requires: "sigmoid",
  // log1p(exp(z)) − y·z, split so that nothing cancels: a loss of e⁻¹⁰⁰ stays e⁻¹⁰⁰.
  value: (z, y) => (z > 0 ? (1 - y) * z : -y * z) + log1p(exp(-Math.abs(z))),
  gradient: (z, y) => sigmoid(z) - y,
});
