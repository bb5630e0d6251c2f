import { join } from "@std/path";
import { type CheckpointFiles, checkpointFiles } from "./checkpoint_files.ts";
import { makeFolders } from "./check_writable.ts";
import { namedFiles, writeError } from "./file_errors.ts";
import { denoFiles, type FileLayer } from "./file_layer.ts";
import { journalFolder } from "./paths.ts";
import { replaceFile } from "./replace_files.ts";
import { decodeRun } from "./decode_run.ts";
import { encodeRun, type FinishedRun, type KeyedRunEntry, withKey } from "./run_entry.ts";
import { gatherGroups } from "./gather_groups.ts";
import { encodeGroup, type KeyedEntry, readAgain, runEntries } from "./run_groups.ts";

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

/** The finished runs of a results folder, each in a file of its own, or many in one where they come fast. */
export interface Journal {
  /** `.journal` in the results folder; may be deleted while nothing runs. */
  readonly folder: string;
  /** Runs that are not finished. */
  readonly checkpoints: CheckpointFiles;
  find(key: string): Promise<Found>;
  /**
   * Keeps a run. When this is done, the run survives a killed process and a power cut.
   *
   * @param entry The same run under another key, where there is one: its bytes are taken.
   */
  keep(key: string, result: FinishedRun, entry?: KeyedRunEntry): Promise<Kept>;
  /** Reads a run that is there whenever it is called; `undefined` where files cannot be read at once. */
  reader(key: string): Promise<(() => FinishedRun) | undefined>;
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
 * in the folder that have other names than `<key>.run`, `<key>.checkpoint` and `<digest>.runs`, a group
 * of runs, are left alone.
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

  const entries = runEntries(folder, named);
  // Asked for and not found: nobody else writes here.
  const missing = new Set<string>();
  const groups = gatherGroups(writeOne, writeGroup);

  async function read(key: string): Promise<Found & { digest?: string }> {
    if (missing.has(key)) return { state: "missing" };
    const place = await entries.place(key);
    if (place === undefined) {
      missing.add(key);
      return { state: "missing" };
    }
    const entry = decodeRun(key, await entries.read(place));
    return entry === undefined ? { state: "damaged" } : { state: "finished", ...entry };
  }

  async function find(key: string): Promise<Found> {
    const { digest: _, ...found } = await read(key);
    return found;
  }

  async function keep(key: string, result: FinishedRun, entry?: KeyedRunEntry): Promise<Kept> {
    const { bytes, digest } = (entry && withKey(key, entry)) ?? encodeRun(key, result);
    const before = await read(key);
    if (before.digest === digest) return "same";
    // A file of its own stands for what a group may have under the same key.
    if (before.state === "missing") await groups.add({ key, bytes });
    else await writeOne({ key, bytes });
    missing.delete(key);
    return before.digest === undefined ? "new" : "changed";
  }

  async function writeOne({ key, bytes }: KeyedEntry): Promise<void> {
    await replaceFile(join(folder, `${key}.run`), bytes, { files: named, attempt: written++ });
    await syncFolder();
    entries.addFile(key);
  }

  async function writeGroup(list: readonly KeyedEntry[]): Promise<void> {
    const { name, bytes } = encodeGroup(list);
    await replaceFile(join(folder, name), bytes, { files: named, attempt: written++ });
    await syncFolder();
    entries.addGroup(name, bytes);
  }

  async function reader(key: string): Promise<(() => FinishedRun) | undefined> {
    const place = files.readPart && await entries.place(key);
    return place && (() => readAgain(key, { place, readPart: files.readPart! }).result);
  }

  async function prune(
    inHand: ReadonlySet<string>,
    { limit = journalLimit, spare = false } = {},
  ): Promise<void> {
    const found = [];
    const names = await named.list(folder);
    const grouped = await entries.groups();
    for (const name of names.filter((name) => /^[0-9a-f]{64}\.(runs?|checkpoint)$/.test(name))) {
      const { bytes, modifiedMs } = await named.facts(join(folder, name));
      const size = blockBytes * Math.ceil(bytes / blockBytes);
      const keys = grouped.get(name) ?? [name.slice(0, 64)];
      found.push({ name, size, modifiedMs, needed: keys.some((key) => inHand.has(key)) });
    }
    found.sort((a, b) => Number(b.needed) - Number(a.needed) || b.modifiedMs - a.modifiedMs);
    let total = 0;
    for (const { name, size, needed } of found) {
      total += size;
      if (total > limit && !(spare && needed)) await named.remove(join(folder, name));
    }
  }

  try {
    await makeFolders(folder, { files: named });
    for (const name of await named.list(folder)) {
      const isLeftover = /^[0-9a-f]{64}\.(runs?|checkpoint)\.\d+\.tmp$/.test(name);
      if (isLeftover) await named.remove(join(folder, name));
    }
  } catch (error) {
    return fail(error);
  }
  return {
    folder,
    checkpoints: checkpointFiles(folder, named),
    find: (key) => find(key).catch(fail),
    keep: (key, result, entry) => keep(key, result, entry).catch(fail),
    reader: (key) => reader(key).catch(fail),
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
