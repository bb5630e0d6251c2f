// Tutorial: a 2-2-1 network of sigmoids tells sex from weight and height, one row a step.
import { defineExperiment } from "../src/mod.ts";

export default defineExperiment({
  name: "weight_height",
  question: "Can three neurons tell women from men by weight and height?",
  data: {
    type: "inline",
    features: ["weight - 135 lb", "height - 66 in"],
    classes: ["male", "female"],
    // Alice, Bob, Charlie, Diana
    inputs: [[-2, -1], [25, 6], [17, 4], [-15, -6]],
    targets: [1, 0, 0, 1],
    // Emily and Frank, whom the network has not seen
    test: { inputs: [[-7, -3], [20, 2]], targets: [1, 0] },
  },
  architecture: [
    { units: 2, activation: "sigmoid" },
    { units: 1, activation: "sigmoid" },
  ],
  init: { type: "random", scale: 1 },
  biasInit: { type: "random", scale: 1 },
  loss: "squared-error",
  optimizer: { type: "gradient-descent", learningRate: 0.1 },
  epochs: 1000,
  batchSize: 1,
  shuffle: false,
  recordEvery: 10,
  seeds: [1, 2, 3, 4, 5],
});
