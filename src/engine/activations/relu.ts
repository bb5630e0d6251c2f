import { defineActivation } from "./activation.ts";

/** The derivative at z = 0 is 0, as in PyTorch, TensorFlow and Keras. NaN stays NaN. */
export const relu = defineActivation({
  name: "relu",
  options: {},
  doc: "a = max(0, z)",
  source: "Nair, Hinton, Rectified Linear Units Improve Restricted Boltzmann Machines, ICML 2010",
  forward: (z) => z <= 0 ? 0 : z,
  backward: (z) => z > 0 ? 1 : 0,
  kinks: () => [0],
});
