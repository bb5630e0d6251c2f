import { join } from "@std/path";
import type { FileLayer } from "./file_layer.ts";
import { joined } from "./joined.ts";
import {
  commitFile,
  isOwned,
  modelsFolder,
  ownedFiles,
  partialFolder,
  pendingFolder,
} from "./paths.ts";
import { recordedModels } from "./recorded_models.ts";

/**
 * What a file is to hold; a function where it is made only when it is written, at once or in pieces;
 * `last` where that is when all others are written.
 */
export type Content =
  | Uint8Array
  | (() => Uint8Array | Iterable<Uint8Array>)
  | { last: () => Uint8Array };

/** What `.pending` says once all its files are safely written. */
interface Commit {
  /** Waits to be moved into place. */
  files: string[];
  /** Models of the set before it: which they are can be read only as long as that is in place. */
  models: string[];
}

/**
 * Replaces the result files of a folder as one set. All files are first written and synced into
 * `.pending`, then a list of them is put there by one rename: up to that moment the old set is
 * whole, from then on the new one is, and whatever stops the moves that follow, `finishReplacing`
 * completes them. Files of ours that are not in the new set are removed, of the models those of the
 * runs that the folder has recorded; others are left alone.
 *
 * @param folder Exists.
 * @param contents Content by path relative to the folder; each path is one of ours.
 * @throws {RangeError} A path that is not ours.
 */
export async function replaceFiles(
  folder: string,
  contents: ReadonlyMap<string, Content>,
  files: FileLayer,
): Promise<void> {
  for (const path of contents.keys()) {
    if (!isOwned(path)) throw new RangeError(`Cannot write "${path}": it is no result file`);
  }
  await finishReplacing(folder, files);
  const pending = join(folder, pendingFolder);
  try {
    await stage(pending, contents, { models: await recordedModels(folder, files), files });
  } catch (error) {
    await discard(pending, files).catch(() => {});
    throw error;
  }
  // Before anything moves, `.pending` itself must be on the disk: a part of the set is none.
  await files.sync(folder);
  await finishReplacing(folder, files);
}

/**
 * Completes what an earlier `replaceFiles` could not: if its list of files is there they are moved
 * into place, otherwise its leftovers are removed.
 */
export async function finishReplacing(folder: string, files: FileLayer): Promise<void> {
  const pending = join(folder, pendingFolder);
  if (await files.kind(pending) === undefined) return;
  const commit = await readCommit(folder, files);
  if (commit !== undefined) {
    await moveIntoPlace(folder, commit.files, files);
    await removeStale(folder, commit, files);
    await removePartial(join(folder, partialFolder), files);
    await files.sync(folder);
  }
  await discard(pending, files);
  await files.sync(folder);
}

/** The paths of a set that waits to be moved into place; `undefined` where none does. */
export async function committedPaths(
  folder: string,
  files: Pick<FileLayer, "kind" | "read">,
): Promise<string[] | undefined> {
  return (await readCommit(folder, files))?.files;
}

async function readCommit(
  folder: string,
  files: Pick<FileLayer, "kind" | "read">,
): Promise<Commit | undefined> {
  const list = join(folder, pendingFolder, commitFile);
  if (await files.kind(list) !== "file") return undefined;
  const text = new TextDecoder().decode(await files.read(list));
  try {
    const commit = JSON.parse(text);
    const owned = (paths: unknown[]) => paths.map(String).filter(isOwned);
    // Once it was nothing but the list of files.
    if (Array.isArray(commit)) return { files: owned(commit), models: [] };
    return { files: owned([...commit.files]), models: owned([...commit.models]) };
  } catch {
    return undefined; // not written by us: what is beside it is no set
  }
}

async function stage(
  pending: string,
  contents: ReadonlyMap<string, Content>,
  { models: before, files }: { models: string[]; files: FileLayer },
): Promise<void> {
  await files.makeFolder(pending);
  const paths = [...contents.keys()];
  if (paths.some((path) => path.startsWith(`${modelsFolder}/`))) {
    await files.makeFolder(join(pending, modelsFolder));
  }
  await writeAll(pending, contents, files);
  const models = join(pending, modelsFolder);
  if (await files.kind(models) === "folder") await files.sync(models);
  const commit: Commit = { files: paths, models: before };
  const list = new TextEncoder().encode(JSON.stringify(commit));
  await writeSynced(join(pending, `${commitFile}.new`), list, files);
  await files.sync(pending);
  await files.rename(join(pending, `${commitFile}.new`), join(pending, commitFile));
  await files.sync(pending);
}

