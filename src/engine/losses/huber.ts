import { defineLoss } from "./loss.ts";

/**
 * Squared near the target, absolute far from it. With the paper's factor ½ and factor δ: PyTorch's
 * `HuberLoss`, Keras's `Huber`; PyTorch's `SmoothL1Loss` is this divided by δ. For |a − y| ≤ δ it is
 * half of `squared-error`.
 */
export const huber = defineLoss({
  name: "huber",
  options: {
    delta: { kind: "number", default: 1, above: 0, doc: "δ: errors beyond it count linearly" },
  },
  doc: "mean of (a − y)²/2 where |a − y| ≤ δ, of δ·(|a − y| − δ/2) elsewhere",
  source: "Huber, Robust Estimation of a Location Parameter, Ann. Math. Stat. 35, 1964, section 2",
  of: "outputs",
  value(a, y, { delta }) {
    const error = Math.abs(a - y);
    return error <= delta ? 0.5 * error * error : delta * (error - 0.5 * delta);
  },
  gradient(a, y, { delta }) {
    const error = a - y;
    return error > delta ? delta : error < -delta ? -delta : error;
  },
});
