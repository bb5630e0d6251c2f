import type { Arena } from "./arena.ts";
import type { StepKernels } from "./kernels/kernels.ts";
import type { Tensor } from "./parameter.ts";

/**
 * What batch normalisation knows of its U units. Everything is worked out in double precision and
 * rounded once, when it is stored.
 */
export interface BatchStatistics {
  /** What evaluation uses. They are not trained: they follow the batches. */
  readonly runningMean: Tensor;
  readonly runningVariance: Tensor;
  /** [U] of the batch at hand, or the running one. */
  readonly mean: Float32Array;
  /** [U] 1 / √(variance + ε) */
  readonly inverse: Float32Array;
  /** [U] mean over the batch of dz. */
  readonly meanGradient: Float32Array;
  /** [U] mean over the batch of dz·normalized. */
  readonly meanProduct: Float32Array;
  /** [U] what the kernels sum up. */
  readonly sums: Float64Array;
  /** [U] the means before rounding. */
  readonly exactMeans: Float64Array;
  /** As nothing has come by yet: mean 0, variance 1. */
  initialize(): void;
  /** Takes mean and variance from the running estimates. */
  useRunning(kernels: StepKernels): void;
  /** Takes the means from the sums of n rows, and makes the sums 0. */
  takeMeans(kernels: StepKernels, n: number): void;
  /**
   * Takes the variances from the sums of the squares of n rows, 2 or more. The running estimates
   * become round((1 − momentum)·running + momentum·batch), with the variance that divides by n − 1.
   */
  takeVariances(kernels: StepKernels, n: number): void;
  /** Stores sums of n rows as a gradient, and their means; makes the sums 0. */
  takeGradient(
    kernels: StepKernels,
    gradient: Float32Array,
    means: Float32Array,
    n: number,
  ): void;
}

export function createBatchStatistics(
  arena: Arena,
  options: { index: number; U: number; momentum: number; epsilon: number },
): BatchStatistics {
  const { index, U, momentum, epsilon } = options;
  const units = () => arena.float32(U);
  const tensor = (name: string) => ({
    name: `layers.${index}.${name}`,
    shape: [U],
    values: units(),
  });
  const [runningMean, runningVariance] = [tensor("running_mean"), tensor("running_var")];
  const [mean, inverse, meanGradient, meanProduct] = [units(), units(), units(), units()];
  const [sums, exactMeans] = [arena.float64(U), arena.float64(U)];
  return {
    runningMean,
    runningVariance,
    mean,
    inverse,
    meanGradient,
    meanProduct,
    sums,
    exactMeans,
    initialize() {
      runningMean.values.fill(0);
      runningVariance.values.fill(1);
    },
    useRunning(kernels) {
      const [means, variances] = [runningMean.values, runningVariance.values];
      kernels.runningStatistics(mean, inverse, means, variances, epsilon, U);
    },
    takeMeans(kernels, n) {
      kernels.batchMeans(mean, exactMeans, runningMean.values, sums, n, momentum, U);
    },
    takeVariances(kernels, n) {
      kernels.batchInverses(inverse, runningVariance.values, sums, n, momentum, epsilon, U);
    },
    takeGradient(kernels, gradient, means, n) {
      kernels.batchGradients(gradient, means, sums, n, U);
    },
  };
}
