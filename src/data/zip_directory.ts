import { ExperimentError } from "../errors.ts";

/** A file in a zip archive. */
export interface ZipEntry {
  name: string;
  /** Deflated; otherwise stored as it is. */
  deflated: boolean;
  /** As they lie in the archive. */
  packed: Uint8Array<ArrayBuffer>;
  /** Bytes that it is said to unpack to. */
  size: number;
  crc32: number;
}

/** The most files that an archive may hold; an `.npz` has one for each array. */
export const maximumEntries = 10_000;

const remedy = "Save it again with numpy.savez, or copy it again from where it came from";
const fits32 = 0xffffffff;

/**
 * The directory of a zip archive, ZIP64 included. Nothing is unpacked; every place and length is
 * within the archive, and no two files have one name.
 *
 * @param bytes The whole archive.
 * @param file What messages call it.
 * @throws {ExperimentError} No archive, a damaged or encrypted one, one with another compression.
 *
 * Source: PKWARE APPNOTE.TXT, 4.3.7, 4.3.12, 4.3.14 to 4.3.16 and 4.5.3.
 */
export function readZipDirectory(bytes: Uint8Array<ArrayBuffer>, file: string): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const damaged = (reason = "it is not a whole zip archive") => brokenZip(file, reason);
  const { start, count } = findDirectory(view) ?? refuse(damaged());
  if (count > maximumEntries) {
    throw damaged(`it holds ${count} files, and at most ${maximumEntries} are read`);
  }
  const entries = new Map<string, ZipEntry>();
  for (let i = 0, at = start; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw damaged();
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const end = extraEnd + view.getUint16(at + 32, true);
    if (end > bytes.length) throw damaged();
    const name = new TextDecoder().decode(bytes.subarray(at + 46, nameEnd));
    const { size, packedSize, offset } = sizesOf(view, { at, from: nameEnd, to: extraEnd }) ??
      refuse(damaged());
    const method = view.getUint16(at + 10, true);
    if ((view.getUint16(at + 8, true) & 1) === 1) throw damaged(`"${name}" in it is encrypted`);
    if (method !== 0 && method !== 8) {
      throw damaged(`"${name}" in it has compression ${method}, which numpy does not write`);
    }
    if (entries.has(name)) throw damaged(`it holds two files named "${name}"`);
    const packed = packedBytes(bytes, view, { offset, packedSize }) ?? refuse(damaged());
    entries.set(name, {
      name,
      deflated: method === 8,
      packed,
      size,
      crc32: view.getUint32(at + 16, true),
    });
    at = end;
  }
  return [...entries.values()];
}

/** Where the directory starts, and how many files it lists. */
function findDirectory(view: DataView): { start: number; count: number } | undefined {
  // A comment of up to 65,535 bytes may stand behind the last record.
  const first = Math.max(0, view.byteLength - 22 - 0xffff);
  let end = view.byteLength - 22;
  while (end >= first && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < first) return undefined;
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  if (count !== 0xffff && start !== fits32) return { start, count };
  const locator = end - 20;
  if (locator < 0 || view.getUint32(locator, true) !== 0x07064b50) return { start, count };
  const record = Number(view.getBigUint64(locator + 8, true));
  if (record + 56 > view.byteLength || view.getUint32(record, true) !== 0x06064b50) {
    return undefined;
  }
  return {
    count: Number(view.getBigUint64(record + 32, true)),
    start: Number(view.getBigUint64(record + 48, true)),
  };
}

/** Those that don't fit in 32 bits are in the entry's extra field with number 1, in this order. */
function sizesOf(view: DataView, { at, from, to }: { at: number; from: number; to: number }) {
  const sizes = [at + 24, at + 20, at + 42].map((place) => view.getUint32(place, true));
  if (sizes.includes(fits32)) {
    let field = from;
    while (field + 4 <= to && view.getUint16(field, true) !== 1) {
      field += 4 + view.getUint16(field + 2, true);
    }
    for (let k = 0, place = field + 4; k < sizes.length; k++) {
      if (sizes[k] !== fits32) continue;
      if (place + 8 > to) return undefined;
      sizes[k] = Number(view.getBigUint64(place, true));
      place += 8;
    }
  }
  const [size, packedSize, offset] = sizes as [number, number, number];
  return { size, packedSize, offset };
}

function packedBytes(
  bytes: Uint8Array<ArrayBuffer>,
  view: DataView,
  { offset, packedSize }: { offset: number; packedSize: number },
): Uint8Array<ArrayBuffer> | undefined {
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== 0x04034b50) return undefined;
  const start = offset + 30 + view.getUint16(offset + 26, true) +
    view.getUint16(offset + 28, true);
  if (start + packedSize > bytes.length) return undefined;
  return bytes.subarray(start, start + packedSize);
}

function refuse(error: Error): never {
  throw error;
}

/** What is said of an archive that can't be read. */
export function brokenZip(file: string, reason: string, advice = remedy): ExperimentError {
  return new ExperimentError(`Cannot read ${file}: ${reason}`, { file, remedy: advice });
}
