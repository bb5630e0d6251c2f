import type { Examples } from "../numerics/matrix.ts";
import { inspectedExamples, layerStatistics, type Network } from "../engine/mod.ts";
import type { LayerMoment } from "../results/mod.ts";

/** Most moments of a run at which its layers are looked at: before it, after it, and between. */
export const mostMoments = 9;

/** Looks at a run's layers now and then. */
export interface LayerRecorder {
  /** What was seen, in order. */
  readonly moments: readonly LayerMoment[];
  /** To be called with the number of epochs trained: before each epoch, and when the run has ended. */
  observe(epochs: number, options?: { ended: boolean }): void;
  /** Whether moments are what a run has seen that has begun its `epochs`-th epoch. */
  fits(moments: readonly LayerMoment[], epochs: number): boolean;
  /** Goes back to moments that fit. */
  restore(moments: readonly LayerMoment[]): void;
}

/**
 * Records statistics of a network's layers at epochs that lie evenly apart, on rows that lie evenly
 * apart in the training data.
 *
 * @param epochs How many the run is to train.
 */
export function createLayerRecorder(
  network: Network,
  { train, epochs }: { train: Examples; epochs: number },
): LayerRecorder {
  const due = dueEpochs(epochs);
  const examples = inspectedExamples(train);
  const moments: LayerMoment[] = [];
  return {
    moments,
    observe(trained, { ended } = { ended: false }) {
      if (!(ended || due.has(trained)) || moments.at(-1)?.epochs === trained) return;
      moments.push({ epochs: trained, layers: layerStatistics(network, examples) });
    },
    fits(others, begun) {
      const seen = [...due].filter((trained) => trained < begun);
      return seen.join() === others.map((moment) => moment.epochs).join() &&
        others.every(({ layers }) =>
          layers.length === moments[0]!.layers.length &&
          layers.every((layer, index) => isOf(layer, moments[0]!.layers[index]!))
        );
    },
    restore(others) {
      moments.length = 0;
      for (const moment of others) moments.push(moment);
    },
  };
}

/** The numbers of epochs after which layers are looked at, from 0 to all of them. */
export function dueEpochs(epochs: number): Set<number> {
  const count = Math.min(mostMoments, epochs + 1);
  return new Set(
    Array.from({ length: count }, (_, k) => Math.round(k * epochs / Math.max(1, count - 1))),
  );
}

type Statistics = LayerMoment["layers"][number];

/** Whether both are of the same layer and have the same numbers. */
function isOf(a: Statistics, b: Statistics): boolean {
  const kind = (layer: Statistics) =>
    JSON.stringify(
      Object.entries(layer).map(([name, value]) =>
        typeof value === "number" && name !== "layer" && name !== "units" ? [name] : [name, value]
      ).sort(),
    );
  return kind(a) === kind(b);
}
