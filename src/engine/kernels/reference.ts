import {
  batchGradients,
  batchInverses,
  batchMeans,
  runningStatistics,
} from "./batch_statistics.ts";
import {
  activationBackward,
  activationForward,
  addScaled,
  addScaledBy,
  clear,
  copy,
  lossBackward,
  lossForward,
  multiply,
  optimizerUpdate,
} from "./elementwise.ts";
import { findRows, gatherRows } from "./gather_rows.ts";
import type { Kernels } from "./kernels.ts";
import {
  biasGradient,
  inputGradient,
  linearForward,
  linearForwardBytes,
  weightGradient,
  weightGradientBytes,
} from "./linear.ts";
import { dropoutMask } from "./masks.ts";
import {
  columnProducts,
  columnsInputGradient,
  columnSquares,
  columnSums,
  gainGradient,
  normalizeColumns,
  normalizeRows,
  rowsInputGradient,
  scaleInputs,
} from "./normalize.ts";
import { addSign, clip, clipNorm, dropInputs, limitNorms, scale, sumOfSquares } from "./norms.ts";
import { rowActivationForward, rowLossBackward, rowLossForward } from "./rows.ts";

/**
 * What every operation of the engine means, in plain TypeScript: one rounding to float32 per
 * addition and multiplication, in the order that each function's comment gives. Exact IEEE
 * operations in a fixed order have the same bits on every machine.
 */
export const reference: Kernels = {
  name: "reference",
  readsAnyMemory: true,
  linearForward,
  linearForwardBytes,
  weightGradient,
  weightGradientBytes,
  biasGradient,
  inputGradient,
  activationForward,
  activationBackward,
  lossBackward,
  lossForward,
  rowActivationForward,
  rowLossForward,
  rowLossBackward,
  multiply,
  addScaled,
  addScaledBy,
  addSign,
  sumOfSquares,
  scale,
  clip,
  clipNorm,
  limitNorms,
  dropoutMask,
  dropInputs,
  scaleInputs,
  columnSums,
  columnSquares,
  columnProducts,
  batchMeans,
  batchInverses,
  batchGradients,
  runningStatistics,
  normalizeColumns,
  columnsInputGradient,
  normalizeRows,
  rowsInputGradient,
  gainGradient,
  optimizerUpdate,
  findRows,
  gatherRows,
  clear,
  copy,
};
