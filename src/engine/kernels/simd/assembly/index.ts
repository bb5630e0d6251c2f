// @ts-nocheck: AssemblyScript has types of its own.

// The module's exports. All addresses are of the imported memory.

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
export { adam, gradientDescent, momentum } from "./optimizers.ts";
