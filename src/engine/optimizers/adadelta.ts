import { defineOptimizer } from "./optimizer.ts";

const f = Math.fround;

/**
 * ε is inside both roots, as in the paper, PyTorch and Keras; it also sets the size of the first
 * steps. The paper has no learning rate: it is 1 there and in PyTorch, and 0.001 in Keras.
 *
 * The means are updated as s + (1 − ρ)(g² − s); see Adam.
 */
export const adadelta = defineOptimizer({
  name: "adadelta",
  options: {
    learningRate: { kind: "number", default: 1, above: 0, doc: "η, a factor on each step" },
    rho: { kind: "number", default: 0.9, min: 0, below: 1, doc: "ρ, decay of both means" },
    epsilon: { kind: "number", default: 1e-6, above: 0, doc: "ε, added inside the roots" },
  },
  doc: "s ← ρs + (1−ρ)g², δ = √(d + ε) / √(s + ε) · g, d ← ρd + (1−ρ)δ², w ← w − η·δ",
  source: "Zeiler, arXiv:1212.5701, 2012, algorithm 1",
  state: ["square", "squaredStep"],
  numbers: 3,
  prepare(numbers, { learningRate }, { rho, epsilon }) {
    numbers[0] = learningRate;
    numbers[1] = 1 - rho;
    numbers[2] = epsilon;
  },
  update(w, state, g, numbers, n) {
    const s = state[0]!;
    const d = state[1]!;
    const learningRate = numbers[0]!;
    const share = numbers[1]!;
    const epsilon = numbers[2]!;
    for (let k = 0; k < n; k++) {
      const gradient = g[k]!;
      const square = f(s[k]! + f(share * f(f(gradient * gradient) - s[k]!)));
      const ratio = f(f(Math.sqrt(f(d[k]! + epsilon))) / f(Math.sqrt(f(square + epsilon))));
      const step = f(ratio * gradient);
      s[k] = square;
      d[k] = f(d[k]! + f(share * f(f(step * step) - d[k]!)));
      w[k] = f(w[k]! - f(learningRate * step));
    }
  },
});
