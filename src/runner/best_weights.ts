import type { Parameter } from "../engine/mod.ts";
import { monitoredLoss, type PartScores, type Tensor } from "../results/mod.ts";

/** Keeps a copy of the weights of the best of the measured moments; see `bestEpoch`. */
export interface BestWeights {
  /** To be called with the scores of each measured moment, in order. */
  consider(scores: PartScores): void;
  /** The best weights, unless the parameters are the same now. */
  earlier(): Tensor[] | undefined;
}

export function createBestWeights(parameters: readonly Parameter[]): BestWeights {
  let lowest = Infinity;
  let best: Tensor[] | undefined;
  return {
    consider(scores) {
      const loss = monitoredLoss(scores);
      if (!(loss < lowest)) return;
      lowest = loss;
      best = copyWeights(parameters);
    },
    earlier() {
      const differs = best?.some(({ values }, p) => differ(values, parameters[p]!.values));
      return differs ? best : undefined;
    },
  };
}

function differ(a: Float32Array, b: Float32Array): boolean {
  return a.some((value, k) => !Object.is(value, b[k]));
}

/** The parameters as tensors of their own. */
export function copyWeights(parameters: readonly Parameter[]): Tensor[] {
  return parameters.map(({ name, shape, values }) => ({
    name,
    shape: [...shape],
    values: values.slice(),
  }));
}
