import type { NumberOption } from "../options.ts";

/**
 * L2 regularisation: penalty (λ/2)·Σw² over all weights, not over biases, added to the mean loss;
 * its gradient is λ·w.
 *
 * The well-known tutorials divide by the number of rows m, (λ/2m)·Σw²: their λ is m times this one.
 * PyTorch's `weight_decay` of SGD is this λ, but decays biases too unless told otherwise; Keras's
 * `regularizers.l2(k)` is k·Σw², so its k is half this λ. With Adam this is not AdamW's decoupled
 * decay: λ·w goes through the moments like any gradient.
 *
 * Source: Krogh, Hertz, A Simple Weight Decay Can Improve Generalization, NIPS 1991, eq. 1.
 */
export const l2 = {
  name: "l2",
  option: {
    kind: "number",
    default: 0,
    min: 0,
    doc: "λ of the penalty (λ/2)·Σw² over weights, not biases",
  } satisfies NumberOption,
  /** (λ/2)·Σw² of one tensor, in double precision, in order. */
  value(w: Float32Array, lambda: number): number {
    let sum = 0;
    for (let k = 0; k < w.length; k++) sum += w[k]! * w[k]!;
    return lambda / 2 * sum;
  },
  /** The derivative of the penalty with respect to one weight is `gradient(lambda)` times it. */
  gradient(lambda: number): number {
    return lambda;
  },
};
