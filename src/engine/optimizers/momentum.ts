import type { OptionTable } from "../options.ts";
import { defineOptimizer, type OptimizerForm } from "./optimizer.ts";

const f = Math.fround;

const options = {
  learningRate: { kind: "number", default: 0.01, above: 0, doc: "η, the step size" },
  beta: {
    kind: "number",
    default: 0.9,
    min: 0,
    below: 1,
    doc: "β, what is kept of the velocity",
  },
  nesterov: { kind: "flag", default: false, doc: "Whether to look ahead along the velocity" },
  averaged: { kind: "flag", default: false, doc: "Whether the velocity is a mean: (1 − β)·g" },
} as const satisfies OptionTable;

type Form = OptimizerForm<typeof options>;

/**
 * Momentum in PyTorch's form: the learning rate multiplies the velocity when it is used. Keras
 * keeps v ← βv − ηg instead: the same path as long as η does not change.
 *
 * - `nesterov` looks ahead: w ← w − η·(g + β·v) with the new v, as in PyTorch and Keras.
 * - `averaged` is the form of some tutorials, v ← βv + (1 − β)g: the path of the classical form with
 *   a learning rate of η(1 − β). v starts at 0 and is not corrected for that; PyTorch's `dampening`
 *   differs in its first step, where it takes v = g. Together with `nesterov`, (1 − β)g stands for
 *   g in the look-ahead too.
 */
export const momentum = defineOptimizer({
  name: "momentum",
  options,
  doc: "v ← β·v + g, w ← w − η·v, v starts at 0; Nesterov: w ← w − η·(g + β·v)",
  source: "Polyak, USSR Comp. Math. 4(5), 1964; Sutskever et al., ICML 2013, eq. 1 to 4",
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
  form({ nesterov, averaged }) {
    if (nesterov) return nesterovMomentum;
    return averaged ? averagedMomentum : undefined;
  },
});

const withShare: Pick<Form, "state" | "numbers" | "prepare"> = {
  state: ["velocity"],
  numbers: 3,
  prepare(numbers, { learningRate }, { beta, averaged }) {
    numbers[0] = learningRate;
    numbers[1] = beta;
    numbers[2] = averaged ? 1 - beta : 1;
  },
};

const averagedMomentum: Form = {
  ...withShare,
  name: "averaged-momentum",
  update(w, state, g, numbers, n) {
    const v = state[0]!;
    const learningRate = numbers[0]!;
    const beta = numbers[1]!;
    const share = numbers[2]!;
    for (let k = 0; k < n; k++) {
      const velocity = f(f(beta * v[k]!) + f(share * g[k]!));
      v[k] = velocity;
      w[k] = f(w[k]! - f(learningRate * velocity));
    }
  },
};

const nesterovMomentum: Form = {
  ...withShare,
  name: "nesterov-momentum",
  update(w, state, g, numbers, n) {
    const v = state[0]!;
    const learningRate = numbers[0]!;
    const beta = numbers[1]!;
    const share = numbers[2]!;
    for (let k = 0; k < n; k++) {
      const gradient = f(share * g[k]!);
      const velocity = f(f(beta * v[k]!) + gradient);
      v[k] = velocity;
      w[k] = f(w[k]! - f(learningRate * f(gradient + f(beta * velocity))));
    }
  },
};
