import type { OptionTable } from "../options.ts";
import { defineOptimizer, type OptimizerForm } from "./optimizer.ts";

const f = Math.fround;

const options = {
  learningRate: { kind: "number", default: 0.01, above: 0, doc: "η, the step size" },
  beta: { kind: "number", default: 0.99, min: 0, below: 1, doc: "β, decay of the square" },
  epsilon: { kind: "number", default: 1e-8, above: 0, doc: "ε, added outside the root" },
  momentum: { kind: "number", default: 0, min: 0, below: 1, doc: "μ, kept of the velocity" },
  centered: { kind: "flag", default: false, doc: "Whether to take the mean's square off" },
} as const satisfies OptionTable;

type Form = OptimizerForm<typeof options>;

/**
 * ε is added to the root outside it, as in PyTorch; Keras has it inside. PyTorch calls β `alpha`,
 * Keras `rho` (0.9 by default).
 *
 * - `centered` divides by an estimate of the standard deviation, √(s − m²), in place of √s.
 *   Rounding may take s − m² below 0, which then counts as 0.
 * - `momentum` μ above 0 keeps a velocity of steps: b ← μb + g / (√s + ε), w ← w − η·b.
 *
 * The means are updated as s + (1 − β)(g² − s); see Adam.
 */
export const rmsprop = defineOptimizer({
  name: "rmsprop",
  options,
  doc: "s ← βs + (1−β)g², w ← w − η·g / (√s + ε), s starts at 0",
  source: "Tieleman, Hinton, Coursera lecture 6.5, 2012; centered: Graves, arXiv:1308.0850, eq. 38",
  state: ["square"],
  numbers: 4,
  prepare(numbers, { learningRate }, { beta, epsilon, momentum }) {
    numbers[0] = learningRate;
    numbers[1] = 1 - beta;
    numbers[2] = epsilon;
    numbers[3] = momentum;
  },
  update(w, [s], g, numbers, n) {
    updateAll({ w, s: s!, g, numbers, n });
  },
  form({ centered, momentum }) {
    if (centered) return momentum > 0 ? centeredWithMomentum : centeredForm;
    return momentum > 0 ? withMomentum : undefined;
  },
});

const { numbers, prepare } = rmsprop;

const withMomentum: Form = {
  name: "rmsprop-momentum",
  state: ["square", "velocity"],
  numbers,
  prepare,
  update: (w, [s, b], g, numbers, n) => updateAll({ w, s: s!, b: b!, g, numbers, n }),
};

const centeredForm: Form = {
  name: "rmsprop-centered",
  state: ["square", "mean"],
  numbers,
  prepare,
  update: (w, [s, m], g, numbers, n) => updateAll({ w, s: s!, m: m!, g, numbers, n }),
};

const centeredWithMomentum: Form = {
  name: "rmsprop-centered-momentum",
  state: ["square", "mean", "velocity"],
  numbers,
  prepare,
  update: (w, [s, m, b], g, numbers, n) => updateAll({ w, s: s!, m: m!, b: b!, g, numbers, n }),
};

/** What one update works on: the mean square s, the mean m and the velocity b where there are. */
interface Buffers {
  w: Float32Array;
  s: Float32Array;
  m?: Float32Array;
  b?: Float32Array;
  g: Float32Array;
  numbers: Float32Array;
  n: number;
}

function updateAll({ w, s, m, b, g, numbers, n }: Buffers): void {
  const learningRate = numbers[0]!;
  const share = numbers[1]!;
  const epsilon = numbers[2]!;
  const kept = numbers[3]!;
  for (let k = 0; k < n; k++) {
    const gradient = g[k]!;
    const square = f(s[k]! + f(share * f(f(gradient * gradient) - s[k]!)));
    s[k] = square;
    let spread = square;
    if (m) {
      const mean = f(m[k]! + f(share * f(gradient - m[k]!)));
      m[k] = mean;
      spread = Math.max(0, f(square - f(mean * mean)));
    }
    let step = f(gradient / f(f(Math.sqrt(spread)) + epsilon));
    if (b) b[k] = step = f(f(kept * b[k]!) + step);
    w[k] = f(w[k]! - f(learningRate * step));
  }
}
