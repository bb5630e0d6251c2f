import type { NumberOption } from "../options.ts";

/**
 * Max-norm: after each update, the weights into a unit whose norm ‖w‖₂ is above c are multiplied by
 * c / ‖w‖₂. Biases are left alone. Norms are computed in double precision. Keras's `max_norm` and
 * PyTorch's `renorm` add 1e-7 to the norm when they divide.
 *
 * Source: Srivastava et al., Dropout, JMLR 15, 2014, section 5.1; Srebro, Shraibman, COLT 2005.
 */
export const maxNorm = {
  name: "maxNorm",
  option: {
    kind: "number",
    default: 0,
    min: 0,
    doc: "Largest norm of the weights into a unit; 0 for no limit",
  } satisfies NumberOption,
};
