import { isAbsolute, join } from "@std/path";
import { initializers, isNormalization, type Member, type StoredWeights } from "../engine/mod.ts";
import { ExperimentError } from "../errors.ts";
import { canonicalPath } from "../experiment/mod.ts";
import type { Run } from "../experiment/types.ts";
import { decodeSafetensors, sha256Hex, type Tensor, type WeightsRecord } from "../results/mod.ts";
import { layerTensors, tensorFor, type TensorPlace } from "./layer_tensors.ts";

/** Files that runs start from. */
export interface WeightFiles {
  /** Tensors by the path as the experiment has it. */
  tensors: ReadonlyMap<string, readonly Tensor[]>;
  /** One for each file, in order of appearance. */
  records: WeightsRecord[];
}

const remedy =
  "Name a file with tensors layers.0.weight [units, inputs], layers.0.bias [units] and " +
  "so on";

/**
 * Reads each file that a layer of a run starts from once.
 *
 * @param options.folder Absolute folder of the experiment file.
 * @param options.file The experiment file.
 * @throws {ExperimentError} for a file that is not there or is damaged.
 */
export async function readWeightFiles(
  runs: readonly Run[],
  { folder, file }: { folder: string; file: string },
): Promise<WeightFiles> {
  const tensors = new Map<string, readonly Tensor[]>();
  const records = new Map<string, WeightsRecord>();
  for (const path of runs.flatMap(pathsOf)) {
    if (tensors.has(path)) continue;
    const bytes = await readBytes(path, isAbsolute(path) ? path : join(folder, path));
    tensors.set(path, decodeSafetensors(bytes, { file: path }).tensors);
    const canonical = canonicalPath(path, file);
    records.set(canonical, { path: canonical, digest: sha256Hex(bytes) });
  }
  return { tensors, records: [...records.values()] };
}

/**
 * Makes sure that the files have what a run's layers need of them.
 *
 * @param inputs Columns of the run's inputs.
 * @throws {ExperimentError} for a tensor that is missing, has another shape, or is not finite.
 */
export function checkStoredWeights(
  { settings }: Run,
  { inputs, files }: { inputs: number; files: WeightFiles },
): void {
  let fanIn = inputs;
  settings.architecture.forEach((layer, index) => {
    if (isNormalization(layer)) return;
    const { units, init, biasInit } = layer;
    const { weight, bias } = layerTensors(index, { inputs: fanIn, units });
    checkTensor(init, weight, files);
    checkTensor(biasInit, bias, files);
    fanIn = units;
  });
}

/** The values in the form that a network takes. */
export function storedWeights({ tensors }: WeightFiles): StoredWeights {
  return new Map(
    [...tensors].map(([path, list]) => [
      path,
      new Map(list.map(({ name, values }) => [name, values])),
    ]),
  );
}

function checkTensor(member: Member, place: TensorPlace, { tensors }: WeightFiles): void {
  const file = pathOf(member);
  if (file === undefined) return;
  const { values } = tensorFor(tensors.get(file)!, place, { file, remedy });
  const odd = values.findIndex((value) => !Number.isFinite(value));
  if (odd === -1) return;
  throw new ExperimentError(
    `Cannot start from ${place.name} in ${file}: value ${odd} is ${values[odd]} in float32`,
    { file, place: place.name, remedy: "Give weights that are finite" },
  );
}

function pathsOf({ settings }: Run): string[] {
  const members = settings.architecture.flatMap((layer) =>
    isNormalization(layer) ? [] : [layer.init, layer.biasInit]
  );
  return members.map(pathOf).filter((path) => path !== undefined);
}

function pathOf({ type, path }: Member): string | undefined {
  return type === initializers.file.name ? String(path) : undefined;
}

async function readBytes(path: string, absolute: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(absolute);
  } catch (error) {
    const why = error instanceof Deno.errors.NotFound
      ? "there is nothing at this path"
      : error instanceof Error
      ? error.message
      : String(error);
    throw new ExperimentError(`Cannot start from weights in ${path}: ${why}`, {
      file: path,
      place: "init",
      remedy: "Check the path, which starts at the experiment file's folder",
    }, { cause: error });
  }
}
