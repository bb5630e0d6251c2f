import { powerInteger } from "../../numerics/mod.ts";
import { defineOptimizer } from "./optimizer.ts";

const f = Math.fround;

/**
 * ε is added to |g| inside the maximum, as in PyTorch; Keras adds it to u when it divides, and the
 * paper has none.
 */
export const adamax = defineOptimizer({
  name: "adamax",
  options: {
    learningRate: { kind: "number", default: 0.002, above: 0, doc: "η, the step size" },
    beta1: { kind: "number", default: 0.9, min: 0, below: 1, doc: "β₁, decay of the mean" },
    beta2: { kind: "number", default: 0.999, min: 0, below: 1, doc: "β₂, decay of the maximum" },
    epsilon: { kind: "number", default: 1e-8, above: 0, doc: "ε, added to |g|" },
  },
  doc: "m ← β₁m + (1−β₁)g, u ← max(β₂u, |g| + ε), w ← w − η/(1−β₁ᵗ)·m/u",
  source: "Kingma, Ba, Adam, ICLR 2015, algorithm 2",
  state: ["mean", "largest"],
  numbers: 4,
  prepare(numbers, { learningRate, step }, { beta1, beta2, epsilon }) {
    numbers[0] = learningRate / (1 - powerInteger(beta1, step));
    numbers[1] = 1 - beta1;
    numbers[2] = beta2;
    numbers[3] = epsilon;
  },
  update(w, state, g, numbers, n) {
    const m = state[0]!;
    const u = state[1]!;
    const rate = numbers[0]!;
    const newMean = numbers[1]!;
    const beta2 = numbers[2]!;
    const epsilon = numbers[3]!;
    for (let k = 0; k < n; k++) {
      const mean = f(m[k]! + f(newMean * f(g[k]! - m[k]!)));
      const largest = Math.max(f(beta2 * u[k]!), f(Math.abs(g[k]!) + epsilon));
      m[k] = mean;
      u[k] = largest;
      w[k] = f(w[k]! - f(rate * f(mean / largest)));
    }
  },
});
