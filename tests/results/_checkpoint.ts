import type { CheckpointOrigin, RunCheckpoint } from "../../src/results/checkpoint_entry.ts";
import { moment, point } from "./_sweep.ts";

export const origin: CheckpointOrigin = {
  key: "a".repeat(64),
  run: "he-seed1",
  numericsVersion: "1",
  data: "d".repeat(64),
};

/** A made-up checkpoint, also with what JSON has no number for. */
export const checkpoint: RunCheckpoint = {
  epoch: 3,
  numbers: { optimizer: { steps: 12 }, schedule: { best: Infinity, wait: -0 }, network: {} },
  tensors: [
    { name: "network/layers.0.weight", shape: [4], values: Float32Array.of(NaN, -0, 1e-45, 3e38) },
    { name: "optimizer/layers.0.weight.mean", shape: [2], values: Float32Array.of(1, 2) },
  ],
  curve: [
    point(1, { loss: 0.1, accuracy: -0 }, { loss: NaN }),
    point(3, { loss: Infinity, metrics: { "10": 1 / 3, roc_auc: -Infinity } }),
  ],
  layers: [
    moment(0, 2),
    {
      epochs: 2,
      layers: [{ ...moment(2).layers[0]!, activationMean: NaN, gradientRms: Infinity }],
    },
  ],
  trace: {
    epochs: "0 1 2 3",
    digests: { "layers.0.weight": "00000000 11111111 22222222 0000abcd" },
  },
  elapsedMs: 0.1 + 0.2,
};
