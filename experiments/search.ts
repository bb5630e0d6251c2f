// A search instead of a grid: 54 networks with settings drawn at random, of which few train to the end.
import { defineExperiment } from "../src/mod.ts";

export default defineExperiment({
  name: "search",
  question: "What matters most to unroll three spirals: step size, width, activation or L2?",
  data: {
    type: "generated",
    shape: "spiral",
    classes: 3,
    rows: 450,
    noise: 0.12,
    split: { validation: 0.3, test: 0.3, stratify: true },
  },
  architecture: [
    { units: 32, activation: "relu" },
    { units: 16, activation: "relu" },
    { units: 3, activation: "softmax" },
  ],
  init: "he",
  regularization: { l2: 0 },
  optimizer: { type: "adam", learningRate: 0.01 },
  epochs: 270,
  batchSize: 32,
  recordEvery: 5,
  seeds: [1, 2],
  search: {
    type: "successive-halving",
    runs: 54,
    seed: 1,
    space: {
      "optimizer.learningRate": { type: "log-uniform", low: 0.0001, high: 1 },
      "architecture.0.units": { type: "integer", low: 2, high: 128, scale: "log" },
      "architecture.0.activation": { type: "choice", values: ["sigmoid", "tanh", "relu"] },
      "regularization.l2": { type: "log-uniform", low: 0.000001, high: 0.1 },
    },
    // 54 trials to epoch 10, the 18 best to 30, 6 to 90, 2 to 270.
    minEpochs: 10,
    reduction: 3,
  },
});
