import type { ArrayValues } from "./arrays.ts";
import { maximumBytes } from "./shared_arrays.ts";
import { denseRatio, freeBytes } from "./zip.ts";

type Library = typeof import("h5wasm");
type Dataset = InstanceType<Library["Dataset"]>;

/** The values of a dataset. */
export interface DatasetArray {
  shape: number[];
  values: ArrayValues;
}

/** The datasets of an HDF5 file in memory. */
export interface Datasets {
  /** Those in groups as `group/name`, in the order of code units. */
  names: string[];
  /** Bytes that a dataset declares; nothing of that size is allocated. */
  size: (name: string) => number;
  read: (name: string) => DatasetArray;
  /** Frees the library's copy. */
  close: () => void;
}

/** Why a file or a dataset can't be used. */
export class Hdf5Fault extends Error {
  /** The dataset that it is about; absent where it is the file. */
  readonly dataset: string | undefined;

  constructor(message: string, dataset?: string, options?: ErrorOptions) {
    super(message, options);
    this.dataset = dataset;
  }
}

/** Two files of one name would be one to the library. */
let opened = 0;

/**
 * Opens an HDF5 file. The library is C that trusts its input: on a damaged file it may trap, abort
 * or never return, and is not to be used again after that. `hdf5_worker.ts` is the place for it.
 *
 * @throws {Hdf5Fault} for whatever goes wrong, at `read`, too.
 */
export async function openDatasets(bytes: Uint8Array): Promise<Datasets> {
  const library = await import("h5wasm");
  const module = await library.ready;
  // Otherwise the library prints its errors and goes on.
  module.activate_throwing_error_handler();
  const place = `data${opened++}.h5`;
  const file = attempt(() => {
    module.FS.writeFile(place, bytes);
    return new library.File(place, "r");
  });
  const datasetOf = (name: string) => file.get(name) as Dataset;
  const size = (name: string) => attempt(() => declaredBytes(datasetOf(name)));
  return {
    names: attempt(() =>
      file.paths().map((path) => path.replace(/^\//, ""))
        .filter((path) => file.get(path) instanceof library.Dataset).sort()
    ),
    size,
    read(name) {
      checkSize(name, size(name), bytes.length);
      return attempt(() => readDataset(datasetOf(name), name));
    },
    close() {
      file.close();
      module.FS.unlink(place);
    },
  };
}

function declaredBytes({ shape, metadata }: Dataset): number {
  return (shape ?? []).reduce((product, length) => product * length, metadata.size);
}

/** A dataset of any size can be declared in a few bytes, and one of zeros packed into few. */
function checkSize(name: string, size: number, fileBytes: number): void {
  if (!(size <= maximumBytes)) {
    throw new Hdf5Fault(`it has ${size} bytes, over ${maximumBytes}`, name);
  }
  if (size > freeBytes && size > denseRatio * fileBytes) {
    throw new Hdf5Fault(
      `it has ${size} bytes, over ${freeBytes} and more than ${denseRatio} times the file`,
      name,
    );
  }
}

function readDataset(dataset: Dataset, name: string): DatasetArray {
  const { shape } = dataset;
  if (shape === null) throw new Hdf5Fault("it is empty", name);
  const length = shape.reduce((product, size) => product * size, 1);
  const value = dataset.value;
  const values = typeof value === "string" ? [value] : value;
  if (!isValues(values) || values.length !== length) {
    throw new Hdf5Fault("its type is neither one of numbers nor one of strings", name);
  }
  return { shape, values };
}

function isValues(value: unknown): value is ArrayValues {
  return ArrayBuffer.isView(value) && !(value instanceof DataView) ||
    Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** Says what the library's error means for the user. */
function attempt<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof Hdf5Fault) throw error;
    // The innermost function's complaint comes last: "#006: … line 577 in f(): truncated file: …".
    const reasons = [...String(error).matchAll(/#\d+:.*?\(\): (.*)/g)];
    throw new Hdf5Fault(reasons.at(-1)?.[1] ?? "it is damaged", undefined, { cause: error });
  }
}
