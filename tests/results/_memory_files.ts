import { dirname } from "@std/path";
import type { FileLayer } from "../../src/results/file_layer.ts";

/** A file system in memory. */
export interface MemoryFiles extends FileLayer {
  /** Text of every file by path; folders have `null`. */
  content(): Record<string, string | null>;
  /** Every operation that changes something, in order: `write results/a`. */
  log: string[];
}

/** Lets the operation of this number, from 0, fail: only once, or it and all after it. */
export interface Fault {
  at: number;
  error: Error;
  /** As if the process had been killed there. */
  forever?: boolean;
}

export function memoryFiles(fault?: Fault): MemoryFiles {
  const entries = new Map<string, Uint8Array | null>([[".", null]]);
  const log: string[] = [];
  /** The number of the operation that wrote a file stands for its time. */
  const written = new Map<string, number>();
  function step(operation: string) {
    const index = log.length;
    log.push(operation);
    if (fault && (index === fault.at || fault.forever && index > fault.at)) throw fault.error;
  }
  function mustBeFolder(path: string) {
    if (entries.get(path) === null) return;
    throw entries.has(path)
      ? new Deno.errors.NotADirectory(path)
      : new Deno.errors.NotFound(`no ${path}`);
  }
  function children(path: string): string[] {
    return [...entries.keys()].filter((key) => key !== path && dirname(key) === path);
  }
  // deno-lint-ignore require-await
  const asynchronous = <T extends unknown[], R>(act: (...values: T) => R) => async (...values: T) =>
    act(...values);
  return {
    log,
    content: () =>
      Object.fromEntries(
        [...entries].filter(([path]) => path !== ".").sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([path, bytes]) => [path, bytes && new TextDecoder().decode(bytes)]),
      ),
    kind: asynchronous((path: string) => {
      const entry = entries.get(path);
      return entry === undefined ? undefined : entry === null ? "folder" : "file";
    }),
    list: asynchronous((path: string) => {
      mustBeFolder(path);
      return children(path).map((child) => child.slice(path.length + 1)).sort();
    }),
    read: asynchronous((path: string) => {
      const bytes = entries.get(path);
      if (!bytes) throw new Deno.errors.NotFound(path);
      return bytes.slice();
    }),
    facts: asynchronous((path: string) => {
      const bytes = entries.get(path);
      if (!bytes) throw new Deno.errors.NotFound(path);
      return { bytes: bytes.length, modifiedMs: written.get(path) ?? 0 };
    }),
    makeFolder: asynchronous((path: string) => {
      step(`makeFolder ${path}`);
      mustBeFolder(dirname(path));
      if (entries.has(path)) throw new Deno.errors.AlreadyExists(path);
      entries.set(path, null);
    }),
    write: asynchronous((path: string, bytes: Uint8Array) => {
      step(`write ${path}`);
      mustBeFolder(dirname(path));
      entries.set(path, bytes.slice());
      written.set(path, log.length);
    }),
    sync: asynchronous((path: string) => {
      step(`sync ${path}`);
      if (!entries.has(path)) throw new Deno.errors.NotFound(path);
    }),
    rename: asynchronous((from: string, to: string) => {
      step(`rename ${from} ${to}`);
      const entry = entries.get(from);
      if (entry === undefined) throw new Deno.errors.NotFound(from);
      mustBeFolder(dirname(to));
      entries.delete(from);
      entries.set(to, entry);
      written.set(to, written.get(from) ?? 0);
    }),
    remove: asynchronous((path: string) => {
      step(`remove ${path}`);
      if (!entries.has(path)) throw new Deno.errors.NotFound(path);
      if (children(path).length > 0) throw new Error(`${path} is not empty`);
      entries.delete(path);
    }),
  };
}

/** Puts files into a memory file system, with the folders they need. */
export async function fill(files: FileLayer, contents: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(contents)) {
    const missing: string[] = [];
    for (let folder = dirname(path); await files.kind(folder) === undefined;) {
      missing.unshift(folder);
      folder = dirname(folder);
    }
    for (const folder of missing) await files.makeFolder(folder);
    await files.write(path, new TextEncoder().encode(text));
  }
}
