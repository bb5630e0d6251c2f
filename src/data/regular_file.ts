import { ExperimentError } from "../errors.ts";
import { maximumBytes } from "./shared_arrays.ts";

/**
 * The largest file that is read whole: 4 GiB and 1 MiB, which is the largest array of a data set and
 * room for what a file says about it.
 */
export const maximumFileBytes = maximumBytes + 1024 * 1024;

/**
 * All bytes of a file, which is looked at before it is opened: reading a device such as `/dev/zero`
 * never ends, and opening a named pipe waits for whoever writes to it.
 *
 * @param path From the working folder, or absolute.
 * @param options.file What messages call it.
 * @param options.limit Most bytes that are read; default {@linkcode maximumFileBytes}.
 * @throws {ExperimentError} Not a regular file, or larger than the limit.
 * @throws {Deno.errors.NotFound} and what else the system says of a file that can't be read.
 *
 * @example
 * ```ts
 * import { readRegularFile } from "./regular_file.ts";
 *
 * const bytes = await readRegularFile("deno.json", { file: "deno.json", limit: 1_000_000 });
 * bytes.length; // its size
 * ```
 */
export async function readRegularFile(
  path: string,
  { file, limit = maximumFileBytes }: { file: string; limit?: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const { isFile, isDirectory, size } = await Deno.stat(path);
  if (isDirectory) throw new Deno.errors.IsADirectory("Is a directory");
  if (!isFile) {
    throw new ExperimentError(`Cannot read ${file}: it is a device or a pipe, not a file`, {
      file,
      remedy: "Write its content to a file, and name that",
    });
  }
  if (size > limit) {
    throw new ExperimentError(
      `Cannot read ${file}: it has ${size} bytes, and at most ${limit} are read`,
      { file, remedy: "Check that it is the file you mean, or split it" },
    );
  }
  return await Deno.readFile(path);
}
