// Tutorial: networks of different depth on a weather table. Will it rain tomorrow?
import { defineExperiment } from "../src/mod.ts";

export default defineExperiment({
  name: "rain",
  question: "Does depth help to foresee tomorrow's rain, and which activation?",
  data: {
    type: "csv",
    path: "./data/weather.csv",
    target: "RainTomorrow",
    features: [
      "MinTemp",
      "MaxTemp",
      "Humidity9am",
      "Humidity3pm",
      "Pressure9am",
      "Pressure3pm",
      "Temp9am",
      "Temp3pm",
    ],
    missing: "drop",
    split: { validation: 0.2, test: 0.2, stratify: true },
    normalize: "standardize",
  },
  architecture: [{ units: 1, activation: "sigmoid" }],
  init: "xavier",
  loss: "binary-cross-entropy",
  optimizer: { type: "adam", learningRate: 0.01 },
  epochs: 100,
  batchSize: 64,
  seeds: [1, 2, 3],
  variants: {
    neuron: {},
    sigmoid: {
      architecture: [{ units: 16, activation: "sigmoid" }, { units: 1, activation: "sigmoid" }],
    },
    tanh: {
      architecture: [{ units: 16, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
    },
    relu: {
      architecture: [{ units: 16, activation: "relu" }, { units: 1, activation: "sigmoid" }],
    },
    deep: {
      architecture: [
        { units: 32, activation: "relu" },
        { units: 16, activation: "relu" },
        { units: 8, activation: "relu" },
        { units: 1, activation: "sigmoid" },
      ],
    },
  },
});
