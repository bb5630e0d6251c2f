import { ExperimentError } from "../errors.ts";
import type { NpyOptions } from "./array_options.ts";
import { assembleArrays, type NamedArray } from "./arrays.ts";
import { readData } from "./files.ts";
import { parseNpy } from "./npy_format.ts";
import type { LoadContext, LoadedData } from "./types.ts";

/**
 * Reads data from NumPy's `.npy` files, one for inputs and one for labels of each part.
 *
 * @throws {ExperimentError} If a file can't be read or its array can't be used.
 */
export async function loadNpy(options: NpyOptions, context: LoadContext): Promise<LoadedData> {
  const { train, validation, test } = options;
  const read = async (part: { inputs: string; labels: string }) => ({
    inputs: await readArray(part.inputs, context),
    labels: await readArray(part.labels, context),
  });
  return assembleArrays({
    train: await read(train),
    ...(validation === undefined ? {} : { validation: await read(validation) }),
    ...(test === undefined ? {} : { test: await read(test) }),
  }, options);
}

async function readArray(path: string, context: LoadContext): Promise<NamedArray> {
  const bytes = await readData(path, context);
  if (bytes.length === 0) {
    throw new ExperimentError(`Cannot read ${path}: the file is empty`, {
      file: path,
      remedy: "Save the array again with numpy.save",
    });
  }
  return parseNpy(bytes, { file: path });
}
