import type { Network } from "../engine/mod.ts";
import { monitoredLoss } from "../results/best_epoch.ts";
import type { PartScores, Tensor } from "../results/mod.ts";
import type { StatePart } from "./training_state.ts";

/** Keeps a copy of the weights of the best of the measured moments; see `bestEpoch`. */
export interface BestWeights {
  readonly state: StatePart;
  /** To be called with the scores of each measured moment, in order. */
  consider(scores: PartScores): void;
  /** The best weights, unless the tensors are the same now. */
  earlier(): Tensor[] | undefined;
}

export function createBestWeights(tensors: Network["tensors"]): BestWeights {
  let lowest = Infinity;
  const best = copyWeights(tensors);
  return {
    state: {
      numbers: () => ({ lowest }),
      isPossible: () => true,
      setNumbers: (numbers) => void (lowest = numbers.lowest!),
      arrays: best,
    },
    consider(scores) {
      const loss = monitoredLoss(scores);
      if (!(loss < lowest)) return;
      lowest = loss;
      best.forEach(({ values }, p) => values.set(tensors[p]!.values));
    },
    earlier() {
      const differs = lowest < Infinity &&
        best.some(({ values }, p) => differ(values, tensors[p]!.values));
      return differs ? best : undefined;
    },
  };
}

function differ(a: Float32Array, b: Float32Array): boolean {
  return a.some((value, k) => !Object.is(value, b[k]));
}

/** Copies of tensors, with what training changes beside the parameters. */
export function copyWeights(tensors: Network["tensors"]): Tensor[] {
  return tensors.map(({ name, shape, values }) => ({
    name,
    shape: [...shape],
    values: values.slice(),
  }));
}
