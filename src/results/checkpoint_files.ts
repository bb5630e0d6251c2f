import { join } from "@std/path";
import {
  type CheckpointOrigin,
  decodeCheckpoint,
  encodeCheckpoint,
  type RunCheckpoint,
} from "./checkpoint_entry.ts";
import { writeError } from "./file_errors.ts";
import type { FileLayer } from "./file_layer.ts";
import { replaceFile } from "./replace_files.ts";

/** The checkpoints of a results folder: `<key>.checkpoint`, each beside the place of its run. */
export interface CheckpointFiles {
  /** Of all that are there. */
  keys(): Promise<string[]>;
  /** What is in the file of a key; `undefined` where that is damaged, or not to be read. */
  read(key: string): Promise<ReturnType<typeof decodeCheckpoint>>;
  /**
   * Puts a checkpoint in the place of the one before, which stays until this one is on the disk.
   *
   * @throws {RangeError} It is larger than what is read back.
   * @throws {ExperimentError} naming the file that could not be written.
   */
  write(origin: CheckpointOrigin, checkpoint: RunCheckpoint): Promise<void>;
  /** Removes one that is there. */
  remove(key: string): Promise<void>;
}

/** @param folder The journal's, which exists. */
export function checkpointFiles(folder: string, files: FileLayer): CheckpointFiles {
  const place = (key: string) => join(folder, `${key}.checkpoint`);
  let written = 0;
  const fail = (error: unknown) =>
    Promise.reject(error instanceof RangeError ? error : writeError(folder, error));

  async function write(origin: CheckpointOrigin, checkpoint: RunCheckpoint): Promise<void> {
    const bytes = encodeCheckpoint(origin, checkpoint);
    await replaceFile(place(origin.key), bytes, { files, attempt: written++ });
    await files.sync(folder);
  }

  return {
    async keys() {
      const names = await files.list(folder).catch(fail);
      return names.filter((name) => /^[0-9a-f]{64}\.checkpoint$/.test(name))
        .map((name) => name.slice(0, 64));
    },
    async read(key) {
      const path = place(key);
      if (await files.kind(path) !== "file") return undefined;
      return decodeCheckpoint(await files.read(path).catch(() => new Uint8Array()));
    },
    write: (origin, checkpoint) => write(origin, checkpoint).catch(fail),
    remove: (key) => files.remove(place(key)).catch(fail),
  };
}
