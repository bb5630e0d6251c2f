import { basename, extname, join, resolve } from "@std/path";
import { ExperimentError, systemWords } from "../errors.ts";
import { type ArrayNames, detectArrays, partNamed } from "./detect_arrays.ts";
import { type PartName, partNames } from "./digest.ts";

/** One file or folder with all rows, or one for each part. Paths are absolute. */
export type PartFiles = { path: string } | { train: string; validation?: string; test?: string };

/** What kind of data is at a path, and which files hold it. */
export type FoundData =
  | { type: "csv" | "hdf5" | "npz" | "images"; files: PartFiles }
  | { type: "npy"; files: Partial<Record<PartName, ArrayNames>> };

const fileTypes: Record<string, "csv" | "hdf5" | "npz"> = {
  ".csv": "csv",
  ".h5": "hdf5",
  ".hdf5": "hdf5",
  ".npz": "npz",
};

/**
 * Finds out what kind of data is at a path by the names of the files there.
 *
 * @param path From the working folder.
 * @throws {ExperimentError} If there is nothing, or no telling what it is.
 */
export async function findData(path: string): Promise<FoundData> {
  const absolute = resolve(path);
  const { isDirectory } = await look(path, () => Deno.stat(absolute));
  if (isDirectory) return await look(path, () => findInFolder(path, absolute));
  const type = fileTypes[extname(absolute).toLowerCase()];
  if (type !== undefined) return { type, files: { path: absolute } };
  throw new ExperimentError(
    `Cannot use ${path} as data: it is neither a folder nor a file that ends with ` +
      Object.keys(fileTypes).join(", "),
    {
      file: path,
      remedy: "Give a folder of pictures, a folder of .npy files of inputs and labels, " +
        "or a file of one of these kinds",
    },
  );
}

async function look<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof ExperimentError) throw error;
    const missing = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    throw new ExperimentError(
      `Cannot read data from ${path}: ${
        missing ? "there is nothing at this path" : systemWords(error)
      }`,
      { file: path, remedy: "Check the path after --data, which starts at the working folder" },
      { cause: error },
    );
  }
}

async function findInFolder(path: string, absolute: string): Promise<FoundData> {
  const files: string[] = [];
  const folders: string[] = [];
  for await (const { name } of Deno.readDir(absolute)) {
    if (name.startsWith(".")) continue;
    // Follows links.
    const { isDirectory } = await Deno.stat(join(absolute, name));
    (isDirectory ? folders : files).push(name);
  }
  files.sort();
  folders.sort();

  const ofType = (wanted: string) =>
    files.filter((name) => fileTypes[extname(name).toLowerCase()] === wanted)
      .map((name) => join(absolute, name));
  for (const type of ["hdf5", "npz"] as const) {
    const found = ofType(type);
    if (found.length > 0) return { type, files: filesByPart(found, path) };
  }
  const arrays = files.filter((name) => /\.npy$/i.test(name));
  if (arrays.length > 0) return { type: "npy", files: arraysByPart(arrays, { path, absolute }) };
  const tables = ofType("csv");
  // A table beside pictures is about them.
  const pictures = folders.length > 0 || files.some((name) => /\.(jpe?g|png)$/i.test(name));
  if (tables.length > 0 && !pictures) return { type: "csv", files: filesByPart(tables, path) };

  const inParts = folders.filter((name) => partNamed(name) !== undefined);
  if (!inParts.some((name) => partNamed(name) === "train")) {
    return { type: "images", files: { path: absolute } };
  }
  const parts = inParts.map((name) => join(absolute, name));
  return { type: "images", files: filesByPart(parts, path, true) };
}

/** A single file has all rows, unless the files are known to be `inParts`. */
function filesByPart(files: readonly string[], path: string, inParts = false): PartFiles {
  if (files.length === 1 && !inParts) return { path: files[0]! };
  const parts: Partial<Record<PartName, string>> = {};
  for (const part of partNames) {
    const named = files.filter((file) => partNamed(basename(file)) === part);
    if (named.length > 1 || (named.length === 0 && part === "train")) {
      throw new ExperimentError(
        `Cannot tell which file in ${path} holds the ${part} rows: ` +
          (named.length > 1 ? named : files).map((file) => basename(file)).join(" or "),
        { file: path, remedy: "Give one file, or have train and test in the names of two" },
      );
    }
    if (named.length === 1) parts[part] = named[0]!;
  }
  return { ...parts, train: parts.train! };
}

function arraysByPart(
  files: readonly string[],
  { path, absolute }: { path: string; absolute: string },
): Partial<Record<PartName, ArrayNames>> {
  const stems = files.map((name) => name.slice(0, -".npy".length));
  const found = detectArrays(stems, { file: path });
  const whole = (stem: string) => join(absolute, files[stems.indexOf(stem)]!);
  const parts: Partial<Record<PartName, ArrayNames>> = {};
  for (const part of partNames) {
    const names = found[part];
    if (names === undefined) continue;
    parts[part] = { inputs: whole(names.inputs), labels: whole(names.labels) };
  }
  return parts;
}
