// Which optimizer gets down fastest, in full batches and in mini-batches.
import { defineExperiment } from "../src/mod.ts";

export default defineExperiment({
  name: "optimizers",
  question: "Which optimizer gets down fastest, and do mini-batches help?",
  data: {
    type: "generated",
    shape: "two-moons",
    rows: 400,
    noise: 0.2,
    split: { validation: 0.25, stratify: true },
  },
  architecture: [
    { units: 16, activation: "tanh" },
    { units: 16, activation: "tanh" },
    { units: 1, activation: "sigmoid" },
  ],
  init: "xavier",
  loss: "binary-cross-entropy",
  optimizer: { type: "gradient-descent", learningRate: 0.1 },
  epochs: 100,
  recordEvery: 1,
  seeds: [1, 2, 3, 4, 5],
  variants: {
    "gradient-descent": {},
    momentum: { optimizer: { type: "momentum", learningRate: 0.1, beta: 0.9 } },
    adam: { optimizer: { type: "adam", learningRate: 0.01 } },
  },
  grid: { batchSize: ["full", 32] },
});
