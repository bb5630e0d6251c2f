import { join } from "@std/path";
import { contentDigest } from "./digests.ts";
import type { DecodeSettings } from "./job.ts";

/** Raise it when the same file would decode to other bytes than before. */
const formatVersion = 1;

const digestBytes = 32;

/**
 * The name under which decoded pictures are kept: SHA-256 of everything that their bytes depend
 * on. Where pictures lie and what class they have is not in there.
 *
 * @param digests SHA-256 of each picture's file, in the order of rows.
 */
export async function cacheKey(
  digests: readonly string[],
  { size, resize }: DecodeSettings,
): Promise<string> {
  const text = JSON.stringify({ formatVersion, size, resize, digests });
  return await contentDigest(new TextEncoder().encode(text));
}

/**
 * Decoded pictures that were kept earlier. Undefined when there are none, or when the file is
 * damaged: it carries a SHA-256 of its content in front.
 *
 * @param options.length Bytes of all pictures together.
 */
export async function readCache(
  folder: string,
  { key, length }: { key: string; length: number },
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const path = cachePath(folder, key);
  if (!allowed("read", path)) return undefined;
  try {
    if ((await Deno.stat(path)).size !== digestBytes + length) return undefined;
    const file = await Deno.readFile(path);
    const pixels = file.subarray(digestBytes);
    const noted = file.subarray(0, digestBytes).toHex();
    return await contentDigest(pixels) === noted ? pixels : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keeps decoded pictures for the next start. The file appears whole or not at all. A folder that
 * can't be written to is no reason to fail: the pictures are decoded again next time. The folder
 * may be deleted at any time.
 *
 * @returns Whether they were kept.
 */
export async function writeCache(
  folder: string,
  { key, pixels }: { key: string; pixels: Uint8Array<ArrayBuffer> },
): Promise<boolean> {
  if (!allowed("write", folder)) return false;
  let temporary: string | undefined;
  try {
    await Deno.mkdir(folder, { recursive: true });
    const digest = Uint8Array.fromHex(await contentDigest(pixels));
    temporary = await Deno.makeTempFile({ dir: folder, prefix: "pictures-", suffix: ".tmp" });
    await Deno.writeFile(temporary, digest);
    await Deno.writeFile(temporary, pixels, { append: true });
    await Deno.rename(temporary, cachePath(folder, key));
    return true;
  } catch {
    if (temporary !== undefined) await Deno.remove(temporary).catch(() => {});
    return false;
  }
}

function cachePath(folder: string, key: string): string {
  return join(folder, `pictures-${key}.bin`);
}

/** Asks nobody: a cache is not worth a question. */
function allowed(name: "read" | "write", path: string): boolean {
  return Deno.permissions.querySync({ name, path }).state === "granted";
}
