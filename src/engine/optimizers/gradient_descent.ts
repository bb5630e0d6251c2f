import { defineOptimizer } from "./optimizer.ts";

const f = Math.fround;

export const gradientDescent = defineOptimizer({
  name: "gradient-descent",
  options: {
    learningRate: { kind: "number", default: 0.01, above: 0, doc: "η, the step size" },
  },
  doc: "w ← w − η·g",
  source: "Cauchy 1847; Robbins, Monro, Ann. Math. Stat. 22, 1951, for mini-batches",
  state: [],
  numbers: 1,
  prepare(numbers, { learningRate }) {
    numbers[0] = learningRate;
  },
  update(w, _state, g, numbers, n) {
    const learningRate = numbers[0]!;
    for (let k = 0; k < n; k++) w[k] = f(w[k]! - f(learningRate * g[k]!));
  },
});
