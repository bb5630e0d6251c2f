import { defineLoss } from "./loss.ts";

/**
 * The loss of a linear support vector machine. Targets 0 and 1 stand for −1 and 1, as in Keras; an
 * output from 0 on means class 1. The derivative at the kink t·a = 1 is 0, as in TensorFlow.
 *
 * With several outputs, each is a yes-or-no question of its own (one class against the others) and
 * their losses are averaged, as in Keras's `hinge`. It is not the multi-class loss of Crammer and
 * Singer, PyTorch's `MultiMarginLoss`.
 */
export const hinge = defineLoss({
  name: "hinge",
  options: {},
  doc: "mean of max(0, 1 − t·a) with t = 2y − 1, over rows and outputs",
  source: "Cortes, Vapnik, Support-Vector Networks, Machine Learning 20, 1995, eq. 9, 10",
  of: "outputs",
  requires: "linear",
  threshold: 0,
  value(a, y) {
    const margin = (2 * y - 1) * a;
    return margin >= 1 ? 0 : 1 - margin;
  },
  gradient(a, y) {
    const t = 2 * y - 1;
    return t * a >= 1 ? 0 : -t;
  },
  kinks: (y) => y === 0.5 ? [] : [1 / (2 * y - 1)],
});
