import { defineLoss } from "./loss.ts";

/**
 * The mean over rows and outputs, without a factor ½: PyTorch's `MSELoss` and Keras's
 * `mean_squared_error`. Texts that write ½(a − y)² have half this loss and half this gradient, and
 * texts that sum over the outputs have as many times it as there are outputs: their learning rate
 * means something else.
 */
export const squaredError = defineLoss({
  name: "squared-error",
  options: {},
  doc: "mean of (a − y)² over rows and outputs, without ½",
  source: "Legendre 1805; Goodfellow, Bengio, Courville, Deep Learning, 2016, eq. 5.4",
  of: "outputs",
  value: (a, y) => (a - y) * (a - y),
  gradient: (a, y) => 2 * (a - y),
});
