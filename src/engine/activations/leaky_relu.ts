import { defineActivation } from "./activation.ts";

/**
 * The slope is PyTorch's default; Keras's is 0.3. The derivative at z = 0 is the slope, as in
 * PyTorch and TensorFlow.
 */
export const leakyRelu = defineActivation({
  name: "leaky-relu",
  options: {
    slope: { kind: "number", default: 0.01, min: 0, max: 1, doc: "Derivative for z < 0" },
  },
  doc: "a = z for z > 0, slope·z otherwise",
  source: "Maas, Hannun, Ng, Rectifier Nonlinearities …, ICML 2013, eq. 2",
  forward: (z, { slope }) => z > 0 ? z : slope * z,
  backward: (z, _a, { slope }) => z > 0 ? 1 : slope,
  kinks: ({ slope }) => slope === 1 ? [] : [0],
});
