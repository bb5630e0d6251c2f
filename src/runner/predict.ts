import { columnsOf, type NewRows, preprocess } from "../data/mod.ts";
import {
  type Backend,
  type BackendName,
  type Backends,
  chooseBackend,
  createNetwork,
  isNormalization,
  type Network,
  reconsider,
} from "../engine/mod.ts";
import { ExperimentError } from "../errors.ts";
import type { StoredModel } from "../results/mod.ts";
import { layerTensors, tensorFor } from "./layer_tensors.ts";
import { networkSpec } from "./train.ts";

/** What a model says about rows. */
export interface Predictions {
  /** Of `outputs`. */
  columns: number;
  /** [rows, columns] The last layer's activations: the bits that the training engine computes. */
  outputs: Float32Array;
}

const remedy = "Give a model that deno task run has written, or train it again";

export interface PredictOptions {
  backend?: BackendName;
  /** Those to choose from; the engine's by default. */
  backends?: Backends;
  /** Called with a sentence where another backend computes than the fastest one. */
  onWarning?: (text: string) => void;
}

/**
 * A model's outputs for rows that are read but not yet prepared, on a backend that passes its
 * self-test before and after.
 *
 * @throws {ExperimentError} when the model's tensors do not fit its own settings.
 * @throws {RunError} where a backend that was asked for fails the test.
 */
export function predict(
  model: StoredModel,
  rows: NewRows,
  { backend = "auto", backends, onWarning }: PredictOptions = {},
): Predictions {
  const among = backends === undefined ? {} : { all: backends };
  const inputs = preprocess(rows.inputs, model.preprocessing);
  const choice = chooseBackend(backend, among);
  if (choice.warning) onWarning?.(choice.warning);
  const first = restoreNetwork(model, choice).outputs(inputs);
  const other = reconsider(backend, choice, among);
  if (other?.warning) onWarning?.(other.warning);
  const outputs = other ? restoreNetwork(model, other).outputs(inputs) : first;
  return { columns: outputs.length / rows.inputs.rows, outputs };
}

/**
 * The network of a stored model, with its weights.
 *
 * @throws {ExperimentError} for a tensor too many, too few, or of another shape than the settings
 * ask for.
 */
export function restoreNetwork(
  model: Pick<StoredModel, "file" | "run" | "preprocessing" | "tensors">,
  { backend = chooseBackend("auto").backend }: { backend?: Backend } = {},
): Network {
  const { file, run, preprocessing, tensors } = model;
  const inputs = columnsOf(preprocessing);
  checkArchitecture(model, inputs);
  const network = createNetwork(networkSpec(run, inputs), { seed: run.seed, kernels: backend });
  for (const tensor of network.tensors) {
    tensor.values.set(tensorFor(tensors, tensor, { file, remedy }).values);
  }
  const known = new Set(network.tensors.map(({ name }) => name));
  const surplus = tensors.find(({ name }) => !known.has(name));
  if (surplus === undefined) return network;
  throw new ExperimentError(
    `Cannot use the model ${file}: no layer of its settings has a tensor "${surplus.name}"`,
    { file, place: surplus.name, remedy },
  );
}

/** Before anything is allocated: settings may ask for layers that the file does not have. */
function checkArchitecture(
  { file, run, preprocessing, tensors }: Parameters<typeof restoreNetwork>[0],
  inputs: number,
) {
  const { architecture } = run.settings;
  let fanIn = inputs;
  architecture.forEach((layer, index) => {
    // What normalises is as wide as what it normalises.
    if (isNormalization(layer)) return;
    const { units } = layer;
    const { weight, bias } = layerTensors(index, { inputs: fanIn, units });
    tensorFor(tensors, weight, { file, remedy });
    tensorFor(tensors, bias, { file, remedy });
    fanIn = units;
  });
  const classes = preprocessing.classes?.length;
  if (classes === undefined || fanIn === classes || (classes === 2 && fanIn === 1)) return;
  throw new ExperimentError(
    `Cannot use the model ${file}: it has ${classes} classes and ${fanIn} outputs`,
    { file, place: "preprocessing.classes", remedy },
  );
}
