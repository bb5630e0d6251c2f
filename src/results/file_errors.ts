import { ExperimentError, systemWords } from "../errors.ts";
import type { FileLayer } from "./file_layer.ts";

/** The place at which an operation that is `named` failed. */
const failedPlaces = new WeakMap<object, string>();

/** An operation on files whose failure `writeError` and `readError` name the very file of. */
export function named<T extends [string, ...unknown[]], R>(act: (...values: T) => Promise<R>) {
  return async (...values: T): Promise<R> => {
    try {
      return await act(...values);
    } catch (error) {
      const known = typeof error !== "object" || error === null || failedPlaces.has(error);
      // What is renamed waits under a name of ours: the user knows the place it goes to.
      if (!known) failedPlaces.set(error, values.findLast((value) => typeof value === "string")!);
      throw error;
    }
  };
}

/** The same file system; `writeError` names the very file at which one of its operations failed. */
export function namedFiles(files: FileLayer): FileLayer {
  return {
    makeFolder: named(files.makeFolder),
    kind: named(files.kind),
    ...(files.isLink ? { isLink: named(files.isLink) } : {}),
    list: named(files.list),
    read: named(files.read),
    facts: named(files.facts),
    write: named(files.write),
    ...(files.writeSynced ? { writeSynced: named(files.writeSynced) } : {}),
    ...(files.readPart ? { readPart: files.readPart } : {}),
    sync: named(files.sync),
    rename: named(files.rename),
    remove: named(files.remove),
  };
}

/** A failure of the file system as a user should read it: which place, what is wrong, what to do. */
export function writeError(folder: string, error: unknown): ExperimentError {
  const path = failedPlaces.get(Object(error)) ?? folder;
  return new ExperimentError(`Cannot write ${path}: ${reason(error)}`, {
    file: path,
    remedy: writeRemedy(error),
  }, { cause: error });
}

/** The same for reading. */
export function readError(place: string, error: unknown): ExperimentError {
  const path = failedPlaces.get(Object(error)) ?? place;
  return new ExperimentError(`Cannot read ${path}: ${reason(error)}`, {
    file: path,
    remedy: error instanceof Deno.errors.NotFound
      ? "Give a results folder such as results/cat, or a runs.csv or curves.csv"
      : "Make it readable and try again",
  }, { cause: error });
}

/** What is wrong in a few words. */
export function reason(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) return "this command has no permission for it";
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  if (error instanceof Deno.errors.NotFound) return "there is no such file or folder";
  if (error instanceof Deno.errors.NotADirectory) return "a part of the path is a file";
  if (error instanceof Deno.errors.IsADirectory) return "a folder is in its place";
  return systemWords(error);
}

function writeRemedy(error: unknown): string {
  if (error instanceof Deno.errors.NotCapable) {
    return "Write below results/, or give Deno --allow-write and --allow-read for that folder";
  }
  if (/os error (28|122)\b|ENOSPC|EDQUOT/.test(String(error))) {
    return "Make room on the disk, or choose another place with --out";
  }
  return "Make the folder writable, or choose another one with --out";
}
