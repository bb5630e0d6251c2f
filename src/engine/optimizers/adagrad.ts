import { defineOptimizer } from "./optimizer.ts";

const f = Math.fround;

/**
 * ε is added to the root outside it, as in PyTorch; Keras has it inside, √(s + ε), and starts s at
 * `initialSquare` 0.1.
 */
export const adagrad = defineOptimizer({
  name: "adagrad",
  options: {
    learningRate: { kind: "number", default: 0.01, above: 0, doc: "η, the step size" },
    epsilon: { kind: "number", default: 1e-10, above: 0, doc: "ε, added outside the root" },
    initialSquare: { kind: "number", default: 0, min: 0, doc: "s₀, where the sum starts" },
  },
  doc: "s ← s + g², w ← w − η·g / (√(s₀ + s) + ε), s starts at 0",
  source: "Duchi, Hazan, Singer, JMLR 12, 2011, section 1.1",
  state: ["square"],
  numbers: 3,
  prepare(numbers, { learningRate }, { epsilon, initialSquare }) {
    numbers[0] = learningRate;
    numbers[1] = epsilon;
    numbers[2] = initialSquare;
  },
  update(w, state, g, numbers, n) {
    const s = state[0]!;
    const learningRate = numbers[0]!;
    const epsilon = numbers[1]!;
    const initial = numbers[2]!;
    for (let k = 0; k < n; k++) {
      const gradient = g[k]!;
      const square = f(s[k]! + f(gradient * gradient));
      s[k] = square;
      const root = f(f(Math.sqrt(f(initial + square))) + epsilon);
      w[k] = f(w[k]! - f(learningRate * f(gradient / root)));
    }
  },
});
