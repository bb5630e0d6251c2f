// Tutorial: a network with squared error on cats and dogs, with a validation part.
import { defineExperiment } from "../src/mod.ts";

export default defineExperiment({
  name: "cats_vs_dogs",
  question: "Can a small network tell cats from dogs, and when does it start to overfit?",
  data: {
    type: "images",
    path: "./data/drawn-cats/cats-vs-dogs",
    size: [64, 64],
    split: { validation: 0.2, stratify: true },
    normalize: "unit",
  },
  architecture: [
    { units: 16, activation: "tanh" },
    { units: 1, activation: "sigmoid" },
  ],
  init: "xavier",
  loss: "squared-error",
  optimizer: { type: "gradient-descent", learningRate: 0.02 },
  epochs: 500,
  batchSize: "full",
  seeds: [1, 2, 3],
});
