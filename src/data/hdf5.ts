import { ExperimentError } from "../errors.ts";
import type { Hdf5Options } from "./array_options.ts";
import type { ArrayValues, NamedArray } from "./arrays.ts";
import { readData } from "./files.ts";
import { type ArrayFile, loadNamedArrays } from "./named_arrays.ts";
import { maximumBytes } from "./shared_arrays.ts";
import type { LoadContext, LoadedData } from "./types.ts";

type Library = typeof import("h5wasm");
type Dataset = InstanceType<Library["Dataset"]>;

/**
 * Reads data from HDF5 files: numeric datasets for inputs and labels; names of classes from a
 * dataset of strings.
 *
 * @throws {ExperimentError} If a file can't be read or its datasets can't be used.
 */
export function loadHdf5(options: Hdf5Options, context: LoadContext): Promise<LoadedData> {
  return loadNamedArrays(options, (path) => openHdf5(path, context));
}

let opened = 0;

/** The datasets in an HDF5 file. */
export async function openHdf5(path: string, context: LoadContext): Promise<ArrayFile> {
  const bytes = await readData(path, context);
  const library = await import("h5wasm");
  const module = await library.ready;
  // Otherwise the library prints its errors and goes on.
  module.activate_throwing_error_handler();
  // Two loads at once must not get into each other's way.
  const name = `data${opened++}.h5`;
  module.FS.writeFile(name, bytes);
  const file = attempt(path, () => new library.File(name, "r"), () => module.FS.unlink(name));
  const close = () => {
    file.close();
    module.FS.unlink(name);
  };
  return {
    names: attempt(path, () => datasetNames(file, library), close),
    read: (name) => attempt(path, () => readDataset(file.get(name) as Dataset, { path, name })),
    close,
  };
}

/** All datasets, those in groups as `group/name`, in the order of code units. */
function datasetNames(file: InstanceType<Library["File"]>, { Dataset }: Library): string[] {
  return file.paths().map((path) => path.replace(/^\//, ""))
    .filter((path) => file.get(path) instanceof Dataset).sort();
}

function readDataset(dataset: Dataset, { path, name }: { path: string; name: string }): NamedArray {
  const { shape } = dataset;
  if (shape === null) throw unusable(path, name, "it is empty");
  const length = shape.reduce((product, size) => product * size, 1);
  const bytes = length * dataset.metadata.size;
  if (bytes > maximumBytes) {
    throw unusable(path, name, `it has ${bytes} bytes, over ${maximumBytes}`);
  }
  const value = dataset.value;
  const values = typeof value === "string" ? [value] : value;
  if (!isValues(values) || values.length !== length) {
    throw unusable(path, name, `its type is neither one of numbers nor one of strings`);
  }
  return { file: path, name, shape, values };
}

function isValues(value: unknown): value is ArrayValues {
  return ArrayBuffer.isView(value) && !(value instanceof DataView) ||
    Array.isArray(value) && value.every((item) => typeof item === "string");
}

function unusable(path: string, name: string, reason: string): ExperimentError {
  return new ExperimentError(`Cannot use "${name}" in ${path}: ${reason}`, {
    file: path,
    remedy: "Name another dataset, or save this one as numbers",
  });
}

/** Says what the library's error means for the user. */
function attempt<T>(path: string, action: () => T, onFailure: () => void = () => {}): T {
  try {
    return action();
  } catch (error) {
    onFailure();
    if (error instanceof ExperimentError) throw error;
    // The innermost function's complaint comes last: "#006: … line 577 in f(): truncated file: …".
    const reasons = [...String(error).matchAll(/#\d+:.*?\(\): (.*)/g)];
    const reason = reasons.at(-1)?.[1] ?? "it is damaged";
    throw new ExperimentError(`Cannot read ${path} as HDF5: ${reason}`, {
      file: path,
      remedy: "Copy the file again from where it came from",
    }, { cause: error });
  }
}
