import { exp, log1p, sigmoid } from "../../numerics/mod.ts";
import { defineLoss } from "./loss.ts";

/**
 * Computed from the logit z, not from a = sigmoid(z): in float32, a is exactly 1 from about z = 17
 * on, and its logarithm would be lost. The derivative with respect to z is a − y.
 *
 * With several outputs, each is a yes-or-no question of its own and their losses are averaged, as
 * in Keras and PyTorch; some texts sum over the outputs.
 *
 * `labelSmoothing` ε trains on y·(1 − ε) + ε/2, as in Keras; PyTorch has none here.
 * `positiveWeight` p is PyTorch's `pos_weight`: mean of −p·y·ln a − (1 − y)·ln(1 − a), a mean over
 * rows whatever the weights are. With both, targets are smoothed first.
 */
export const binaryCrossEntropy = defineLoss({
  name: "binary-cross-entropy",
  options: {
    labelSmoothing: {
      kind: "number",
      default: 0,
      min: 0,
      below: 1,
      added: true,
      doc: "ε: targets become y·(1 − ε) + ε/2",
    },
    positiveWeight: {
      kind: "number",
      default: 1,
      above: 0,
      added: true,
      doc: "What the loss of rows with target 1 is multiplied by",
    },
  },
  doc: "mean of −y·ln a − (1 − y)·ln(1 − a) with a = sigmoid(z), computed from z",
  source: "Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.2.2.2",
  of: "logits",
  requires: "sigmoid",
  threshold: 0.5,
  // Without options this is log1p(exp(z)) − y·z to the bit, split so that nothing cancels: a loss of
  // e⁻¹⁰⁰ stays e⁻¹⁰⁰.
  value(z, target, { labelSmoothing, positiveWeight }) {
    const y = smoothed(target, labelSmoothing);
    const far = z > 0 ? (1 - y) * z : -positiveWeight * y * z;
    return far + (1 + (positiveWeight - 1) * y) * log1p(exp(-Math.abs(z)));
  },
  gradient(z, target, { labelSmoothing, positiveWeight }) {
    const y = smoothed(target, labelSmoothing);
    return sigmoid(z) * (1 + (positiveWeight - 1) * y) - positiveWeight * y;
  },
});

function smoothed(y: number, epsilon: number): number {
  return y * (1 - epsilon) + epsilon / 2;
}
