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
export { linearForward, linearForwardBytes } from "./forward.ts";
export { biasGradient, inputGradient, weightGradient, weightGradientBytes } from "./gradients.ts";
export { adam, gradientDescent, momentum } from "./optimizers.ts";
export { scratchBytes, useScratch } from "./scratch.ts";
