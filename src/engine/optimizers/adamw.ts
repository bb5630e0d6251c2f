import { powerInteger } from "../../numerics/mod.ts";
import { defineOptimizer } from "./optimizer.ts";

const f = Math.fround;

/**
 * Adam with decoupled weight decay: λ·w bypasses the moments. The decay is multiplied by the
 * learning rate and takes all parameters, biases too, as in PyTorch and Keras;
 * `regularization.weightDecay` with `adam` is the same for weights only. Where ε goes: see Adam.
 */
export const adamw = defineOptimizer({
  name: "adamw",
  options: {
    learningRate: { kind: "number", default: 0.001, above: 0, doc: "η, the step size" },
    beta1: { kind: "number", default: 0.9, min: 0, below: 1, doc: "β₁, decay of the mean" },
    beta2: { kind: "number", default: 0.999, min: 0, below: 1, doc: "β₂, decay of the square" },
    epsilon: { kind: "number", default: 1e-8, above: 0, doc: "ε, added outside the root" },
    weightDecay: { kind: "number", default: 0.01, min: 0, doc: "λ, decoupled decay" },
  },
  doc: "w ← w − η·λ·w, then Adam's step",
  source: "Loshchilov, Hutter, Decoupled Weight Decay Regularization, ICLR 2019, algorithm 2",
  state: ["mean", "square"],
  numbers: 6,
  prepare(numbers, { learningRate, step }, { beta1, beta2, epsilon, weightDecay }) {
    numbers[0] = learningRate / (1 - powerInteger(beta1, step));
    numbers[1] = 1 / Math.sqrt(1 - powerInteger(beta2, step));
    numbers[2] = 1 - beta1;
    numbers[3] = 1 - beta2;
    numbers[4] = epsilon;
    numbers[5] = learningRate * weightDecay;
  },
  update(w, state, g, numbers, n) {
    const m = state[0]!;
    const v = state[1]!;
    const rate = numbers[0]!;
    const rootCorrection = numbers[1]!;
    const newMean = numbers[2]!;
    const newSquare = numbers[3]!;
    const epsilon = numbers[4]!;
    const decay = numbers[5]!;
    for (let k = 0; k < n; k++) {
      const gradient = g[k]!;
      const mean = f(m[k]! + f(newMean * f(gradient - m[k]!)));
      const square = f(v[k]! + f(newSquare * f(f(gradient * gradient) - v[k]!)));
      m[k] = mean;
      v[k] = square;
      const root = f(f(f(Math.sqrt(square)) * rootCorrection) + epsilon);
      const decayed = f(w[k]! - f(decay * w[k]!));
      w[k] = f(decayed - f(rate * f(mean / root)));
    }
  },
});
