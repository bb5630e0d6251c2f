import { crc32, inflateSync } from "node:zlib";
import { PictureFault } from "./fault.ts";
import { checkDimensions } from "./limits.ts";
import { type Orientation, readOrientation } from "./orientation.ts";
import type { Pixels } from "./pixels.ts";
import { colourOf, type PngColours } from "./png_colour.ts";
import { filteredLength, type PngLayout, readScanlines } from "./png_scanlines.ts";

interface PngHeader extends PngLayout {
  colourType: number;
}

/** Channels of each colour type, and the bit depths it may have (PNG, table 12). */
const colourTypes: Record<number, { channels: number; depths: readonly number[] }> = {
  0: { channels: 1, depths: [1, 2, 4, 8, 16] },
  2: { channels: 3, depths: [8, 16] },
  3: { channels: 1, depths: [1, 2, 4, 8] },
  4: { channels: 2, depths: [8, 16] },
  6: { channels: 4, depths: [8, 16] },
};

/** Encoders write 8 KiB or more a chunk; millions of empty ones would keep the decoder busy. */
const maximumChunks = 100_000;

/**
 * Decodes a PNG file (W3C PNG specification) to red, green and blue: grey, colour and palette, 1
 * to 16 bits, interlaced or not. 16 bits are rounded to 8; what is transparent is laid on white.
 * Gamma and colour profiles are passed over; of an animation the still picture is taken.
 *
 * image-js is not used here: it misreads less than 8 bits a pixel, leaves out the transparent
 * colour, and inflates without a bound.
 *
 * @throws {PictureFault} when the file is cut off, damaged or too large.
 */
export function decodePng(bytes: Uint8Array): Pixels & { orientation: Orientation } {
  let header: PngHeader | undefined;
  const colours: PngColours = {};
  const compressed = new Uint8Array(bytes.length);
  let packedBytes = 0, count = 0;
  let orientation: Orientation = 1;
  for (const { type, data } of chunks(bytes)) {
    if (++count > maximumChunks) throw damaged(`it has more than ${maximumChunks} chunks`);
    if (header === undefined && type !== "IHDR") throw damaged("its header is missing");
    if (type === "IHDR") {
      if (header !== undefined) throw damaged("it has two headers");
      header = readHeader(data);
    } else if (type === "PLTE") colours.palette = data;
    else if (type === "tRNS") colours.transparency = data;
    else if (type === "IDAT") {
      compressed.set(data, packedBytes);
      packedBytes += data.length;
    } else if (type === "eXIf") orientation = readOrientation(data);
  }
  if (header === undefined) throw damaged("its header is missing");
  const colour = colourOf(header, colours);
  const filtered = inflate(compressed.subarray(0, packedBytes), filteredLength(header));
  const { width, height } = header;
  const data = new Uint8Array(width * height * 3);
  readScanlines(filtered, {
    layout: header,
    pixel: (samples, from, x, y) => colour(samples, from, { data, to: 3 * (y * width + x) }),
  });
  return { data, width, height, channels: 3, orientation };
}

/** The chunks of a PNG file, the last one aside, each with its checksum compared. */
function* chunks(bytes: Uint8Array): Generator<{ type: string; data: Uint8Array }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let place = 8;;) {
    if (place + 12 > bytes.length) throw cutOff(bytes);
    const end = place + 12 + view.getUint32(place);
    const type = String.fromCharCode(...bytes.subarray(place + 4, place + 8));
    if (!/^[A-Za-z]{4}$/.test(type)) throw damaged(`its data is damaged at byte ${place}`);
    if (end > bytes.length) throw cutOff(bytes);
    if (crc32(bytes.subarray(place + 4, end - 4)) !== view.getUint32(end - 4)) {
      throw damaged(`the checksum of its ${type} chunk at byte ${place} does not match`);
    }
    if (type === "IEND") return;
    yield { type, data: bytes.subarray(place + 8, end - 4) };
    place = end;
  }
}

function readHeader(data: Uint8Array): PngHeader {
  if (data.length !== 13) throw damaged("its header is damaged");
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colourType, compression, filter, interlace] = data.subarray(8);
  checkDimensions(width, height);
  const known = colourTypes[colourType!];
  const valid = known !== undefined && known.depths.includes(depth!) && compression === 0 &&
    filter === 0 && (interlace === 0 || interlace === 1);
  if (!valid) throw damaged("its header is damaged");
  const { channels } = known;
  return {
    width,
    height,
    depth: depth!,
    channels,
    colourType: colourType!,
    interlaced: interlace === 1,
  };
}

/** Exactly `length` bytes out of the compressed ones; a bomb is stopped where it exceeds them. */
function inflate(packed: Uint8Array, length: number): Uint8Array {
  let filtered: Uint8Array;
  try {
    filtered = inflateSync(packed, { maxOutputLength: length });
  } catch (error) {
    if ((error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE") {
      throw damaged("it holds more data than its header declares");
    }
    throw damaged("its compressed data is damaged", error);
  }
  if (filtered.length !== length) throw damaged("it holds less data than its header declares");
  return filtered;
}

function cutOff(bytes: Uint8Array): PictureFault {
  return damaged(`it is cut off: its ${bytes.length} bytes end before the picture does`);
}

function damaged(what: string, cause?: unknown): PictureFault {
  return new PictureFault(what, "Copy or download it again", { cause });
}
