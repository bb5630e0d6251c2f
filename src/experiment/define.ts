import type { Experiment } from "./types.ts";

/**
 * Gives an experiment its types: the editor completes names, `deno check` refuses wrong ones. It
 * returns what it is given; values are checked when the file is loaded.
 *
 * @example
 * ```ts
 * import { defineExperiment } from "sameseed";
 *
 * export default defineExperiment({
 *   name: "xor",
 *   data: { type: "generated", shape: "xor" },
 *   architecture: [{ units: 4, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
 *   optimizer: { type: "adam", learningRate: 0.01 },
 * });
 * ```
 */
export function defineExperiment(experiment: Experiment): Experiment {
  return experiment;
}
