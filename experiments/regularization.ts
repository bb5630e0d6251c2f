// A network far too large for its few noisy rows: what keeps it from learning them by heart?
import { defineExperiment } from "../src/mod.ts";

export default defineExperiment({
  name: "regularization",
  question: "Does L2 or dropout keep a large network from learning noise by heart?",
  data: {
    type: "generated",
    shape: "two-moons",
    rows: 240,
    noise: 0.35,
    split: { test: 0.5, stratify: true },
  },
  architecture: [
    { units: 64, activation: "relu" },
    { units: 64, activation: "relu" },
    { units: 1, activation: "sigmoid" },
  ],
  init: "he",
  loss: "binary-cross-entropy",
  optimizer: { type: "adam", learningRate: 0.005 },
  epochs: 300,
  batchSize: 32,
  seeds: [1, 2, 3, 4, 5],
  variants: {
    none: {},
    l2: { regularization: { l2: 0.01 } },
    dropout: { regularization: { dropout: 0.4 } },
    both: { regularization: { l2: 0.01, dropout: 0.4 } },
  },
});
