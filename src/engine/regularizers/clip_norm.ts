import type { NumberOption } from "../options.ts";

/**
 * Gradient clipping by norm: before each update, the gradient of all parameters together, penalties
 * included, is multiplied by c / ‖g‖₂ where its norm is above c. The norm is summed in double precision, in
 * the order of the parameters. TensorFlow's `clip_by_global_norm` and Keras's `global_clipnorm`;
 * PyTorch's `clip_grad_norm_` adds 1e-6 to the norm when it divides.
 *
 * Source: Pascanu, Mikolov, Bengio, On the Difficulty of Training Recurrent Neural Networks, ICML
 * 2013, algorithm 1.
 */
export const clipNorm = {
  name: "clipNorm",
  option: {
    kind: "number",
    default: 0,
    min: 0,
    doc: "Largest norm of the gradient of all parameters; 0 for no limit",
  } satisfies NumberOption,
};
