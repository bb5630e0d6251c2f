import type { PartScores, RunResult } from "./types.ts";

/**
 * Number of epochs trained when the validation loss was lowest among the measured moments (the
 * training loss where there is no validation part). A curve row of epoch k is measured after k − 1
 * epochs, the final scores after `epochs`. Ties go to the earliest; losses that are not numbers
 * never win; 0 when there is none.
 *
 * @example
 * ```ts
 * import { bestEpoch } from "./best_epoch.ts";
 *
 * const curve = [
 *   { epoch: 1, learningRate: 0.1, train: { loss: 0.7 } },
 *   { epoch: 2, learningRate: 0.1, train: { loss: 0.5 } },
 * ];
 * bestEpoch({ curve, final: { train: { loss: 0.6 } }, epochs: 2 }); // 1
 * ```
 */
export function bestEpoch(result: Pick<RunResult, "curve" | "final" | "epochs">): number {
  const { curve, final, epochs } = result;
  let best = 0;
  let lowest = Infinity;
  function consider(trained: number, scores: PartScores) {
    const loss = monitoredLoss(scores);
    if (!(loss < lowest)) return;
    best = trained;
    lowest = loss;
  }
  for (const row of curve) consider(row.epoch - 1, row);
  consider(epochs, final);
  return best;
}

/** What the best epoch is chosen by: the validation loss, without such a part the training loss. */
export function monitoredLoss({ train, validation }: PartScores): number {
  return (validation ?? train).loss;
}
