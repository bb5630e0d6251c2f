import type { NumberOption } from "../options.ts";

/**
 * Gradient clipping by value: before each update, every element of the gradient, penalties included,
 * is brought between −c and c. Keras's `clipvalue`, PyTorch's `clip_grad_value_`. It comes before
 * `clipNorm`.
 *
 * Source: Mikolov, Statistical Language Models Based on Neural Networks, PhD thesis, 2012, section 3.2.2.
 */
export const clipValue = {
  name: "clipValue",
  option: {
    kind: "number",
    default: 0,
    min: 0,
    doc: "Largest absolute value of a gradient's element; 0 for no limit",
  } satisfies NumberOption,
};
