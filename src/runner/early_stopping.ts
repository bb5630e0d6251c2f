import type { Network } from "../engine/mod.ts";
import type { ResolvedEarlyStopping } from "../experiment/types.ts";
import type { Scores, Tensor } from "../results/mod.ts";
import { copyWeights } from "./best_weights.ts";
import { isCount, type StatePart } from "./training_state.ts";

/** What early stopping has seen of a run. */
export interface EarlyStopping {
  /** The epoch after which the score was best; 0 before the first score. */
  readonly bestEpoch: number;
  readonly state: StatePart;
  /** Takes in the validation scores after an epoch; says whether to stop. */
  observe(epoch: number, scores: Scores): boolean;
  /** Puts the best epoch's weights back, if asked to and if there is one; says whether it did. */
  restore(): boolean;
  /** Where weights were not put back and an earlier epoch was better: its weights. */
  earlier(epochs: number): Tensor[] | undefined;
}

/**
 * Watches a run. An epoch is an improvement when its score is better than the best one by more than
 * `minDelta`; after `patience` epochs in a row without one the run is to stop.
 */
export function createEarlyStopping(
  { metric, patience, minDelta, restoreBest }: ResolvedEarlyStopping,
  tensors: Network["tensors"],
): EarlyStopping {
  const best = copyWeights(tensors);
  const sign = metric === "loss" ? -1 : 1;
  let highest = -Infinity;
  let bestEpoch = 0;
  let wait = 0;
  let restored = false;
  return {
    get bestEpoch() {
      return bestEpoch;
    },
    state: {
      numbers: () => ({ highest, bestEpoch, wait }),
      isPossible: ({ bestEpoch, wait }, epoch) =>
        isCount(bestEpoch) && isCount(wait) && bestEpoch! <= epoch,
      setNumbers: (numbers) =>
        [highest, bestEpoch, wait] = [numbers.highest!, numbers.bestEpoch!, numbers.wait!],
      arrays: best,
    },
    observe(epoch, scores) {
      const score = sign * scores[metric]!;
      if (score - minDelta > highest) {
        highest = score;
        bestEpoch = epoch;
        wait = 0;
        best.forEach(({ values }, p) => values.set(tensors[p]!.values));
      } else wait++;
      return wait >= patience;
    },
    restore() {
      if (!restoreBest || bestEpoch === 0) return false;
      best.forEach(({ values }, p) => tensors[p]!.values.set(values));
      return restored = true;
    },
    earlier: (epochs) => (!restored && bestEpoch > 0 && bestEpoch < epochs ? best : undefined),
  };
}
