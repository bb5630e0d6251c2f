// What initialisation does to a deep network: eight layers that have to pass a signal forward and
// a gradient back.
import { defineExperiment } from "../src/mod.ts";

export default defineExperiment({
  name: "init",
  question: "Which initialisation lets eight layers learn at all?",
  data: {
    type: "generated",
    shape: "spiral",
    rows: 300,
    noise: 0.05,
    split: { test: 0.3, stratify: true },
    normalize: "standardize",
  },
  architecture: [
    { units: 16, activation: "relu" },
    { units: 16, activation: "relu" },
    { units: 16, activation: "relu" },
    { units: 16, activation: "relu" },
    { units: 16, activation: "relu" },
    { units: 16, activation: "relu" },
    { units: 16, activation: "relu" },
    { units: 1, activation: "sigmoid" },
  ],
  loss: "binary-cross-entropy",
  optimizer: { type: "momentum", learningRate: 0.02, beta: 0.9 },
  epochs: 400,
  batchSize: 30,
  seeds: [1, 2, 3, 4, 5],
  variants: {
    zeros: { init: "zeros" },
    small: { init: { type: "random", scale: 0.01 } },
    large: { init: { type: "random", scale: 1 } },
    xavier: { init: "xavier" },
    he: { init: "he" },
  },
});
