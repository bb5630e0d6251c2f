// @ts-nocheck: AssemblyScript has types of its own.

// The kernels. All addresses are of the imported memory.

export { activationBackward, activationForward } from "./activation_kernels.ts";
export { addScaled, multiply } from "./elementwise.ts";
export { clear, copy, findRows, gatherRows } from "./gather_rows.ts";
export {
  biasGradient,
  inputGradient,
  linearForward,
  linearForwardBytes,
  weightGradient,
  weightGradientBytes,
} from "./linear.ts";
export { lossBackward, lossForward } from "./loss_kernels.ts";
export { adam, gradientDescent, momentum } from "./optimizers.ts";
export { rowActivationForward, rowLossBackward, rowLossForward } from "./row_kernels.ts";
