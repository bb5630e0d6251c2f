// @ts-nocheck: AssemblyScript has types of its own.

// The kernels. All addresses are of the imported memory.

export { activationBackward, activationForward } from "./activation_kernels.ts";
export {
  batchGradients,
  batchInverses,
  batchMeans,
  runningStatistics,
} from "./batch_statistics.ts";
export { columnProducts, columnSquares, columnSums, gainGradient } from "./columns.ts";
export { addScaled, addScaledBy, multiply } from "./elementwise.ts";
export { clear, copy, findRows, gatherRows } from "./gather_rows.ts";
export { dropInputBytes, dropInputs, scaleInputBytes, scaleInputs } from "./inputs.ts";
export {
  biasGradient,
  inputGradient,
  linearForward,
  linearForwardBytes,
  weightGradient,
  weightGradientBytes,
} from "./linear.ts";
export { lossBackward, lossForward } from "./loss_kernels.ts";
export { dropoutMask } from "./masks.ts";
export { columnsInputGradient, normalizeColumns } from "./normalize_columns.ts";
export { normalizeRows, rowsInputGradient } from "./normalize_rows.ts";
export { addSign, clip, clipNorm, limitNorms, scale, sumOfSquares } from "./norms.ts";
export { optimizerUpdate } from "./optimizers.ts";
export { rowActivationForward, rowLossBackward, rowLossForward } from "./row_kernels.ts";
export { neuronForwardTurned, neuronGradientTurned, turnColumns, turnRows } from "./turned.ts";
export {
  neuronForwardWoven,
  neuronGradientWoven,
  neuronSumsWoven,
  unweave,
  weave,
  weaveInputs,
} from "./woven.ts";
export { unitsForwardTurned, unitsGradientTurned } from "./units_turned.ts";
