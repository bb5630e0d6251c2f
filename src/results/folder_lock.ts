import { join } from "@std/path";
import { ExperimentError } from "../errors.ts";
import { reason } from "./file_errors.ts";
import { lockFile } from "./paths.ts";

/** Who writes to a results folder. */
export interface LockHolder {
  pid: number;
  /** Where the process may know it. */
  host?: string;
  /** ISO 8601. */
  since: string;
}

/** The right to write to a folder. */
export interface FolderLock {
  /** Why nobody else is kept out, where that is so: some file systems know no locks. */
  unguarded?: string;
  release(): Promise<void>;
}

/**
 * Keeps other processes from writing to a results folder. The operating system holds the lock for
 * as long as the process lives: however it ends, nothing is left that would have to be found stale,
 * and a process that later gets the same number is not mistaken for it. The file `.lock` only says
 * who it is. On Linux the lock holds between machines too, over NFS.
 *
 * @param folder Exists.
 * @throws {ExperimentError} Another process has it, or the file cannot be made.
 */
export async function lockFolder(folder: string, holder: LockHolder): Promise<FolderLock> {
  const path = join(folder, lockFile);
  while (true) {
    const file = await Deno.open(path, { read: true, write: true, create: true });
    try {
      if (!await file.tryLock(true)) throw await takenBy(folder, path);
      // Who held it before may have removed the file that we wait for: a lock on it is worth nothing.
      if (!await isStillThere(file, path)) {
        file.close();
        continue;
      }
      await introduce(file, { path, holder });
      return { release: () => release(file, path) };
    } catch (error) {
      file.close();
      if (!isUnsupported(error)) throw error;
      return { unguarded: reason(error), release: () => Promise.resolve() };
    }
  }
}

/** Says in the file who has it. */
async function introduce(
  file: Deno.FsFile,
  { path, holder }: { path: string; holder: LockHolder },
): Promise<void> {
  try {
    await file.truncate(0);
    await file.write(new TextEncoder().encode(`${JSON.stringify(holder)}\n`));
  } catch (error) {
    await Deno.remove(path).catch(() => {});
    throw error;
  }
}

async function release(file: Deno.FsFile, path: string): Promise<void> {
  // Without inode numbers nobody could tell that the file was removed: it stays.
  const { ino } = await file.stat();
  if (ino !== null) await Deno.remove(path).catch(() => {});
  file.close();
}

async function isStillThere(file: Deno.FsFile, path: string): Promise<boolean> {
  const own = await file.stat();
  if (own.ino === null) return true;
  try {
    const { dev, ino } = await Deno.stat(path);
    return dev === own.dev && ino === own.ino;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** ENOLCK, ENOSYS, EOPNOTSUPP (of Linux and of BSD); ERROR_INVALID_FUNCTION of Windows. */
function isUnsupported(error: unknown): boolean {
  return error instanceof Deno.errors.NotSupported ||
    /os error (37|38|95|45|77|1)\b/.test(String(error)) &&
      !(error instanceof Deno.errors.PermissionDenied);
}

async function takenBy(folder: string, path: string): Promise<ExperimentError> {
  return new ExperimentError(`Cannot write ${folder}: ${await holderText(path)}`, {
    file: folder,
    remedy: "Wait until it is done, stop it, or choose another folder with --out",
  });
}

async function holderText(path: string): Promise<string> {
  const other = "another process is writing there";
  try {
    const { pid, host, since } = JSON.parse(await Deno.readTextFile(path));
    if (!Number.isSafeInteger(pid) || !/^[\d:.TZ-]{10,30}$/.test(since)) return other;
    const at = typeof host === "string" && /^[\w.-]{1,255}$/.test(host) ? ` on ${host}` : "";
    return `${other}: process ${pid}${at}, since ${since}`;
  } catch {
    return other; // It has not said yet who it is.
  }
}
