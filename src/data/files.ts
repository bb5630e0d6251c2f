import { isAbsolute, join } from "@std/path";
import { ExperimentError, systemWords } from "../errors.ts";
import { readRegularFile } from "./regular_file.ts";
import type { LoadContext } from "./types.ts";

/** The absolute form of a path that an experiment names. */
export function absolutePath(path: string, context: LoadContext): string {
  return isAbsolute(path) ? path : join(context.folder, path);
}

/**
 * All bytes of a file that an experiment names.
 *
 * @throws {ExperimentError} If it isn't there, is no regular file, is too large, or can't be read.
 */
export async function readData(
  path: string,
  context: LoadContext,
): Promise<Uint8Array<ArrayBuffer>> {
  const absolute = absolutePath(path, context);
  try {
    return await readRegularFile(absolute, { file: path });
  } catch (error) {
    throw error instanceof ExperimentError ? error : unreadable(path, absolute, error);
  }
}

/** What is said of a file or folder that can't be opened. */
export function unreadable(path: string, absolute: string, error: unknown): ExperimentError {
  const name = path === absolute ? path : `${path} (${absolute})`;
  const [reason, remedy] = reasonFor(error);
  return new ExperimentError(`Cannot read data from ${name}: ${reason}`, { file: path, remedy }, {
    cause: error,
  });
}

function reasonFor(error: unknown): [reason: string, remedy: string] {
  if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
    return [
      "there is nothing at this path",
      "Check the path, which starts at the experiment file's folder, or put the data there; " +
      "--data PATH takes other data",
    ];
  }
  if (error instanceof Deno.errors.IsADirectory) {
    return ["it is a folder", "Name the file in it"];
  }
  if (error instanceof Deno.errors.NotCapable) {
    return ["Deno was not given permission", "Run with --allow-read, as deno task run does"];
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return ["the system denies access", "Check who may read it"];
  }
  return [systemWords(error), "Check that it is a file and that its disk can be read"];
}
