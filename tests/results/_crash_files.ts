import { dirname } from "@std/path";
import type { FileLayer } from "../../src/results/file_layer.ts";

/** What a power cut does to what was not synced. */
export type Loss =
  /** Neither contents nor names that were not synced are there. */
  | "all"
  /** Names are there, and files whose contents were not synced are empty. */
  | "contents"
  /** Contents are there, and names are as they were at the last sync of their folder. */
  | "names"
  /** The same, but only in folders of an even depth, or of an odd one. */
  | "even names"
  | "odd names"
  /** Nothing is lost: only the process was killed. */
  | "none";

export const losses: readonly Loss[] = [
  "all",
  "contents",
  "names",
  "even names",
  "odd names",
  "none",
];

/** An operation that fails, or at which the process dies. */
export interface CrashPoint {
  /** Of the operations that change or sync something, from 0. */
  at: number;
  /** Thrown; without it the process dies: no later operation does anything. */
  error?: Error;
  /** Whether the operation is still carried out; without it, half of a file is written. */
  after?: boolean;
}

/** The process is dead; nothing that it asks for happens any more. */
export class Killed extends Error {}

interface Inode {
  content: Uint8Array;
  /** What is on the disk; `undefined` where nothing of it is. */
  synced: Uint8Array | undefined;
}

type Names = Map<string, Inode | "folder">;

/** A disk that remembers what of it is safe from a power cut. */
export interface CrashFiles extends FileLayer {
  /** Operations so far: `rename out/a out/b`. */
  log: string[];
  /** Every file's text by path. */
  content(): Record<string, string>;
  /** The disk after a power cut, for the next process. */
  afterPowerCut(loss: Loss, ...points: CrashPoint[]): CrashFiles;
}

/**
 * A file system in memory with POSIX's promises and none besides: what is written is safe once its
 * file is synced, a name that is made, moved or removed once its folder is. A rename between two
 * folders is two changes: with one of them synced, a power cut may leave both names or the old one.
 */
export function crashFiles(
  points: readonly CrashPoint[] = [],
  start?: { now: Names; safe: Names },
): CrashFiles {
  const now: Names = start?.now ?? new Map([[".", "folder"]]);
  const safe: Names = start?.safe ?? new Map([[".", "folder"]]);
  const log: string[] = [];
  let dead = false;

  async function step(name: string, act: () => void, half?: () => void): Promise<void> {
    await Promise.resolve();
    if (dead) throw new Killed();
    const point = points.find(({ at }) => at === log.length);
    log.push(name);
    if (!point) return act();
    try {
      if (point.after) act();
      else half?.();
    } catch {
      // It would have failed by itself.
    }
    if (point.error) throw point.error;
    dead = true;
    throw new Killed();
  }
  const children = (names: Names, path: string) =>
    [...names.keys()].filter((key) => key !== "." && dirname(key) === path);
  function mustBeFolder(path: string): void {
    if (now.get(path) === "folder") return;
    throw now.has(path) ? new Deno.errors.NotADirectory(path) : new Deno.errors.NotFound(path);
  }
  function inode(path: string): Inode {
    const found = now.get(path);
    if (found === undefined || found === "folder") throw new Deno.errors.NotFound(path);
    return found;
  }
  // deno-lint-ignore require-await
  const look = <T>(act: (path: string) => T) => async (path: string) => {
    if (dead) throw new Killed();
    return act(path);
  };

  return {
    log,
    content: () =>
      Object.fromEntries(
        [...now].flatMap(([path, entry]) =>
          entry === "folder" ? [] : [[path, new TextDecoder().decode(entry.content)] as const]
        ).sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    afterPowerCut(loss, ...next) {
      const left: Names = new Map();
      const found = new Set<Inode>();
      const keep = (path: string, entry: Inode) => {
        const kept = loss === "all" || loss === "contents" ? entry.synced : entry.content;
        const content = kept ?? new Uint8Array();
        left.set(path, { content, synced: content });
        found.add(entry);
      };
      // A folder that is not there has nothing in it.
      for (const path of [...new Set([...safe.keys(), ...now.keys()])].sort()) {
        const above = dirname(path);
        const entry = (losesNames(loss, above) ? safe : now).get(path);
        if (entry === undefined || path !== "." && left.get(above) !== "folder") continue;
        if (entry === "folder") left.set(path, "folder");
        else keep(path, entry);
      }
      // A rename may be undone, but no file system loses a file that was only renamed.
      const moved = new Set(now.values());
      for (const [path, entry] of safe) {
        if (entry === "folder" || found.has(entry) || !moved.has(entry)) continue;
        if (left.get(dirname(path)) === "folder" && !left.has(path)) keep(path, entry);
      }
      return crashFiles(next, { now: left, safe: new Map(left) });
    },
    kind: look((path) => {
      const entry = now.get(path);
      return entry === undefined ? undefined : entry === "folder" ? "folder" : "file";
    }),
    list: look((path) => {
      mustBeFolder(path);
      return children(now, path).map((child) => child.slice(path.length + 1)).sort();
    }),
    read: look((path) => inode(path).content.slice() as Uint8Array<ArrayBuffer>),
    facts: look((path) => ({ bytes: inode(path).content.length, modifiedMs: 0 })),
    makeFolder: (path) =>
      step(`makeFolder ${path}`, () => {
        mustBeFolder(dirname(path));
        if (now.has(path)) throw new Deno.errors.AlreadyExists(path);
        now.set(path, "folder");
      }),
    write: (path, bytes) => {
      const put = (content: Uint8Array) => {
        mustBeFolder(dirname(path));
        const entry = now.get(path);
        if (entry === "folder") throw new Deno.errors.IsADirectory(path);
        if (entry) entry.content = content;
        else now.set(path, { content, synced: undefined });
      };
      const half = Math.floor(bytes.length / 2);
      return step(`write ${path}`, () => put(bytes.slice()), () => put(bytes.slice(0, half)));
    },
    sync: (path) =>
      step(`sync ${path}`, () => {
        if (now.get(path) !== "folder") {
          const entry = inode(path);
          entry.synced = entry.content;
          return;
        }
        for (const child of children(safe, path)) if (!now.has(child)) forget(safe, child);
        for (const child of children(now, path)) safe.set(child, now.get(child)!);
      }),
    rename: (from, to) =>
      step(`rename ${from} ${to}`, () => {
        mustBeFolder(dirname(to));
        now.set(to, inode(from));
        now.delete(from);
      }),
    remove: (path) =>
      step(`remove ${path}`, () => {
        if (!now.has(path)) throw new Deno.errors.NotFound(path);
        if (children(now, path).length > 0) throw new Error(`${path} is not empty`);
        now.delete(path);
      }),
  };
}

function losesNames(loss: Loss, folder: string): boolean {
  const depth = folder === "." ? 0 : folder.split("/").length;
  return loss === "all" || loss === "names" ||
    loss === (depth % 2 === 0 ? "even names" : "odd names");
}

/** A folder's name goes with all that is in it. */
function forget(names: Names, path: string): void {
  for (const key of [...names.keys()]) {
    if (key === path || key.startsWith(`${path}/`)) names.delete(key);
  }
}
