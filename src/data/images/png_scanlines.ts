import { PictureFault } from "./fault.ts";

/** How the samples of a PNG file lie in its data. */
export interface PngLayout {
  width: number;
  height: number;
  /** Bits of a sample. */
  depth: number;
  /** Samples of a pixel. */
  channels: number;
  interlaced: boolean;
}

/** A reduced picture of an interlaced file: every `dx`-th pixel of every `dy`-th row. */
interface Pass {
  x: number;
  y: number;
  dx: number;
  dy: number;
}

const wholePicture: readonly Pass[] = [{ x: 0, y: 0, dx: 1, dy: 1 }];

/** Adam7 (PNG, 8.2). */
const adam7: readonly Pass[] = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];

/** Gets the samples of pixel (x, y), which start at `samples[from]`. */
export type TakePixel = (samples: Uint16Array, from: number, x: number, y: number) => void;

/** Bytes of the data after inflating: each scanline and its filter byte. */
export function filteredLength(layout: PngLayout): number {
  return passes(layout).reduce((sum, { rows, lineBytes }) => sum + rows * (1 + lineBytes), 0);
}

/**
 * Undoes the filters (PNG, clause 9) and hands out every pixel. `filtered` is overwritten.
 *
 * @param filtered `filteredLength(layout)` bytes.
 */
export function readScanlines(
  filtered: Uint8Array,
  { layout, pixel }: { layout: PngLayout; pixel: TakePixel },
): void {
  const { depth, channels } = layout;
  const pixelBytes = Math.max(1, (depth * channels) / 8);
  let place = 0;
  for (const { pass, columns, rows, lineBytes } of passes(layout)) {
    const samples = new Uint16Array(columns * channels);
    let above: Uint8Array = new Uint8Array(lineBytes);
    for (let row = 0; row < rows; row++) {
      const line = filtered.subarray(place + 1, place + 1 + lineBytes);
      unfilter(line, { type: filtered[place]!, above, pixelBytes });
      unpack(samples, line, depth);
      for (let column = 0; column < columns; column++) {
        pixel(samples, column * channels, pass.x + column * pass.dx, pass.y + row * pass.dy);
      }
      above = line;
      place += 1 + lineBytes;
    }
  }
}

/** The passes that have pixels, with their sizes. */
function passes({ width, height, depth, channels, interlaced }: PngLayout) {
  return (interlaced ? adam7 : wholePicture).map((pass) => {
    const columns = Math.ceil((width - pass.x) / pass.dx);
    const rows = Math.ceil((height - pass.y) / pass.dy);
    return { pass, columns, rows, lineBytes: Math.ceil((columns * channels * depth) / 8) };
  }).filter(({ columns, rows }) => columns > 0 && rows > 0);
}

/** Turns differences from the bytes to the left and above into bytes, in place. */
function unfilter(
  line: Uint8Array,
  { type, above, pixelBytes }: { type: number; above: Uint8Array; pixelBytes: number },
): void {
  if (type > 4) {
    throw new PictureFault(`its data is damaged: it names filter ${type}`);
  }
  if (type === 0) return;
  for (let i = 0; i < line.length; i++) {
    const a = i < pixelBytes ? 0 : line[i - pixelBytes]!;
    const b = above[i]!;
    let guess: number;
    if (type === 1) guess = a;
    else if (type === 2) guess = b;
    else if (type === 3) guess = (a + b) >> 1;
    else guess = paeth(a, b, i < pixelBytes ? 0 : above[i - pixelBytes]!);
    line[i] = line[i]! + guess;
  }
}

/** Whichever of left, above and above left is nearest to a + b − c. */
function paeth(a: number, b: number, c: number): number {
  const toA = Math.abs(b - c);
  const toB = Math.abs(a - c);
  const toC = Math.abs(a + b - 2 * c);
  if (toA <= toB && toA <= toC) return a;
  return toB <= toC ? b : c;
}

/** Samples of 1, 2, 4, 8 or 16 bits, the high ones first, as numbers. */
function unpack(samples: Uint16Array, line: Uint8Array, depth: number): void {
  if (depth === 8) samples.set(line);
  else if (depth === 16) {
    for (let i = 0; i < samples.length; i++) {
      samples[i] = line[2 * i]! * 256 + line[2 * i + 1]!;
    }
  } else {
    const perByte = 8 / depth;
    const mask = (1 << depth) - 1;
    for (let i = 0; i < samples.length; i++) {
      const shift = 8 - depth * (1 + (i % perByte));
      samples[i] = (line[Math.floor(i / perByte)]! >> shift) & mask;
    }
  }
}
