import { dirname, join } from "@std/path";
import { ExperimentError } from "../errors.ts";
import { writeError } from "./file_errors.ts";
import { denoFiles, type FileLayer } from "./file_layer.ts";
import { modelsFolder, ownedFiles, partialFolder, pendingFolder } from "./paths.ts";

/**
 * Makes sure, before anything is trained, that results can be written to a folder: creates it where
 * it is missing, then writes, syncs and removes a file in it. Leaves nothing behind when it fails.
 *
 * @throws {ExperimentError} The folder cannot be created or written, or something that is not ours
 * is in the place of one of the files.
 */
export async function checkWritable(folder: string, files: FileLayer = denoFiles): Promise<void> {
  const created: string[] = [];
  try {
    await makeFolders(folder, { created, files });
    await checkPlaces(folder, files);
    await probe(join(folder, ".probe"), files);
  } catch (error) {
    for (const path of created.toReversed()) await files.remove(path).catch(() => {});
    throw error instanceof ExperimentError ? error : writeError(folder, error);
  }
}

/** Creates a folder and the folders it is in; the new ones are noted, the outermost first. */
export async function makeFolders(
  folder: string,
  options: { created?: string[]; files: FileLayer },
): Promise<void> {
  const { created = [], files } = options;
  const found = await files.kind(folder);
  if (found === "folder") return;
  if (found === "file") throw inTheWay(folder, "a file is in its place");
  try {
    await files.makeFolder(folder);
  } catch (error) {
    // The parent is only looked at when it must be: often nothing above results/ may be read.
    if (!(error instanceof Deno.errors.NotFound) || dirname(folder) === folder) throw error;
    await makeFolders(dirname(folder), { created, files });
    await files.makeFolder(folder);
  }
  created.push(folder);
}

async function checkPlaces(folder: string, files: FileLayer): Promise<void> {
  for (const name of ownedFiles) {
    const path = join(folder, name);
    if (await files.kind(path) === "folder") throw inTheWay(path, "a folder is in its place");
  }
  for (const name of [modelsFolder, partialFolder, pendingFolder]) {
    const path = join(folder, name);
    if (await files.kind(path) === "file") throw inTheWay(path, "a file is in its place");
  }
}

async function probe(path: string, files: FileLayer): Promise<void> {
  try {
    await files.write(path, new Uint8Array([10]));
    await files.sync(path);
  } catch (error) {
    if (await files.kind(path) === "file") await files.remove(path).catch(() => {});
    throw error;
  }
  await files.remove(path);
}

function inTheWay(path: string, what: string): ExperimentError {
  return new ExperimentError(`Cannot write ${path}: ${what}`, {
    file: path,
    remedy: "Move it away, or choose another folder with --out",
  });
}
