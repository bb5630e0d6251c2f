import { join } from "@std/path";
import { type CheckpointFiles, checkpointFiles } from "./checkpoint_files.ts";
import { makeFolders } from "./check_writable.ts";
import { namedFiles, writeError } from "./file_errors.ts";
import { denoFiles, type FileLayer } from "./file_layer.ts";
import { journalFolder } from "./paths.ts";
import { replaceFile } from "./replace_files.ts";
import { decodeRun, encodeRun, type FinishedRun } from "./run_entry.ts";

/** What the journal of a results folder may take between sweeps, in bytes. */
export const journalLimit = 0x4000_0000;

/** What even the smallest file takes. */
const blockBytes = 4096;

/** What was found for a key. */
export type Found =
  | { state: "finished"; result: FinishedRun }
  | { state: "missing" }
  /** There is a file, but its content is not what was once written. */
  | { state: "damaged" };

/** How a run compares with what was there under its key. */
export type Kept = "new" | "same" | "changed";

/** The finished runs of a results folder, each in a file of its own. */
export interface Journal {
  /** `.journal` in the results folder; may be deleted while nothing runs. */
  readonly folder: string;
  /** Runs that are not finished. */
  readonly checkpoints: CheckpointFiles;
  find(key: string): Promise<Found>;
  /** Keeps a run. When this is done, the run survives a killed process and a power cut. */
  keep(key: string, result: FinishedRun): Promise<Kept>;
  /**
   * Brings the journal below `limit` bytes: runs that are not in hand go first, finished or not, of
   * those and then of the others the oldest.
   *
   * @param options.spare Whether those in hand stay, however large they are; default false.
   */
  prune(
    inHand: ReadonlySet<string>,
    options?: { limit?: number; spare?: boolean },
  ): Promise<void>;
}

/**
 * Opens the journal of a results folder and removes what a killed process left half written.
 *
 * Keys are 64 hexadecimal digits: a digest of everything that a run's result is a function of. Files
 * in the folder that have other names than `<key>.run` and `<key>.checkpoint` are left alone.
 *
 * @param results The results folder, which exists and is locked.
 * @throws {ExperimentError} naming the file that could not be written.
 */
export async function openJournal(
  results: string,
  { files = denoFiles }: { files?: FileLayer } = {},
): Promise<Journal> {
  const folder = join(results, journalFolder);
  const named = namedFiles(files);
  let written = 0;
  const fail = (error: unknown) => Promise.reject(writeError(folder, error));
  const syncFolder = shared(() => named.sync(folder));

  async function read(key: string): Promise<Found & { digest?: string }> {
    const path = join(folder, `${key}.run`);
    if (await named.kind(path) !== "file") return { state: "missing" };
    // A file that cannot be read is as good as a damaged one: the run is trained again.
    const bytes = await named.read(path).catch(() => new Uint8Array());
    const entry = decodeRun(key, bytes);
    return entry === undefined ? { state: "damaged" } : { state: "finished", ...entry };
  }

  async function find(key: string): Promise<Found> {
    const { digest: _, ...found } = await read(key);
    return found;
  }

  async function keep(key: string, result: FinishedRun): Promise<Kept> {
    const { bytes, digest } = encodeRun(key, result);
    const before = await read(key);
    if (before.digest === digest) return "same";
    const path = join(folder, `${key}.run`);
    await replaceFile(path, bytes, { files: named, attempt: written++ });
    await syncFolder();
    return before.digest === undefined ? "new" : "changed";
  }

  async function prune(
    inHand: ReadonlySet<string>,
    { limit = journalLimit, spare = false } = {},
  ): Promise<void> {
    const entries = [];
    const names = await named.list(folder);
    for (const name of names.filter((name) => /^[0-9a-f]{64}\.(run|checkpoint)$/.test(name))) {
      const { bytes, modifiedMs } = await named.facts(join(folder, name));
      const size = blockBytes * Math.ceil(bytes / blockBytes);
      entries.push({ name, size, modifiedMs, needed: inHand.has(name.slice(0, 64)) });
    }
    entries.sort((a, b) => Number(b.needed) - Number(a.needed) || b.modifiedMs - a.modifiedMs);
    let total = 0;
    for (const { name, size, needed } of entries) {
      total += size;
      if (total > limit && !(spare && needed)) await named.remove(join(folder, name));
    }
  }

  try {
    await makeFolders(folder, { files: named });
    for (const name of await named.list(folder)) {
      const isLeftover = /^[0-9a-f]{64}\.(run|checkpoint)\.\d+\.tmp$/.test(name);
      if (isLeftover) await named.remove(join(folder, name));
    }
  } catch (error) {
    return fail(error);
  }
  return {
    folder,
    checkpoints: checkpointFiles(folder, named),
    find: (key) => find(key).catch(fail),
    keep: (key, result) => keep(key, result).catch(fail),
    prune: (inHand, options) => prune(inHand, options).catch(fail),
  };
}

/**
 * Many calls at once share one action: each waits for one that began after its call. So the folder
 * is synced once for all runs that were finished meanwhile.
 */
function shared(act: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = () => {
    const mine = act();
    running = mine;
    const done = () => {
      if (running === mine) running = undefined;
    };
    mine.then(done, done);
    return mine;
  };
  return () => {
    if (running === undefined) return start();
    next ??= running.catch(() => {}).then(() => {
      next = undefined;
      return start();
    });
    return next;
  };
}
