import { ExperimentError } from "../errors.ts";
import { unknownName } from "../suggest.ts";
import type { Hdf5Options, NpzOptions } from "./array_options.ts";
import { type ArrayPart, assembleArrays, type NamedArray } from "./arrays.ts";
import { detectArrays } from "./detect_arrays.ts";
import { type PartName, partNames } from "./digest.ts";
import type { LoadedData } from "./types.ts";

/** A file of arrays by name. */
export interface ArrayFile {
  /** In the order of code units. */
  names: string[];
  read: (name: string) => NamedArray | Promise<NamedArray>;
  close: () => void;
}

/**
 * A data set from files of arrays by name: one file with all rows, or one for each part.
 *
 * @param open Opens the file at a path as the user wrote it.
 * @throws {ExperimentError} If arrays can't be found or don't fit together.
 */
export async function loadNamedArrays(
  options: Hdf5Options | NpzOptions,
  open: (path: string) => Promise<ArrayFile>,
): Promise<LoadedData> {
  const parts: Partial<Record<PartName, ArrayPart>> = {};
  let classes = Array.isArray(options.classes) ? options.classes : undefined;
  for (const part of [undefined, ...partNames]) {
    const path = options[part ?? "path"];
    if (path === undefined) continue;
    const file = await open(path);
    try {
      const { inputs, labels } = options;
      const found = detectArrays(file.names, { file: path, part, inputs, labels });
      for (const name of partNames) {
        const names = found[name];
        if (names === undefined) continue;
        parts[name] = {
          inputs: await file.read(names.inputs),
          labels: await file.read(names.labels),
        };
      }
      classes ??= await readClasses(file, path, options.classes as string | undefined);
    } finally {
      file.close();
    }
  }
  const { train, ...others } = parts;
  if (train === undefined) {
    throw new ExperimentError("Cannot train: no file with training rows is named", {
      place: "data.train",
      remedy: "Give data.path or data.train",
    });
  }
  return assembleArrays({ train, ...others }, { task: options.task, classes });
}

const classesName = "list_classes";

/** The class names that a file holds, if it does. */
async function readClasses(
  file: ArrayFile,
  path: string,
  name: string | undefined,
): Promise<string[] | undefined> {
  if (name !== undefined && !file.names.includes(name)) {
    throw new ExperimentError(unknownName("array", name, file.names), {
      file: path,
      place: "data.classes",
      remedy: "Name the array of class names, or list the names themselves",
    });
  }
  if (!file.names.includes(name ?? classesName)) return undefined;
  const { values } = await file.read(name ?? classesName);
  return Array.from(values as Iterable<unknown>, String);
}
