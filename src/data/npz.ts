import type { NpzOptions } from "./array_options.ts";
import { readData } from "./files.ts";
import { type ArrayFile, loadNamedArrays } from "./named_arrays.ts";
import { parseNpy } from "./npy_format.ts";
import type { LoadContext, LoadedData } from "./types.ts";
import { unzip } from "./zip.ts";

/**
 * Reads data from NumPy's `.npz` files, compressed or not.
 *
 * @throws {ExperimentError} If a file can't be read or its arrays can't be used.
 */
export function loadNpz(options: NpzOptions, context: LoadContext): Promise<LoadedData> {
  return loadNamedArrays(options, (path) => openNpz(path, context));
}

/** The arrays in a `.npz` file. */
export async function openNpz(path: string, context: LoadContext): Promise<ArrayFile> {
  const files = await unzip(await readData(path, context), path);
  const arrays = new Map(
    [...files].filter(([name]) => name.endsWith(".npy"))
      .map(([name, unpack]) => [name.slice(0, -".npy".length), unpack]),
  );
  return {
    names: [...arrays.keys()].sort(),
    read: (name) => parseNpy(arrays.get(name)!(), { file: path, name }),
    close() {},
  };
}
