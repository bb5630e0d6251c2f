import type { NumberOption } from "../options.ts";

/**
 * L1 regularisation: penalty λ·Σ|w| over all weights, not over biases, added to the mean loss; its
 * gradient is λ·sign(w), 0 for a weight of 0. Keras's `regularizers.l1(k)` has the same k. Together
 * with `l2` it is the elastic net (Zou, Hastie, J. R. Stat. Soc. B 67, 2005).
 *
 * Source: Tibshirani, Regression Shrinkage and Selection via the Lasso, J. R. Stat. Soc. B 58, 1996.
 */
export const l1 = {
  name: "l1",
  option: {
    kind: "number",
    default: 0,
    min: 0,
    doc: "λ of the penalty λ·Σ|w| over weights, not biases",
  } satisfies NumberOption,
  /** λ·Σ|w| of one tensor, in double precision, in order. */
  value(w: Float32Array, lambda: number): number {
    let sum = 0;
    for (let k = 0; k < w.length; k++) sum += Math.abs(w[k]!);
    return lambda * sum;
  },
  /** The derivative of the penalty with respect to one weight is `gradient(lambda)·sign(w)`. */
  gradient(lambda: number): number {
    return lambda;
  },
};
