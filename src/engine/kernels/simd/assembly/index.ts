// @ts-nocheck: AssemblyScript has types of its own.

// The module's exports. All addresses are of the imported memory.

export { activationBackward, activationForward } from "./activation_kernels.ts";
export { addScaled, multiply } from "./elementwise.ts";
export { linearForward, linearForwardBytes } from "./forward.ts";
export { biasGradient, inputGradient, weightGradient, weightGradientBytes } from "./gradients.ts";
export { lossBackward, lossForward } from "./loss_kernels.ts";
export { adam, gradientDescent, momentum } from "./optimizers.ts";
export { rowActivationForward, rowLossBackward, rowLossForward } from "./row_kernels.ts";
export { scratchBytes, useScratch } from "./scratch.ts";
