import { defineInitializer } from "./initializer.ts";

/**
 * One number everywhere, Keras's `Constant` and PyTorch's `constant_`: for biases, such as a small
 * positive one that keeps ReLU units alive at the start. Weights of one value never come apart.
 */
export const constant = defineInitializer({
  name: "constant",
  options: {
    value: { kind: "number", default: 0, doc: "The number, rounded to float32" },
  },
  doc: "w = value",
  source: "Goodfellow, Bengio, Courville, Deep Learning, 2016, section 8.4, on biases",
  fill(values, _context, { value }) {
    values.fill(value);
  },
});
