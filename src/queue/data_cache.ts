import { join } from "@std/path";

/** A data set in a folder. */
export interface CachedData {
  read(): Promise<Uint8Array | undefined>;
  /** Keeps it; where nothing can be written, it comes again next time. */
  write(bytes: Uint8Array): Promise<void>;
}

/** Most bytes of data sets that are kept: those that were not used for longest go. */
const largestCache = 2048 * 0x10_0000;

/** Keeps data that came over the network, by its digest. */
export function dataCache(folder: string, content: string): CachedData {
  const file = join(folder, `${content}.data`);
  return {
    async read() {
      try {
        const bytes = await Deno.readFile(file);
        await Deno.utime(file, new Date(), new Date()).catch(() => {});
        return bytes;
      } catch {
        return undefined;
      }
    },
    async write(bytes) {
      const draft = `${file}.${crypto.randomUUID()}`;
      try {
        await Deno.mkdir(folder, { recursive: true });
        await pruneFolder(folder, largestCache - bytes.length);
        await Deno.writeFile(draft, bytes);
        await Deno.rename(draft, file);
      } catch {
        await Deno.remove(draft).catch(() => {});
      }
    },
  };
}

/** Removes the files of a folder that were not used for longest, until the others have no more bytes. */
export async function pruneFolder(folder: string, mostBytes: number): Promise<void> {
  const files: { path: string; usedMs: number; size: number }[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    const path = join(folder, name);
    const facts = isFile ? await Deno.stat(path).catch(() => undefined) : undefined;
    if (facts) files.push({ path, usedMs: facts.mtime?.getTime() ?? 0, size: facts.size });
  }
  let bytes = 0;
  for (const { path, size } of files.sort((a, b) => b.usedMs - a.usedMs)) {
    bytes += size;
    if (bytes > mostBytes) await Deno.remove(path).catch(() => {});
  }
}
