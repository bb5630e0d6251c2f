import { granted } from "../../permissions.ts";

const folder = new URL("../../fixtures/data/pictures/", import.meta.url);

interface Expected {
  /** `[height, width]` of the upright picture. */
  size: [number, number];
  /** Rows of red, green, blue, in Base64. */
  rgb: string;
}

/** Recorded pictures and what a reader must see in them; none without permission to read. */
export const fixtures: Record<string, Expected> = granted("read")
  ? JSON.parse(Deno.readTextFileSync(new URL("expected.json", folder)))
  : {};

/** The bytes of a recorded picture. */
export function fixture(name: string): Uint8Array<ArrayBuffer> {
  return Deno.readFileSync(new URL(name, folder));
}

/** The largest difference of two pictures in any byte. */
export function largestDifference(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return Infinity;
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}

/** A PNG chunk with a checksum that matches. */
export function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, slowCrc(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** A PNG file of 8-bit colours from its parts; `data` is what stands in IDAT. */
export function pngOf(size: [width: number, height: number], data: Uint8Array): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, size[0]);
  view.setUint32(4, size[1]);
  header.set([8, 2, 0, 0, 0], 8);
  return Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10],
    ...chunk("IHDR", header),
    ...chunk("IDAT", data),
    ...chunk("IEND", new Uint8Array()),
  ]);
}

/** CRC-32 bit by bit, as its definition has it. */
function slowCrc(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
