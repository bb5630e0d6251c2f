import { exp, log, powerInteger } from "../../numerics/mod.ts";
import { defineOptimizer, type StepContext } from "./optimizer.ts";

const f = Math.fround;
const log096 = log(0.96);

/** μₜ = β₁·(1 − ½·0.96^(t·ψ)). */
function momentumOf(step: number, beta1: number, decay: number): number {
  return beta1 * (1 - 0.5 * exp(step * decay * log096));
}

/** The product of μ₁ to μₜ, remembered for each optimizer so that a step costs one factor. */
const products = new WeakMap<StepContext, { step: number; product: number }>();

function momentumProduct(context: StepContext, beta1: number, decay: number): number {
  const { step } = context;
  let known = products.get(context);
  if (!known) products.set(context, known = { step: 0, product: 1 });
  if (known.step >= step) {
    known.step = 0;
    known.product = 1;
  }
  while (known.step < step) known.product *= momentumOf(++known.step, beta1, decay);
  return known.product;
}

/**
 * With the paper's schedule of the momentum, ψ = 0.004, as in PyTorch and Keras. ε is added to √v̂
 * outside the root, as in PyTorch. (PyTorch 1.13 multiplies one μ too many into the product, unless
 * `foreach` is set; later versions don't.)
 *
 * The means are updated as m + (1 − β)(g − m); see Adam.
 */
export const nadam = defineOptimizer({
  name: "nadam",
  options: {
    learningRate: { kind: "number", default: 0.002, above: 0, doc: "η, the step size" },
    beta1: { kind: "number", default: 0.9, min: 0, below: 1, doc: "β₁, decay of the mean" },
    beta2: { kind: "number", default: 0.999, min: 0, below: 1, doc: "β₂, decay of the square" },
    epsilon: { kind: "number", default: 1e-8, above: 0, doc: "ε, added outside the root" },
    momentumDecay: { kind: "number", default: 0.004, min: 0, doc: "ψ, how μ nears β₁" },
  },
  doc: "m, v as Adam; μₜ = β₁(1 − ½·0.96^(tψ)), m̂ = μₜ₊₁m/(1−∏ᵗ⁺¹μ) + (1−μₜ)g/(1−∏ᵗμ), " +
    "w ← w − η·m̂ / (√v̂ + ε)",
  source: "Dozat, Incorporating Nesterov Momentum into Adam, ICLR workshop 2016, algorithm 8",
  state: ["mean", "square"],
  numbers: 6,
  prepare(numbers, context, { beta1, beta2, epsilon, momentumDecay }) {
    const { learningRate, step } = context;
    const product = momentumProduct(context, beta1, momentumDecay);
    const now = momentumOf(step, beta1, momentumDecay);
    const next = momentumOf(step + 1, beta1, momentumDecay);
    numbers[0] = learningRate * (1 - now) / (1 - product);
    numbers[1] = learningRate * next / (1 - product * next);
    numbers[2] = 1 / Math.sqrt(1 - powerInteger(beta2, step));
    numbers[3] = 1 - beta1;
    numbers[4] = 1 - beta2;
    numbers[5] = epsilon;
  },
  update(w, state, g, numbers, n) {
    const m = state[0]!;
    const v = state[1]!;
    const gradientRate = numbers[0]!;
    const meanRate = numbers[1]!;
    const rootCorrection = numbers[2]!;
    const newMean = numbers[3]!;
    const newSquare = numbers[4]!;
    const epsilon = numbers[5]!;
    for (let k = 0; k < n; k++) {
      const gradient = g[k]!;
      const mean = f(m[k]! + f(newMean * f(gradient - m[k]!)));
      const square = f(v[k]! + f(newSquare * f(f(gradient * gradient) - v[k]!)));
      m[k] = mean;
      v[k] = square;
      const root = f(f(f(Math.sqrt(square)) * rootCorrection) + epsilon);
      w[k] = f(w[k]! - f(f(f(gradientRate * gradient) + f(meanRate * mean)) / root));
    }
  },
});
