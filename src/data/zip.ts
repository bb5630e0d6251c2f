import { crc32 } from "node:zlib";
import { shorten } from "../suggest.ts";
import { maximumBytes } from "./shared_arrays.ts";
import { brokenZip, readZipDirectory, type ZipEntry } from "./zip_directory.ts";

/** Deflate packs no more bytes than this into one. */
const maximumRatio = 1032;

/** Archives that unpack to no more than this may be packed as densely as Deflate can: 256 MiB. */
export const freeBytes = 256 * 1024 * 1024;

/**
 * Above {@linkcode freeBytes} an archive may unpack to this many times its size. Pictures and
 * measurements reach 10, one-hot labels 100; what exceeds it in large is made to fill a memory.
 */
export const denseRatio = 200;

/**
 * The files in a zip archive by name; each is unpacked, and checked against its checksum, when it is
 * called for.
 *
 * @param bytes The whole archive.
 * @param file What messages call it.
 * @throws {ExperimentError} If it is no zip archive, is damaged, says that it holds more than
 * 4 GiB, or more than 256 MiB and 200 times its size: before anything is unpacked.
 */
export async function unzip(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
): Promise<Map<string, () => Uint8Array<ArrayBuffer>>> {
  const entries = readZipDirectory(bytes, file);
  checkSizes(entries, { file, archiveBytes: bytes.length });
  const { inflateSync } = await import("fflate");
  const unpack = (entry: ZipEntry) => {
    const { name, deflated, packed, size } = entry;
    let content: Uint8Array<ArrayBuffer> | undefined;
    try {
      // Writes no further than `out` reaches.
      content = deflated ? inflateSync(packed, { out: new Uint8Array(size) }) : packed;
    } catch {
      content = undefined;
    }
    if (content?.length === size && crc32(content) === entry.crc32) return content;
    throw brokenZip(file, `"${shorten(name)}" in it is damaged: its checksum is wrong`);
  };
  return new Map(entries.map((entry) => [entry.name, () => unpack(entry)]));
}

function checkSizes(
  entries: readonly ZipEntry[],
  { file, archiveBytes }: { file: string; archiveBytes: number },
): void {
  let total = 0;
  for (const { name, packed, size } of entries) {
    if (size > maximumRatio * packed.length) {
      throw brokenZip(
        file,
        `"${shorten(name)}" in it cannot have the ${size} bytes it is said to`,
      );
    }
    total += Math.max(size, packed.length);
  }
  if (total > maximumBytes) {
    throw brokenZip(
      file,
      `it holds ${total} bytes, and at most ${maximumBytes} are read`,
      "Save its arrays in several files",
    );
  }
  if (total > freeBytes && total > denseRatio * archiveBytes) {
    throw brokenZip(
      file,
      `it unpacks to ${total} bytes, over ${freeBytes} and more than ${denseRatio} times its size`,
      "Save it without compression: numpy.savez instead of numpy.savez_compressed",
    );
  }
}
