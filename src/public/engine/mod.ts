/**
 * The engine, for training loops of one's own: networks, optimizers, epochs over arrays, weights as
 * safetensors. The bits are those of `deno task run` with the same settings, data and seed, on every
 * machine, at any number of threads.
 *
 * @example A network learns exclusive or, is saved and loaded
 * ```ts
 * import { createNetwork, createOptimizer, createTraining } from "sameseed/engine";
 *
 * const settings = {
 *   inputs: 2,
 *   architecture: [{ units: 4, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
 *   seed: 1,
 * } as const;
 * const inputs = Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1);
 * const targets = Float32Array.of(0, 1, 1, 0);
 *
 * const network = createNetwork(settings);
 * const optimizer = createOptimizer(network, { type: "adam", learningRate: 0.05 });
 * const training = createTraining(network, optimizer, { inputs, targets });
 * for (let epoch = 1; epoch <= 300; epoch++) training.epoch();
 *
 * const { loss, accuracy } = network.evaluate({ inputs, targets });
 * if (!(loss < 0.05 && accuracy === 1)) throw new Error(`Loss ${loss}, accuracy ${accuracy}`);
 *
 * const again = createNetwork(settings);
 * again.load(network.save());
 * again.predict(Float32Array.of(0, 1)); // [0.98…], the bits of the first network
 * ```
 *
 * @module
 */
export { createNetwork } from "./network.ts";
export type {
  Backend,
  Evaluation,
  GradientOptions,
  Network,
  NetworkSettings,
  Parameter,
  Rows,
  Values,
} from "./types.ts";
export type {
  BatchNormLayer,
  DenseLayer,
  Layer,
  LayerNormLayer,
  NormalizationLayer,
  Regularization,
} from "../../experiment/types.ts";
export type * from "../../experiment/member_options.ts";
export { createOptimizer, type Optimizer } from "./optimizer.ts";
export { createTraining, type LearningRate, type Training, type TrainingData } from "./training.ts";
