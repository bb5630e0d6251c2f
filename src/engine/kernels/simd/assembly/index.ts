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
export {
  batchGradients,
  batchInverses,
  batchMeans,
  runningStatistics,
} from "./batch_statistics.ts";
export { columnProducts, columnSquares, columnSums, gainGradient } from "./columns.ts";
export { addScaled, multiply } from "./elementwise.ts";
export { linearForward, linearForwardBytes } from "./forward.ts";
export { biasGradient, inputGradient, weightGradient, weightGradientBytes } from "./gradients.ts";
export { dropInputBytes, dropInputs, scaleInputBytes, scaleInputs } from "./inputs.ts";
export { dropoutMask } from "./masks.ts";
export { columnsInputGradient, normalizeColumns } from "./normalize_columns.ts";
export { normalizeRows, rowsInputGradient } from "./normalize_rows.ts";
export { addSign, clip, clipNorm, limitNorms, scale, sumOfSquares } from "./norms.ts";
export { optimizerUpdate } from "./optimizers.ts";
export { scratchBytes, useScratch } from "./scratch.ts";
