import { defineOptimizer } from "./optimizer.ts";

const f = Math.fround;

/**
 * Classical momentum in PyTorch's form: the learning rate multiplies the velocity when it is used.
 * Keras keeps v ← βv − ηg instead: the same path as long as η does not change. The averaged form
 * βv + (1 − β)g of some tutorials is this one with a learning rate of η(1 − β).
 */
export const momentum = defineOptimizer({
  name: "momentum",
  options: {
    learningRate: { kind: "number", default: 0.01, above: 0, doc: "η, the step size" },
    beta: {
      kind: "number",
      default: 0.9,
      min: 0,
      below: 1,
      doc: "β, what is kept of the velocity",
    },
  },
  doc: "v ← β·v + g, w ← w − η·v, v starts at 0",
  source: "Polyak, USSR Comp. Math. 4(5), 1964; Sutskever et al., ICML 2013, eq. 1 and 2",
  state: ["velocity"],
  numbers: 2,
  prepare(numbers, { learningRate }, { beta }) {
    numbers[0] = learningRate;
    numbers[1] = beta;
  },
  update(w, state, g, numbers, n) {
    const v = state[0]!;
    const learningRate = numbers[0]!;
    const beta = numbers[1]!;
    for (let k = 0; k < n; k++) {
      const velocity = f(f(beta * v[k]!) + g[k]!);
      v[k] = velocity;
      w[k] = f(w[k]! - f(learningRate * velocity));
    }
  },
});
