import type { NumberOption } from "../options.ts";

/**
 * Decoupled weight decay, with any optimizer: w ← w − η·λ·w over weights, not biases, just before the
 * optimizer's update, with the learning rate η of that step. The gradient and its moments know nothing
 * of it; with gradient descent it is `l2` of the same λ.
 *
 * PyTorch's and Keras's AdamW decay biases too: that is the optimizer `adamw`.
 *
 * Source: Loshchilov, Hutter, Decoupled Weight Decay Regularization, ICLR 2019, algorithms 1 and 2.
 */
export const weightDecay = {
  name: "weightDecay",
  option: {
    kind: "number",
    default: 0,
    min: 0,
    doc: "λ of w ← w − η·λ·w over weights, not biases, before each update",
  } satisfies NumberOption,
};
