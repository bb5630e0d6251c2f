// Tutorial: a perceptron with a sigmoid on 32×32×3 pictures that come as NumPy arrays.
import { defineExperiment } from "../src/mod.ts";

export default defineExperiment({
  name: "perceptron",
  question: "What does a perceptron that starts from zeros learn of small pictures?",
  data: {
    type: "npz",
    path: "./data/perceptron.npz",
    classes: ["non-cat", "cat"],
    split: { test: 0.2 },
    normalize: "unit",
  },
  architecture: [{ units: 1, activation: "sigmoid" }],
  init: "zeros",
  loss: "binary-cross-entropy",
  optimizer: { type: "gradient-descent", learningRate: 0.005 },
  epochs: 2000,
  batchSize: "full",
  recordEvery: 100,
  seeds: [1, 2, 3],
});
