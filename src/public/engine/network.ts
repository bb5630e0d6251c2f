import {
  chooseBackend,
  createNetwork as createEngineNetwork,
  type Limits,
  metrics,
  type Network as EngineNetwork,
  taskOf,
  thresholdOf,
} from "../../engine/mod.ts";
import { expand, parseExperiment } from "../../experiment/mod.ts";
import type { ResolvedSettings } from "../../experiment/types.ts";
import { decodeSafetensors, encodeSafetensors } from "../../results/mod.ts";
import { networkSpec, tensorFor } from "../../runner/mod.ts";
import { keepInside } from "./_inside.ts";
import { examplesReader } from "./_examples.ts";
import type { Evaluation, Network, NetworkSettings, Rows } from "./types.ts";

/**
 * A network of fully connected layers, with its initial weights: aₗ = activation(aₗ₋₁·Wₗᵀ + bₗ), rows
 * in, rows out.
 *
 * @throws {Error} Settings that an experiment could not have: the message says which and what is
 *   allowed.
 *
 * @example A training loop by hand
 * ```ts
 * import { createNetwork } from "sameseed/engine";
 *
 * // y = 2x + 1
 * const rows = { inputs: Float32Array.of(0, 1, 2, 3), targets: Float32Array.of(1, 3, 5, 7) };
 * const network = createNetwork({ inputs: 1, architecture: [{ units: 1 }], init: "zeros" });
 * let loss = Infinity;
 * for (let step = 1; step <= 200; step++) {
 *   loss = network.gradient(rows);
 *   for (const { values, gradient } of network.parameters) {
 *     for (let i = 0; i < values.length; i++) values[i]! -= 0.1 * gradient[i]!;
 *   }
 * }
 * const [slope, intercept] = network.parameters.map(({ values }) => values[0]!);
 * if (Math.abs(slope! - 2) > 0.01 || Math.abs(intercept! - 1) > 0.01) throw new Error(`${loss}`);
 * ```
 */
export function createNetwork(settings: NetworkSettings): Network {
  const { seed = 1, inputs, threads = 1, backend: asked = "auto" } = settings;
  const { onWarning = console.warn } = settings;
  const run = runOf(settings);
  const { loss, regularization } = run.settings;
  const { backend, name, warning } = chooseBackend(asked);
  if (warning) onWarning(warning);
  const network = createEngineNetwork(networkSpec(run, inputs), {
    seed,
    kernels: backend,
    threads,
  });
  network.initialize();
  const outputs = run.settings.architecture.at(-1)!;
  const sizes = { inputs, outputs: "units" in outputs ? outputs.units : inputs };
  const examplesOf = examplesReader(sizes);
  const accuracyOf = accuracyReader(loss);
  let steps = 0;
  const made: Network = {
    ...sizes,
    parameters: network.parameters,
    backend: name as Network["backend"],
    gradient(rows, { step = ++steps } = {}) {
      const examples = examplesOf(rows);
      return network.gradient({ examples, from: 0, to: examples.inputs.rows, epoch: step });
    },
    evaluate(rows) {
      const examples = examplesOf(rows);
      const found = network.evaluate(examples);
      return { ...found, ...accuracyOf(found.outputs, rows, sizes.outputs) };
    },
    predict: (values) => network.outputs(examplesOf({ inputs: values })),
    save: (metadata = {}) => encodeSafetensors(savedTensors(network), metadata).bytes,
    load: (bytes) => loadTensors(network, bytes),
    [Symbol.dispose]: () => network.close(),
  };
  return keepInside(made, { network, seed, limits: limitsOf(regularization), examplesOf });
}

/** The settings as those of an experiment's only run: checked like one, with its defaults. */
function runOf({ inputs, architecture, seed = 1, ...settings }: NetworkSettings) {
  const { init, biasInit, loss, regularization } = settings;
  const given = Object.entries({ init, biasInit, loss, regularization })
    .filter(([, value]) => value !== undefined);
  if (!(Number.isInteger(inputs) && inputs >= 1)) {
    throw new RangeError(`Cannot build a network of ${inputs} inputs: it must be 1 or more`);
  }
  const experiment = {
    name: "network",
    // An experiment has some; nothing reads it here.
    data: { type: "generated", shape: "xor" },
    architecture,
    seeds: [seed],
    ...Object.fromEntries(given),
  };
  return expand(parseExperiment(JSON.parse(JSON.stringify(experiment)))).runs[0]!;
}

function limitsOf(
  { clipValue, clipNorm, weightDecay, maxNorm }: ResolvedSettings["regularization"],
): Limits {
  return { clipValue, clipNorm, weightDecay, maxNorm };
}

/** Measures accuracy where the loss is one for classes or for questions of yes or no. */
function accuracyReader(loss: ResolvedSettings["loss"]) {
  const threshold = thresholdOf(loss);
  const isOfClasses = loss.type === "categorical-cross-entropy";
  return (outputs: Float32Array, { targets }: Rows, columns: number): Partial<Evaluation> => {
    const facts = { columns, classes: isOfClasses, zeroOrOne: true };
    const asks = taskOf({ ...facts, columns: Math.max(2, columns) }, loss) !== "regression";
    if (!asks) return {};
    const task = taskOf({ ...facts, classes: isOfClasses || columns === 1 }, loss);
    const matrix = { values: targets, rows: targets.length / columns, columns };
    const answers = { task, outputs, targets: matrix, rows: undefined, threshold };
    return { accuracy: metrics.accuracy.measure(answers, {})[0]! };
  };
}

function savedTensors({ tensors }: EngineNetwork) {
  return tensors.map(({ name, shape, values }) => ({ name, shape: [...shape], values }));
}

function loadTensors({ tensors }: EngineNetwork, bytes: Uint8Array): void {
  const decoded = decodeSafetensors(bytes).tensors;
  const place = { file: "the file", remedy: "Give the weights of a network of the same layers" };
  const found = tensors.map((tensor) => tensorFor(decoded, tensor, place));
  const known = new Set(tensors.map(({ name }) => name));
  const surplus = decoded.find(({ name }) => !known.has(name));
  if (surplus) {
    throw new RangeError(`Cannot load "${surplus.name}": the network has no such tensor`);
  }
  tensors.forEach(({ values }, index) => values.set(found[index]!.values));
}
