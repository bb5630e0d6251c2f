import type { FileLayer } from "./file_layer.ts";
import { readOwned } from "./find_model.ts";
import { modelFile } from "./models.ts";
import { modelPath } from "./paths.ts";
import type { ResultsRecord } from "./read_record.ts";
import { decodeSafetensors } from "./safetensors_decode.ts";
import type { SweepResult, Tensor } from "./types.ts";

/** A recorded model that is not the one that was made. */
export interface ModelDifference {
  /** `models/he-seed1.safetensors` */
  file: string;
  /** The first value that differs: `layers.0.weight[3]`; otherwise a word for what does. */
  place: string;
  a: string;
  b: string;
}

/**
 * Compares the models beside recorded results, as many as are there: git does not keep them, and the
 * digests of their weights stand in runs.csv.
 */
export async function verifyModels(
  { place }: ResultsRecord,
  sweep: SweepResult,
  files: FileLayer,
): Promise<{ compared: number; differences: ModelDifference[] }> {
  let compared = 0;
  const differences: ModelDifference[] = [];
  for (const result of sweep.runs) {
    const { run, bestWeights: weights, bestEpoch: epochs } = result;
    const made = [
      ["last", modelFile(result, sweep).bytes],
      ["best", weights && modelFile(result, sweep, { weights, epochs }).bytes],
    ] as const;
    for (const [epoch, bytes] of made) {
      const file = modelPath(run.name, epoch);
      const recorded = await readOwned(place, file, files);
      if (recorded === undefined) continue;
      compared++;
      if (bytes === undefined) {
        differences.push({
          file,
          place: "the file",
          a: "there",
          b: "not made: the last is the best",
        });
      } else if (!isSame(recorded, bytes)) {
        differences.push({ file, ...differenceOf(recorded, bytes) });
      }
    }
  }
  return { compared, differences };
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, k) => byte === b[k]);
}

function differenceOf(a: Uint8Array, b: Uint8Array): Omit<ModelDifference, "file"> {
  const tensors = decode(a);
  for (const { name, values } of tensors === undefined ? [] : decode(b)!) {
    const other = tensors!.find((tensor) => tensor.name === name)?.values;
    if (other?.length !== values.length) continue;
    const k = values.findIndex((value, k) => !Object.is(value, other[k]));
    if (k !== -1) return { place: `${name}[${k}]`, a: String(other[k]), b: String(values[k]) };
  }
  let k = 0;
  while (k < a.length && a[k] === b[k]) k++;
  const byte = (bytes: Uint8Array) => k < bytes.length ? `0x${bytes[k]!.toString(16)}` : "the end";
  return { place: `byte ${k}`, a: byte(a), b: byte(b) };
}

function decode(bytes: Uint8Array): Tensor[] | undefined {
  try {
    return decodeSafetensors(bytes).tensors;
  } catch {
    return undefined;
  }
}
