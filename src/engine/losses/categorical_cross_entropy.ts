import { exp, log1p } from "../../numerics/mod.ts";
import { defineRowsLoss } from "./loss.ts";

/**
 * The cross-entropy of K classes, from the logits through ln Σ eᶻ in double precision, so that
 * neither a large logit nor a sure answer costs digits. The derivative with respect to z is a − y.
 *
 * The mean is over rows, of sums over classes: PyTorch's `CrossEntropyLoss`, Keras's
 * `categorical_crossentropy`. Targets are one-hot, or the probabilities of the classes.
 *
 * `labelSmoothing` ε trains on y·(1 − ε) + ε/K, as in both libraries. `classWeights` multiply each
 * class's share of the sum, after smoothing; the mean still divides by the number of rows, as in
 * Keras and as in PyTorch with probabilities for targets. (PyTorch with class indices divides by the
 * sum of the rows' weights, so that a row's share depends on its batch.)
 */
export const categoricalCrossEntropy = defineRowsLoss({
  name: "categorical-cross-entropy",
  options: {
    labelSmoothing: {
      kind: "number",
      default: 0,
      min: 0,
      below: 1,
      doc: "ε: targets become y·(1 − ε) + ε/K",
    },
    classWeights: {
      kind: "numbers",
      default: [],
      min: 0,
      doc: "What the loss of each class is multiplied by, a number per class; none: 1 for all",
    },
  },
  doc: "mean over rows of −Σᵤ yᵤ·ln aᵤ with a = softmax(z), computed from z",
  source: "Bishop, Pattern Recognition and Machine Learning, 2006, eq. 4.108, 4.109; " +
    "Szegedy et al., Rethinking the Inception Architecture, CVPR 2016, section 7",
  of: "rows",
  requires: "softmax",
  valueOfRow(z, y, from, U, { labelSmoothing, classWeights }) {
    const place = placeOfLargest(z, from, U);
    const largest = z[place]!;
    const excess = log1p(restOfSum(z, from, U, place)); // ln Σ eᶻ − largest
    let sum = 0;
    for (let u = 0; u < U; u++) {
      const weight = smoothed(y[from + u]!, labelSmoothing, U) * (classWeights[u] ?? 1);
      // Not 0 · Infinity where a class has no share.
      if (weight !== 0) sum += weight * ((largest - z[from + u]!) + excess);
    }
    return excess === excess ? sum : excess;
  },
  gradientOfRow(dz, z, y, from, U, scale, { labelSmoothing, classWeights }) {
    const place = placeOfLargest(z, from, U);
    const largest = z[place]!;
    const partition = 1 + restOfSum(z, from, U, place);
    let all = 0;
    for (let u = 0; u < U; u++) {
      all += smoothed(y[from + u]!, labelSmoothing, U) * (classWeights[u] ?? 1);
    }
    for (let u = 0; u < U; u++) {
      const a = exp(z[from + u]! - largest) / partition;
      const own = smoothed(y[from + u]!, labelSmoothing, U) * (classWeights[u] ?? 1);
      dz[from + u] = scale * (all * a - own);
    }
  },
});

function smoothed(y: number, epsilon: number, U: number): number {
  return y * (1 - epsilon) + epsilon / U;
}

/** Of the largest of U logits, the first of equals. */
function placeOfLargest(z: Float32Array, from: number, U: number): number {
  let place = from;
  for (let k = from + 1; k < from + U; k++) {
    if (z[k]! > z[place]!) place = k;
  }
  return place;
}

/** Σ exp(z − largest) without the largest itself, whose term is 1: small sums keep their digits. */
function restOfSum(z: Float32Array, from: number, U: number, place: number): number {
  let sum = 0;
  for (let k = from; k < from + U; k++) {
    if (k !== place) sum += exp(z[k]! - z[place]!);
  }
  return sum;
}
