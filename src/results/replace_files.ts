import { join } from "@std/path";
import type { FileLayer } from "./file_layer.ts";
import {
  commitFile,
  isOwned,
  modelsFolder,
  ownedFiles,
  partialFolder,
  pendingFolder,
} from "./paths.ts";

/**
 * Replaces the result files of a folder as one set. All files are first written and synced into
 * `.pending`, then a list of them is put there by one rename: up to that moment the old set is
 * whole, from then on the new one is, and whatever stops the moves that follow, `finishReplacing`
 * completes them. Files of ours that are not in the new set are removed; others are left alone.
 *
 * @param folder Exists.
 * @param contents Content by path relative to the folder; each path is one of ours.
 * @throws {RangeError} A path that is not ours.
 */
export async function replaceFiles(
  folder: string,
  contents: ReadonlyMap<string, Uint8Array>,
  files: FileLayer,
): Promise<void> {
  for (const path of contents.keys()) {
    if (!isOwned(path)) throw new RangeError(`Cannot write "${path}": it is no result file`);
  }
  await finishReplacing(folder, files);
  const pending = join(folder, pendingFolder);
  try {
    await stage(pending, contents, files);
  } catch (error) {
    await discard(pending, files).catch(() => {});
    throw error;
  }
  await finishReplacing(folder, files);
}

/**
 * Completes what an earlier `replaceFiles` could not: if its list of files is there they are moved
 * into place, otherwise its leftovers are removed.
 */
export async function finishReplacing(folder: string, files: FileLayer): Promise<void> {
  const pending = join(folder, pendingFolder);
  if (await files.kind(pending) === undefined) return;
  const paths = await committedPaths(folder, files);
  if (paths !== undefined) {
    await moveIntoPlace(folder, paths, files);
    await removeStale(folder, new Set(paths), files);
    await files.sync(folder);
  }
  await discard(pending, files);
  await files.sync(folder);
}

/** The paths of a set that waits to be moved into place; `undefined` where none does. */
export async function committedPaths(
  folder: string,
  files: FileLayer,
): Promise<string[] | undefined> {
  const list = join(folder, pendingFolder, commitFile);
  if (await files.kind(list) !== "file") return undefined;
  const text = new TextDecoder().decode(await files.read(list));
  try {
    const paths: unknown = JSON.parse(text);
    return Array.isArray(paths) ? paths.map(String).filter(isOwned) : undefined;
  } catch {
    return undefined; // not written by us: what is beside it is no set
  }
}

async function stage(
  pending: string,
  contents: ReadonlyMap<string, Uint8Array>,
  files: FileLayer,
): Promise<void> {
  await files.makeFolder(pending);
  const paths = [...contents.keys()];
  if (paths.some((path) => path.startsWith(`${modelsFolder}/`))) {
    await files.makeFolder(join(pending, modelsFolder));
  }
  for (const [path, bytes] of contents) await writeSynced(join(pending, path), bytes, files);
  const models = join(pending, modelsFolder);
  if (await files.kind(models) === "folder") await files.sync(models);
  const list = new TextEncoder().encode(JSON.stringify(paths));
  await writeSynced(join(pending, `${commitFile}.new`), list, files);
  await files.sync(pending);
  await files.rename(join(pending, `${commitFile}.new`), join(pending, commitFile));
  await files.sync(pending);
}

async function writeSynced(path: string, bytes: Uint8Array, files: FileLayer): Promise<void> {
  await files.write(path, bytes);
  await files.sync(path);
}

async function moveIntoPlace(folder: string, paths: string[], files: FileLayer): Promise<void> {
  const models = join(folder, modelsFolder);
  const someModels = paths.some((path) => path.startsWith(`${modelsFolder}/`));
  if (someModels && await files.kind(models) === undefined) await files.makeFolder(models);
  for (const path of paths) {
    const from = join(folder, pendingFolder, path);
    // Gone where an earlier attempt has moved it.
    if (await files.kind(from) === "file") await files.rename(from, join(folder, path));
  }
  if (someModels) await files.sync(models);
}

/** Removes our files that are not in the set, and the results of an interrupted sweep. */
async function removeStale(
  folder: string,
  keep: ReadonlySet<string>,
  files: FileLayer,
): Promise<void> {
  const models = await modelPaths(folder, files);
  for (const path of [...ownedFiles, ...models]) {
    const place = join(folder, path);
    if (!keep.has(path) && await files.kind(place) === "file") await files.remove(place);
  }
  await removeIfEmpty(join(folder, modelsFolder), files);
  const partial = join(folder, partialFolder);
  if (await files.kind(partial) !== "folder") return;
  await discard(join(partial, pendingFolder), files);
  await removeStale(partial, new Set(), files);
  await removeIfEmpty(partial, files);
}

/** Removes a `.pending`, its list of files first: without it the rest is only leftovers. */
async function discard(pending: string, files: FileLayer): Promise<void> {
  if (await files.kind(pending) !== "folder") return;
  for (const name of [commitFile, `${commitFile}.new`]) {
    const place = join(pending, name);
    if (await files.kind(place) === "file") await files.remove(place);
  }
  for (const path of [...ownedFiles, ...await modelPaths(pending, files)]) {
    const place = join(pending, path);
    if (await files.kind(place) === "file") await files.remove(place);
  }
  await removeIfEmpty(join(pending, modelsFolder), files);
  await removeIfEmpty(pending, files);
}

async function modelPaths(folder: string, files: FileLayer): Promise<string[]> {
  const models = join(folder, modelsFolder);
  if (await files.kind(models) !== "folder") return [];
  return (await files.list(models)).map((name) => `${modelsFolder}/${name}`).filter(isOwned);
}

async function removeIfEmpty(folder: string, files: FileLayer): Promise<void> {
  if (await files.kind(folder) !== "folder") return;
  if ((await files.list(folder)).length === 0) await files.remove(folder);
}
