import { createStream, fillNormal, fillUniform, type Stream } from "../random/mod.ts";
import { countParameters, type Workload } from "./workloads.ts";

/** What a workload is trained on, made up; the same on every machine. */
export interface WorkloadData {
  /** [rows, inputs] */
  inputs: Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
  /** [rows, outputs]: 0 and 1; one-hot where the loss is of classes. */
  targets: Float32Array<ArrayBuffer>;
  /** Layer by layer: weights [U, I], then biases [U]. */
  weights: Float32Array<ArrayBuffer>;
}

const seed = 1;

/** Weights and biases of a layer, and where they stand among the weights of all. */
export interface LayerPlace {
  I: number;
  U: number;
  weight: number;
  bias: number;
}

/** Where the parameters of each layer start in {@linkcode WorkloadData.weights}. */
export function layerPlaces(sizes: readonly number[]): LayerPlace[] {
  let place = 0;
  return sizes.slice(1).map((U, l) => {
    const I = sizes[l]!;
    const weight = place;
    const bias = weight + U * I;
    place = bias + U;
    return { I, U, weight, bias };
  });
}

/**
 * Makes up inputs, targets and initial weights: bytes are uniform, numbers normal with deviation 1;
 * each row's class is drawn evenly; weights are normal with variance 2/I (He et al. 2015, eq. 10;
 * 1 for sigmoid layers), biases 0.
 */
export function generateData(workload: Workload): WorkloadData {
  const stream = createStream(seed, "generate");
  return {
    inputs: generateInputs(workload, stream),
    targets: generateTargets(workload, stream),
    weights: generateWeights(workload),
  };
}

function generateInputs({ rows, sizes, inputs }: Workload, stream: Stream) {
  const length = rows * sizes[0]!;
  if (inputs === "numbers") {
    const values = new Float32Array(length);
    fillNormal(values, stream, { c0: 0, c1: 0 });
    return values;
  }
  const bytes = new Uint8Array(length);
  const words = new Uint32Array(4);
  const four = new Uint8Array(words.buffer);
  for (let at = 0, place = 0; at < length; at += 16, place++) {
    stream.words(words, 0, 0, place, 0);
    bytes.set(at + 16 <= length ? four : four.subarray(0, length - at), at);
  }
  return bytes;
}

function generateTargets({ rows, sizes }: Workload, stream: Stream) {
  const outputs = sizes.at(-1)!;
  const draws = new Float32Array(rows);
  fillUniform(draws, stream, { c0: 0, c1: 1 });
  const targets = new Float32Array(rows * outputs);
  draws.forEach((draw, row) => {
    if (outputs === 1) targets[row] = draw < 0.5 ? 0 : 1;
    else targets[row * outputs + Math.min(outputs - 1, Math.floor(draw * outputs))] = 1;
  });
  return targets;
}

function generateWeights(workload: Workload) {
  const { sizes, hidden } = workload;
  const weights = new Float32Array(countParameters(workload));
  const stream = createStream(seed, "init");
  layerPlaces(sizes).forEach(({ I, U, weight }, index) => {
    const deviation = hidden === "sigmoid" ? 1 : Math.sqrt(2 / I);
    fillNormal(weights.subarray(weight, weight + U * I), stream, { c0: index, c1: 0, deviation });
  });
  return weights;
}

const files = ["inputs", "targets", "weights"] as const;

/** Writes a workload's data to a folder, raw and in the machine's byte order, for every peer. */
export async function writeData(folder: string, data: WorkloadData): Promise<void> {
  for (const name of files) {
    const { buffer, byteOffset, byteLength } = data[name];
    await Deno.writeFile(`${folder}/${name}.bin`, new Uint8Array(buffer, byteOffset, byteLength));
  }
}

/** Reads what {@linkcode writeData} has written. */
export function readData(folder: string, { inputs }: Pick<Workload, "inputs">): WorkloadData {
  const read = (name: string) => Deno.readFileSync(`${folder}/${name}.bin`);
  const bytes = read("inputs");
  return {
    inputs: inputs === "bytes" ? bytes : new Float32Array(bytes.buffer),
    targets: new Float32Array(read("targets").buffer),
    weights: new Float32Array(read("weights").buffer),
  };
}
