// @ts-nocheck: AssemblyScript has types of its own.

// The kernels. All addresses are of the imported memory.

export {
  linearActivation,
  reluActivation,
  reluDerivative,
  sigmoidActivation,
  sigmoidDerivative,
  tanhActivation,
  tanhDerivative,
} from "./activations.ts";
export { addScaled, multiply } from "./elementwise.ts";
export {
  biasGradient,
  inputGradient,
  linearForward,
  linearForwardBytes,
  weightGradient,
  weightGradientBytes,
} from "./linear.ts";
export { clear, copy, findRows, gatherRows } from "./rows.ts";
export { adam, gradientDescent, momentum } from "./optimizers.ts";
