import { ExperimentError } from "../errors.ts";
import { crc32 } from "node:zlib";
import { maximumBytes } from "./shared_arrays.ts";

/** Deflate packs no more bytes than this into one. */
const maximumRatio = 1032;

/**
 * The files in a zip archive, unpacked, checked against their checksums.
 *
 * @param bytes The whole archive.
 * @param file What messages call it.
 * @throws {ExperimentError} If it is no zip archive, is damaged, or holds more than 4 GiB.
 */
export async function unzip(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const { unzipSync } = await import("fflate");
  let total = 0;
  let unpacked: Record<string, Uint8Array<ArrayBuffer>>;
  try {
    unpacked = unzipSync(bytes, {
      filter({ name, size, originalSize }) {
        if (originalSize > maximumRatio * size) {
          throw broken(file, `"${name}" in it cannot have the ${originalSize} bytes it is said to`);
        }
        total += originalSize;
        if (total > maximumBytes) {
          throw broken(file, `with "${name}" it holds more than ${maximumBytes} bytes`);
        }
        return true;
      },
    });
  } catch (error) {
    if (error instanceof ExperimentError) throw error;
    throw broken(file, "it is not a whole zip archive", error);
  }
  const checksums = readChecksums(bytes);
  for (const [name, content] of Object.entries(unpacked)) {
    if (crc32(content) === checksums.get(name)) continue;
    throw broken(file, `"${name}" in it is damaged: its checksum is wrong`);
  }
  return new Map(Object.entries(unpacked));
}

/** CRC-32 of each file, from the archive's directory; APPNOTE.TXT 4.3.12 and 4.3.16. */
function readChecksums(bytes: Uint8Array): Map<string, number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const checksums = new Map<string, number>();
  let end = bytes.length - 22;
  while (end > 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  let entry = view.getUint32(end + 16, true);
  while (entry + 46 <= end && view.getUint32(entry, true) === 0x02014b50) {
    const nameBytes = view.getUint16(entry + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(entry + 46, entry + 46 + nameBytes));
    checksums.set(name, view.getUint32(entry + 16, true));
    entry += 46 + nameBytes + view.getUint16(entry + 30, true) + view.getUint16(entry + 32, true);
  }
  return checksums;
}

function broken(file: string, reason: string, cause?: unknown): ExperimentError {
  return new ExperimentError(`Cannot read ${file}: ${reason}`, {
    file,
    remedy: "Save it again with numpy.savez, or copy it again from where it came from",
  }, { cause });
}
