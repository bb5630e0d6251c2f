/** A file's bytes, or why there are none. */
export type RegularFile =
  | { status: "read"; bytes: Uint8Array; realPath: string }
  | { status: "missing" | "denied" | "irregular" | "tooLarge"; bytes?: never; realPath?: string };

/**
 * Reads a file once, if it is one: no folder, no pipe that waits for ever, no device that has no
 * end. The path without links that comes with the bytes is the one they were read from, even when
 * somebody changes links meanwhile.
 *
 * @param maximumBytes A larger file is not read.
 */
export async function readRegularFile(path: string, maximumBytes: number): Promise<RegularFile> {
  try {
    // A pipe would block already when it is opened.
    if (!(await Deno.stat(path)).isFile) return { status: "irregular" };
    using file = await Deno.open(path, { read: true });
    const realPath = await Deno.realPath(path);
    const [opened, there] = [await file.stat(), await Deno.lstat(realPath)];
    if (!opened.isFile || opened.ino !== there.ino || opened.dev !== there.dev) {
      return { status: "irregular" };
    }
    const bytes = await readAtMost(file, maximumBytes);
    return bytes ? { status: "read", bytes, realPath } : { status: "tooLarge", realPath };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { status: "missing" };
    if (error instanceof Deno.errors.PermissionDenied) return { status: "denied" };
    throw error;
  }
}

/** A file may be longer than its size says, such as one that still grows. */
async function readAtMost(file: Deno.FsFile, maximum: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const chunk = new Uint8Array(64 * 1024);
    const count = await file.read(chunk);
    if (count === null) break;
    length += count;
    if (length > maximum) return undefined;
    chunks.push(chunk.subarray(0, count));
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
