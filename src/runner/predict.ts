import { columnsOf, type NewRows, preprocess } from "../data/mod.ts";
import {
  type BackendName,
  createNetwork,
  isNormalization,
  type Network,
  selectKernels,
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

/**
 * A model's outputs for rows that are read but not yet prepared.
 *
 * @throws {ExperimentError} when the model's tensors do not fit its own settings.
 */
export function predict(
  model: StoredModel,
  rows: NewRows,
  options: { backend?: BackendName } = {},
): Predictions {
  const network = restoreNetwork(model, options);
  const outputs = network.outputs(preprocess(rows.inputs, model.preprocessing));
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
  { backend = "auto" }: { backend?: BackendName } = {},
): Network {
  const { file, run, preprocessing, tensors } = model;
  const inputs = columnsOf(preprocessing);
  checkArchitecture(model, inputs);
  const kernels = selectKernels(backend);
  const network = createNetwork(networkSpec(run, inputs), { seed: run.seed, kernels });
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
