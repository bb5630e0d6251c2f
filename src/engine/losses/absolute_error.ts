import { defineLoss } from "./loss.ts";

/**
 * The mean over rows and outputs: PyTorch's `L1Loss`, Keras's `mean_absolute_error`. The derivative
 * at a = y is 0, as in both.
 */
export const absoluteError = defineLoss({
  name: "absolute-error",
  options: {},
  doc: "mean of |a − y| over rows and outputs",
  source: "Bishop, Pattern Recognition and Machine Learning, 2006, eq. 1.91 with q = 1",
  of: "outputs",
  value: (a, y) => Math.abs(a - y),
  gradient: (a, y) => a > y ? 1 : a < y ? -1 : a - y,
  kinks: (y) => [y],
});
