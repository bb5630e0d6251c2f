import { readRegularFile } from "../data/mod.ts";
import { named } from "./file_errors.ts";

/**
 * The few things that writing results asks of a file system. Tests put another one in its place to
 * let any operation fail.
 */
export interface FileLayer {
  /** Creates a folder; its parent exists. Fails with `AlreadyExists` where something is there. */
  makeFolder(path: string): Promise<void>;
  /** What is at a path, links followed; `undefined` where nothing is. */
  kind(path: string): Promise<"file" | "folder" | undefined>;
  /** Whether what is at a path is a symbolic link; where there are such. */
  isLink?(path: string): Promise<boolean>;
  /** Names in a folder, in code-unit order. */
  list(path: string): Promise<string[]>;
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Reads a part of a file at once, or all of it; where files can be read so. */
  readPart?(path: string, part?: { start: number; length: number }): Uint8Array;
  /** How large a file is, and when it was written. */
  facts(path: string): Promise<FileFacts>;
  /** Creates or replaces a file; what is written may not be on the disk before `sync`. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** `write` and `sync` of a file in one, where that is quicker; pieces are taken as they are written. */
  writeSynced?(path: string, bytes: Uint8Array | Iterable<Uint8Array>): Promise<void>;
  /** Waits until a file's content, or a folder's list of names, is on the disk. */
  sync(path: string): Promise<void>;
  /** Replaces what is at `to`, in one step. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file or an empty folder. */
  remove(path: string): Promise<void>;
}

export interface FileFacts {
  bytes: number;
  /** Since 1970; 0 where the file system keeps no such time. */
  modifiedMs: number;
}

/** The real file system. */
export const denoFiles: FileLayer = {
  makeFolder: (path) => Deno.mkdir(path),
  kind,
  isLink,
  list,
  // Of the many files of a folder the one that cannot be read is named, whoever reads.
  read: named((path: string) => readRegularFile(path, { file: path })),
  readPart,
  facts,
  write: (path, bytes) => Deno.writeFile(path, bytes),
  writeSynced,
  sync,
  rename: (from, to) => Deno.rename(from, to),
  remove: (path) => Deno.remove(path),
};

async function kind(path: string): Promise<"file" | "folder" | undefined> {
  try {
    return (await Deno.stat(path)).isDirectory ? "folder" : "file";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await Deno.lstat(path)).isSymlink;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function list(path: string): Promise<string[]> {
  const names = [];
  for await (const { name } of Deno.readDir(path)) names.push(name);
  return names.sort();
}

function readPart(path: string, part?: { start: number; length: number }): Uint8Array {
  if (part === undefined) return Deno.readFileSync(path);
  using file = Deno.openSync(path);
  file.seekSync(part.start, Deno.SeekMode.Start);
  const bytes = new Uint8Array(part.length);
  for (let at = 0; at < bytes.length;) {
    const read = file.readSync(bytes.subarray(at));
    if (read === null) return bytes.subarray(0, at);
    at += read;
  }
  return bytes;
}

async function facts(path: string): Promise<FileFacts> {
  const { size, mtime } = await Deno.stat(path);
  return { bytes: size, modifiedMs: mtime?.getTime() ?? 0 };
}

async function writeSynced(
  path: string,
  bytes: Uint8Array | Iterable<Uint8Array>,
): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true, truncate: true });
  for (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) {
    for (let at = 0; at < piece.length;) at += await file.write(piece.subarray(at));
  }
  await file.sync();
}

async function sync(path: string): Promise<void> {
  // Windows syncs no folders, whose renames are journaled, and files only where they may be written.
  const isWindows = Deno.build.os === "windows";
  if (isWindows && await kind(path) === "folder") return;
  using file = await Deno.open(path, { read: true, write: isWindows });
  await file.sync();
}
