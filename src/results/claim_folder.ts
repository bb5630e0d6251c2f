import { join } from "@std/path";
import { inTheWay, inUsableFolder } from "./check_writable.ts";
import { namedFiles } from "./file_errors.ts";
import { denoFiles, type FileLayer } from "./file_layer.ts";
import { type FolderLock, lockFolder, type LockHolder } from "./folder_lock.ts";
import { type Journal, openJournal } from "./journal.ts";
import { modelPath, partialFolder } from "./paths.ts";
import { finishReplacing } from "./replace_files.ts";
import { recordedModels } from "./recorded_models.ts";
import { decodeSafetensors } from "./safetensors_decode.ts";

/** A results folder that this process alone writes to. */
export interface ClaimedFolder {
  journal: Journal;
  /** Why other processes are not kept out, where that is so. */
  unguarded?: string;
  release(): Promise<void>;
}

/** The experiment whose results go there. */
export interface Claim {
  experiment: string;
  /** Names of its runs. */
  runs: readonly string[];
  holder: LockHolder;
  files?: FileLayer;
  /** Something else in the place of the operating system's lock. */
  lock?: (folder: string, holder: LockHolder) => Promise<FolderLock>;
}

/**
 * Makes sure, before anything is trained, that results can be written to a folder and that nobody
 * else does so until `release`. What a killed process has left there is completed or removed.
 *
 * @throws {ExperimentError} as `checkWritable`; also for another process that has the folder, and
 * for a file that is the user's own and has the name of a model that is to be written.
 */
export async function claimFolder(folder: string, claim: Claim): Promise<ClaimedFolder> {
  const { files = denoFiles, lock = lockFolder, holder } = claim;
  const named = namedFiles(files);
  const usable = { files, lock: () => lock(folder, holder) };
  return await inUsableFolder(folder, usable, async (held) => {
    for (const place of [folder, join(folder, partialFolder)]) {
      if (await named.kind(place) === "folder") await finishReplacing(place, named);
    }
    await checkModels(folder, { ...claim, files: named });
    const journal = await openJournal(folder, { files });
    return {
      journal,
      ...(held!.unguarded === undefined ? {} : { unguarded: held!.unguarded }),
      release: () => held!.release(),
    };
  });
}

/** Models that the folder's record names are ours; of others, those that say so. */
async function checkModels(
  folder: string,
  { experiment, runs, files }: Claim & { files: FileLayer },
): Promise<void> {
  const recorded = new Set(await recordedModels(folder, files));
  for (const run of runs) {
    for (const path of [modelPath(run, "last"), modelPath(run, "best")]) {
      const place = join(folder, path);
      if (recorded.has(path)) continue;
      const kind = await files.kind(place);
      if (kind === "folder") throw inTheWay(place, "a folder is in its place");
      if (kind === undefined || isModelOf(await files.read(place), { experiment, run })) continue;
      throw inTheWay(place, "a file is in its place that no run has written there");
    }
  }
}

function isModelOf(
  bytes: Uint8Array,
  { experiment, run }: { experiment: string; run: string },
): boolean {
  try {
    const { metadata } = decodeSafetensors(bytes);
    return metadata.experiment === experiment && metadata.run === run;
  } catch {
    return false;
  }
}
