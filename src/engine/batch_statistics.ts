import type { Arena } from "./arena.ts";
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
  useRunning(): void;
  /** Takes the means from the sums of n rows, and makes the sums 0. */
  takeMeans(n: number): void;
  /**
   * Takes the variances from the sums of the squares of n rows, 2 or more. The running estimates
   * become round((1 − momentum)·running + momentum·batch), with the variance that divides by n − 1.
   */
  takeVariances(n: number): void;
  /** Stores sums of n rows as a gradient, and their means; makes the sums 0. */
  takeGradient(gradient: Float32Array, means: Float32Array, n: number): void;
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
  const [sums, exactMeans] = [new Float64Array(U), new Float64Array(U)];
  const follow = ({ values }: Tensor, u: number, batch: number) => {
    values[u] = (1 - momentum) * values[u]! + momentum * batch;
  };
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
    useRunning() {
      for (let u = 0; u < U; u++) {
        mean[u] = runningMean.values[u]!;
        inverse[u] = 1 / Math.sqrt(runningVariance.values[u]! + epsilon);
      }
    },
    takeMeans(n) {
      for (let u = 0; u < U; u++) {
        exactMeans[u] = sums[u]! / n;
        mean[u] = exactMeans[u]!;
        follow(runningMean, u, exactMeans[u]!);
      }
      sums.fill(0);
    },
    takeVariances(n) {
      for (let u = 0; u < U; u++) {
        inverse[u] = 1 / Math.sqrt(sums[u]! / n + epsilon);
        follow(runningVariance, u, sums[u]! / (n - 1));
      }
      sums.fill(0);
    },
    takeGradient(gradient, means, n) {
      for (let u = 0; u < U; u++) {
        gradient[u] = sums[u]!;
        means[u] = sums[u]! / n;
      }
      sums.fill(0);
    },
  };
}
