import type { Parameter } from "../engine/mod.ts";
import { monitoredLoss, type PartScores, type Tensor } from "../results/mod.ts";

/** Keeps a copy of the weights of the best of the measured moments; see `bestEpoch`. */
export interface BestWeights {
  /** To be called with the scores of each measured moment, in order. */
  consider(scores: PartScores): void;
  /** The best weights, unless they are the ones that were measured last. */
  earlier(): Tensor[] | undefined;
}

export function createBestWeights(parameters: readonly Parameter[]): BestWeights {
  let lowest = Infinity;
  let best: Tensor[] | undefined;
  let isLast = true;
  return {
    consider(scores) {
      isLast = monitoredLoss(scores) < lowest;
      if (!isLast) return;
      lowest = monitoredLoss(scores);
      best = copyWeights(parameters);
    },
    earlier: () => (isLast ? undefined : best),
  };
}

/** The parameters as tensors of their own. */
export function copyWeights(parameters: readonly Parameter[]): Tensor[] {
  return parameters.map(({ name, shape, values }) => ({
    name,
    shape: [...shape],
    values: values.slice(),
  }));
}
