import { powerInteger } from "../../numerics/mod.ts";
import type { OptionTable } from "../options.ts";
import { defineOptimizer, type OptimizerForm } from "./optimizer.ts";

const f = Math.fround;

const options = {
  learningRate: { kind: "number", default: 0.001, above: 0, doc: "η, the step size" },
  beta1: { kind: "number", default: 0.9, min: 0, below: 1, doc: "β₁, decay of the mean" },
  beta2: { kind: "number", default: 0.999, min: 0, below: 1, doc: "β₂, decay of the square" },
  epsilon: { kind: "number", default: 1e-8, above: 0, doc: "ε, added outside the root" },
  amsgrad: { kind: "flag", default: false, doc: "Whether v̂ never falls: AMSGrad" },
} as const satisfies OptionTable;

type Form = OptimizerForm<typeof options>;

/**
 * ε is added to √v̂ outside the root, after the bias correction, as in the paper's algorithm 1, in
 * PyTorch and in Optax. Keras adds it before the correction (the paper's "ε hat").
 *
 * The means are updated as m + (1 − β)(g − m), which is βm + (1 − β)g: rounded to float32, β and
 * 1 − β would not add up to 1, and a constant gradient's mean would not be that gradient.
 *
 * `amsgrad` divides by the largest v so far. It is corrected for its start at 0 as in PyTorch; its
 * paper (Reddi, Kale, Kumar, ICLR 2018, algorithm 2) corrects nothing.
 */
export const adam = defineOptimizer({
  name: "adam",
  options,
  doc:
    "m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − η·m̂ / (√v̂ + ε), m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ)",
  source: "Kingma, Ba, Adam, ICLR 2015, algorithm 1",
  state: ["mean", "square"],
  numbers: 5,
  prepare(numbers, { learningRate, step }, { beta1, beta2, epsilon }) {
    numbers[0] = learningRate / (1 - powerInteger(beta1, step));
    numbers[1] = 1 / Math.sqrt(1 - powerInteger(beta2, step));
    numbers[2] = 1 - beta1;
    numbers[3] = 1 - beta2;
    numbers[4] = epsilon;
  },
  update(w, state, g, numbers, n) {
    const m = state[0]!;
    const v = state[1]!;
    const rate = numbers[0]!;
    const rootCorrection = numbers[1]!;
    const newMean = numbers[2]!;
    const newSquare = numbers[3]!;
    const epsilon = numbers[4]!;
    for (let k = 0; k < n; k++) {
      const gradient = g[k]!;
      const mean = f(m[k]! + f(newMean * f(gradient - m[k]!)));
      const square = f(v[k]! + f(newSquare * f(f(gradient * gradient) - v[k]!)));
      m[k] = mean;
      v[k] = square;
      const root = f(f(f(Math.sqrt(square)) * rootCorrection) + epsilon);
      w[k] = f(w[k]! - f(rate * f(mean / root)));
    }
  },
  form: ({ amsgrad }) => amsgrad ? amsgradForm : undefined,
});

const amsgradForm: Form = {
  name: "amsgrad",
  state: ["mean", "square", "largestSquare"],
  numbers: adam.numbers,
  prepare: adam.prepare,
  update(w, state, g, numbers, n) {
    const m = state[0]!;
    const v = state[1]!;
    const top = state[2]!;
    const rate = numbers[0]!;
    const rootCorrection = numbers[1]!;
    const newMean = numbers[2]!;
    const newSquare = numbers[3]!;
    const epsilon = numbers[4]!;
    for (let k = 0; k < n; k++) {
      const gradient = g[k]!;
      const mean = f(m[k]! + f(newMean * f(gradient - m[k]!)));
      const square = f(v[k]! + f(newSquare * f(f(gradient * gradient) - v[k]!)));
      const largest = Math.max(top[k]!, square);
      m[k] = mean;
      v[k] = square;
      top[k] = largest;
      const root = f(f(f(Math.sqrt(largest)) * rootCorrection) + epsilon);
      w[k] = f(w[k]! - f(rate * f(mean / root)));
    }
  },
};
