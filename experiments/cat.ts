// The main experiment: which initialisation lets a deep network tell cats from other pictures?
import { defineExperiment } from "../src/mod.ts";

export default defineExperiment({
  name: "cat",
  question: "Which initialisation lets a deep network tell cats from non-cats?",
  data: {
    type: "images",
    train: "./data/drawn-cats/train",
    test: "./data/drawn-cats/test",
    size: [64, 64],
    classes: { "non-cat": ["dog", "other"], cat: ["cat"] },
    normalize: "standardize",
  },
  architecture: [
    { units: 20, activation: "relu" },
    { units: 7, activation: "relu" },
    { units: 1, activation: "sigmoid" },
  ],
  loss: "binary-cross-entropy",
  optimizer: { type: "gradient-descent", learningRate: 0.03 },
  epochs: 150,
  recordEvery: 5,
  batchSize: "full",
  seeds: [1, 2, 3],
  variants: {
    zeros: { init: "zeros" },
    random: { init: { type: "random", scale: 0.01 } },
    he: { init: "he" },
    xavier: { init: "xavier" },
  },
});