/** Files that are written at once: a disk takes hardly longer to sync several. */
const writers = 8;

/** Writes and syncs files; when this ends, whether well or not, nothing is written any more. */
async function writeAll(
  folder: string,
  contents: ReadonlyMap<string, Content>,
  files: FileLayer,
): Promise<void> {
  const ends: [string, () => Uint8Array][] = [];
  await all(contents, async ([path, content]) => {
    if ("last" in content) return void ends.push([path, content.last]);
    const bytes = typeof content === "function" ? content() : content;
    await writeSynced(join(folder, path), bytes, files);
  });
  await all(ends, ([path, make]) => writeSynced(join(folder, path), make(), files));
}

/** Does something with all of a list, some at a time; when this ends, whether well or not, nothing is under way. */
async function all<T>(list: Iterable<T>, act: (one: T) => Promise<void>): Promise<void> {
  const left = list[Symbol.iterator]();
  let failed = false;
  const go = async () => {
    for (let next = left.next(); !next.done && !failed; next = left.next()) {
      try {
        await act(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: writers }, go));
  const failure = outcomes.find((outcome) => outcome.status === "rejected");
  if (failure) throw failure.reason;
}

/** Writes a file and waits until its content is on the disk. */
export async function writeSynced(
  path: string,
  bytes: Uint8Array | Iterable<Uint8Array>,
  files: FileLayer,
): Promise<void> {
  if (files.writeSynced) return await files.writeSynced(path, bytes);
  await files.write(path, joined(bytes));
  await files.sync(path);
}

/**
 * Replaces one file: what was there stays until the new content is on the disk. The new name is safe
 * once its folder is synced.
 *
 * @param options.attempt Another number for each file that is written at the same time.
 */
export async function replaceFile(
  path: string,
  bytes: Uint8Array,
  { files, attempt }: { files: FileLayer; attempt: number },
): Promise<void> {
  const temporary = `${path}.${attempt}.tmp`;
  try {
    await writeSynced(temporary, bytes, files);
    await files.rename(temporary, path);
  } catch (error) {
    await files.remove(temporary).catch(() => {});
    throw error;
  }
}

async function moveIntoPlace(folder: string, paths: string[], files: FileLayer): Promise<void> {
  const models = join(folder, modelsFolder);
  const someModels = paths.some((path) => path.startsWith(`${modelsFolder}/`));
  if (someModels && await files.kind(models) === undefined) await files.makeFolder(models);
  await all(paths, async (path) => {
    const from = join(folder, pendingFolder, path);
    try {
      await files.rename(from, join(folder, path));
    } catch (error) {
      // Gone where an earlier attempt has moved it.
      if (!(error instanceof Deno.errors.NotFound) || await files.kind(from) === "file") {
        throw error;
      }
    }
  });
  if (someModels) await files.sync(models);
}

/** Removes what was recorded and our other files, unless they are in the set. */
async function removeStale(
  folder: string,
  { files: keep, models }: Commit,
  files: FileLayer,
): Promise<void> {
  const kept = new Set(keep);
  // The models first: what is left of them after a failure is still recorded.
  for (const path of [...models, ...ownedFiles].filter((path) => !kept.has(path))) {
    const place = join(folder, path);
    if (await files.kind(place) === "file") await files.remove(place);
  }
  const place = join(folder, modelsFolder);
  if (models.length > 0 && await files.kind(place) === "folder") await files.sync(place);
  await removeIfEmpty(place, files);
}

/** Removes the results of an interrupted sweep. */
async function removePartial(partial: string, files: FileLayer): Promise<void> {
  if (await files.kind(partial) !== "folder") return;
  // A write that was stopped there may have moved some of its models into place already.
  const commit = await readCommit(partial, files);
  const moved = [...commit?.files ?? [], ...commit?.models ?? []];
  const models = [...await recordedModels(partial, files), ...moved];
  await removeStale(partial, { files: [], models }, files);
  await discard(join(partial, pendingFolder), files);
  await removeIfEmpty(partial, files);
}

/** Removes a `.pending`, its list of files first: without it the rest is only leftovers. */
async function discard(pending: string, files: FileLayer): Promise<void> {
  if (await files.kind(pending) !== "folder") return;
  for (const name of [commitFile, `${commitFile}.new`]) {
    const place = join(pending, name);
    if (await files.kind(place) === "file") await files.remove(place);
  }
  // A list that a power cut brings back would take what is removed next for moved.
  await files.sync(pending);
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
