// Tutorial: one neuron, logistic regression on the pixels, tells cats from other pictures.
import { defineExperiment } from "../src/mod.ts";

export default defineExperiment({
  name: "cat_neuron",
  question: "How well does a single neuron tell cats from non-cats?",
  data: {
    type: "images",
    train: "./data/drawn-cats/train",
    test: "./data/drawn-cats/test",
    size: [32, 32],
    classes: { "non-cat": ["dog", "other"], cat: ["cat"] },
    normalize: "unit",
  },
  architecture: [{ units: 1, activation: "sigmoid" }],
  init: { type: "random", scale: 0.01 },
  loss: "binary-cross-entropy",
  optimizer: { type: "gradient-descent", learningRate: 0.005 },
  epochs: 1000,
  batchSize: "full",
  seeds: [1, 2, 3],
});
