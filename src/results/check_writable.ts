import { dirname, join } from "@std/path";
import { ExperimentError } from "../errors.ts";
import { writeError } from "./file_errors.ts";
import { denoFiles, type FileLayer } from "./file_layer.ts";
import type { FolderLock } from "./folder_lock.ts";
import {
  journalFolder,
  lockFile,
  modelsFolder,
  ownedFiles,
  partialFolder,
  pendingFolder,
} from "./paths.ts";
import { committedPaths } from "./replace_files.ts";

/** Written and removed to see whether a folder can be written to. */
const probeFile = ".probe";

/**
 * Makes sure, before anything is trained, that results can be written to a folder: creates it where
 * it is missing, then writes, syncs and removes a file in it. Leaves nothing behind when it fails.
 *
 * @throws {ExperimentError} The folder cannot be created or written, or something that is not ours
 * is in the place of one of the files: files of these names without a manifest.json that a run has
 * written are the user's own.
 */
export async function checkWritable(folder: string, files: FileLayer = denoFiles): Promise<void> {
  await inUsableFolder(folder, { files }, () => Promise.resolve());
}

/**
 * Does the same and then something more in the folder, which counts as a part of the check.
 *
 * @param options.lock Called before anything is written there that another process could meet.
 */
export async function inUsableFolder<T>(
  folder: string,
  { files, lock }: { files: FileLayer; lock?: () => Promise<FolderLock> },
  then: (lock: FolderLock | undefined) => Promise<T>,
): Promise<T> {
  const created: string[] = [];
  let held: FolderLock | undefined;
  try {
    await makeFolders(folder, { created, files });
    await checkPlaces(folder, files);
    await checkOwner(folder, files);
    held = await lock?.();
    await probe(join(folder, probeFile), files);
    return await then(held);
  } catch (error) {
    await held?.release();
    for (const path of created.toReversed()) await files.remove(path).catch(() => {});
    throw error instanceof ExperimentError ? error : writeError(folder, error);
  }
}

/**
 * Creates a folder and the folders it is in, to last; the new ones are noted, the outermost first.
 */
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
  await syncAbove(folder, files);
}

/** The folder above is often not ours: where it may not be opened it need not be synced. */
async function syncAbove(folder: string, files: FileLayer): Promise<void> {
  try {
    await files.sync(dirname(folder));
  } catch (error) {
    const { NotCapable, PermissionDenied } = Deno.errors;
    if (!(error instanceof NotCapable || error instanceof PermissionDenied)) throw error;
  }
}

async function checkPlaces(folder: string, files: FileLayer): Promise<void> {
  for (const name of [...ownedFiles, lockFile]) {
    const path = join(folder, name);
    if (await files.kind(path) === "folder") throw inTheWay(path, "a folder is in its place");
  }
  for (const name of [modelsFolder, partialFolder, pendingFolder, journalFolder]) {
    const path = join(folder, name);
    if (await files.kind(path) === "file") throw inTheWay(path, "a file is in its place");
  }
  // What is written, emptied and removed under these names would be that of another place.
  for (const name of [lockFile, probeFile, pendingFolder, partialFolder]) {
    const path = join(folder, name);
    if (await files.isLink?.(path)) throw inTheWay(path, "a link is in its place");
  }
}

/** Refuses to replace files that only have our names. */
async function checkOwner(folder: string, files: FileLayer): Promise<void> {
  const found = [];
  for (const name of ownedFiles) {
    if (await files.kind(join(folder, name)) === "file") found.push(name);
  }
  if (found.length === 0) return;
  const manifest = join(folder, "manifest.json");
  if (await files.kind(manifest) === "file" && isManifest(await files.read(manifest))) return;
  // A write that was stopped while it moved its files: the manifest may still wait.
  if (await committedPaths(folder, files) !== undefined) return;
  throw inTheWay(folder, `it holds ${found[0]}, which no run of sameseed wrote there`);
}

function isManifest(bytes: Uint8Array): boolean {
  try {
    const manifest = JSON.parse(new TextDecoder().decode(bytes));
    return typeof manifest.formatVersion === "number" &&
      typeof manifest.experimentDigest === "string";
  } catch {
    return false;
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

/** Refuses to write where something of somebody else's is. */
export function inTheWay(path: string, what: string): ExperimentError {
  return new ExperimentError(`Cannot write ${path}: ${what}`, {
    file: path,
    remedy: "Move it away, or choose another folder with --out",
  });
}
