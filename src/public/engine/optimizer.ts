import {
  createOptimizer as createEngineOptimizer,
  optimizers,
  resolveMember,
} from "../../engine/mod.ts";
import type { OptimizerOptions } from "../../experiment/types.ts";
import { insideOf } from "./_inside.ts";
import type { Network } from "./types.ts";

/** An optimizer at work on a network. */
export interface Optimizer {
  /** Learning rate of steps that don't say another; may be changed. */
  learningRate: number;
  /** Steps taken so far. */
  readonly steps: number;
  /**
   * Updates all parameters from their gradients, with what the network's `regularization` asks for around
   * updates: clipping, decay, limits of norms.
   */
  step(learningRate?: number): void;
}

/** The engine's optimizer behind one that users have. */
const engineOptimizers = new WeakMap<Optimizer, ReturnType<typeof createEngineOptimizer>>();

/**
 * An optimizer for the parameters of a network, called and set as in an experiment.
 *
 * @throws {RangeError} An unknown name or option, or a value out of bounds.
 *
 * @example Steps over batches of one's own
 * ```ts
 * import { createNetwork, createOptimizer } from "sameseed/engine";
 *
 * const network = createNetwork({
 *   inputs: 2,
 *   architecture: [{ units: 3, activation: "relu" }, { units: 2, activation: "softmax" }],
 *   regularization: { l2: 0.01, clipNorm: 1 },
 * });
 * const optimizer = createOptimizer(network, { type: "momentum", learningRate: 0.1 });
 * const batch = { inputs: Float32Array.of(1, 2, 3, 4), targets: Float32Array.of(1, 0, 0, 1) };
 * const before = network.gradient(batch);
 * for (let step = 1; step <= 20; step++) {
 *   network.gradient(batch);
 *   optimizer.step(0.1 / step);
 * }
 * if (!(network.gradient(batch) < before)) throw new Error("It learned nothing");
 * ```
 */
export function createOptimizer(network: Network, options: OptimizerOptions): Optimizer {
  const { network: engineNetwork, limits } = insideOf(network);
  const member = resolveMember(optimizers, options);
  const engineOptimizer = createEngineOptimizer(member, engineNetwork, limits);
  const optimizer: Optimizer = {
    learningRate: Number(member.learningRate),
    get steps() {
      return engineOptimizer.steps;
    },
    step(learningRate = optimizer.learningRate) {
      engineOptimizer.step(learningRate);
    },
  };
  engineOptimizers.set(optimizer, engineOptimizer);
  return optimizer;
}

/** @throws {TypeError} for what `createOptimizer` has not made. */
export function engineOptimizerOf(optimizer: Optimizer): ReturnType<typeof createEngineOptimizer> {
  const found = engineOptimizers.get(optimizer);
  if (!found) throw new TypeError("Cannot use an optimizer that createOptimizer has not made");
  return found;
}
