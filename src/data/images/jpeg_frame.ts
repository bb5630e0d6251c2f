import { PictureFault } from "./fault.ts";
import { checkDimensions } from "./limits.ts";

/** What the frame header of a JPEG file declares. */
export interface Frame {
  width: number;
  height: number;
  /** Blocks of 8 x 8 samples in all components; none takes less than one bit. */
  blocks: number;
  /** @throws {PictureFault} when the decoder would show other colours than are meant. */
  checkColours(adobe: Uint8Array | undefined): void;
}

interface Component {
  id: number;
  /** Samples across, relative to the other components. */
  h: number;
  /** Samples down, relative to the other components. */
  v: number;
}

/** Baseline, extended and progressive Huffman coding. */
const decodable = new Set([0xc0, 0xc1, 0xc2]);

const remedy = "Save it again as an ordinary JPEG or as PNG";

/**
 * Reads a frame header (ITU T.81, B.2.2).
 *
 * @param marker The second byte of its marker.
 * @param payload What follows its length.
 */
export function readFrame(marker: number, payload: Uint8Array): Frame {
  if (!decodable.has(marker)) {
    const kind = marker === 0xc3 ? "lossless" : marker >= 0xc9 ? "arithmetic" : "hierarchical";
    throw new PictureFault(`it is a JPEG with ${kind} coding, which is not supported`, remedy);
  }
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  if (payload.length < 6 || payload.length < 6 + 3 * view.getUint8(5)) {
    throw new PictureFault("its header is damaged");
  }
  if (view.getUint8(0) !== 8) {
    throw new PictureFault(
      `it is a JPEG of ${view.getUint8(0)} bits a colour, and only 8 are supported`,
      remedy,
    );
  }
  const [height, width] = [view.getUint16(1), view.getUint16(3)];
  checkDimensions(width, height);
  const components = Array.from({ length: view.getUint8(5) }, (_, i): Component => {
    const sampling = view.getUint8(7 + 3 * i);
    return { id: view.getUint8(6 + 3 * i), h: sampling >> 4, v: sampling & 15 };
  });
  checkComponents(components);
  return {
    width,
    height,
    blocks: countBlocks(components, { width, height }),
    checkColours: (adobe) => checkColours(components, adobe),
  };
}

function checkComponents(components: readonly Component[]): void {
  const count = components.length;
  if (![1, 3, 4].includes(count)) {
    throw new PictureFault(`it is a JPEG of ${count} components, which is not supported`, remedy);
  }
  const distinct = new Set(components.map(({ id }) => id)).size === count;
  const sampled = components.every(({ h, v }) => h >= 1 && h <= 4 && v >= 1 && v <= 4);
  if (!distinct || !sampled) throw new PictureFault("its header is damaged");
}

function countBlocks(
  components: readonly Component[],
  { width, height }: { width: number; height: number },
): number {
  const maxH = Math.max(...components.map(({ h }) => h));
  const maxV = Math.max(...components.map(({ v }) => v));
  const units = Math.ceil(width / (8 * maxH)) * Math.ceil(height / (8 * maxV));
  // A lone component is stored in blocks, not in units, however it is sampled.
  if (components.length === 1) return Math.ceil(width / 8) * Math.ceil(height / 8);
  return units * components.reduce((sum, { h, v }) => sum + h * v, 0);
}

/** The decoder takes three components for luma and chroma, four for inverted CMYK or YCCK. */
function checkColours(components: readonly Component[], adobe: Uint8Array | undefined): void {
  const transform = adobe === undefined ? undefined : adobe[11];
  const named = components.map(({ id }) => String.fromCharCode(id)).join("");
  if (components.length === 3 && (transform === 0 || (adobe === undefined && named === "RGB"))) {
    throw new PictureFault("it is a JPEG of red, green and blue, which is not supported", remedy);
  }
  if (components.length === 4 && transform === undefined) {
    throw new PictureFault(
      "it is a JPEG of four inks that does not say which, and cannot be decoded",
      remedy,
    );
  }
}
