import { defineOptimizer } from "./optimizer.ts";

const f = Math.fround;

/**
 * Every element moves by η, whatever the size of its gradient: rates are 3 to 10 times smaller than
 * Adam's. The decay is decoupled and takes all parameters, biases too, as in the paper; the sign of
 * 0 is 0.
 *
 * The means are updated as m + (1 − β)(g − m); see Adam.
 */
export const lion = defineOptimizer({
  name: "lion",
  options: {
    learningRate: { kind: "number", default: 0.0001, above: 0, doc: "η, the step size" },
    beta1: { kind: "number", default: 0.9, min: 0, below: 1, doc: "β₁, m's part in the step" },
    beta2: { kind: "number", default: 0.99, min: 0, below: 1, doc: "β₂, decay of the mean" },
    weightDecay: { kind: "number", default: 0, min: 0, doc: "λ, decoupled decay" },
  },
  doc: "w ← w − η·λ·w − η·sign(β₁m + (1−β₁)g), m ← β₂m + (1−β₂)g, m starts at 0",
  source: "Chen et al., Symbolic Discovery of Optimization Algorithms, NeurIPS 2023, algorithm 2",
  state: ["mean"],
  numbers: 4,
  prepare(numbers, { learningRate }, { beta1, beta2, weightDecay }) {
    numbers[0] = learningRate;
    numbers[1] = 1 - beta1;
    numbers[2] = 1 - beta2;
    numbers[3] = learningRate * weightDecay;
  },
  update(w, state, g, numbers, n) {
    const m = state[0]!;
    const learningRate = numbers[0]!;
    const stepShare = numbers[1]!;
    const newMean = numbers[2]!;
    const decay = numbers[3]!;
    for (let k = 0; k < n; k++) {
      const change = f(g[k]! - m[k]!);
      const direction = Math.sign(f(m[k]! + f(stepShare * change)));
      m[k] = f(m[k]! + f(newMean * change));
      w[k] = f(f(w[k]! - f(decay * w[k]!)) - f(learningRate * direction));
    }
  },
});
