import { ExperimentError } from "../../errors.ts";
import { PictureFault } from "./fault.ts";
import { pictureFormat } from "./format.ts";
import { readJpeg } from "./jpeg.ts";
import { checkFileBytes } from "./limits.ts";
import { exchangesSides, type Orientation, upright } from "./orientation.ts";
import type { Pixels } from "./pixels.ts";
import { decodePng } from "./png.ts";
import { resizeArea } from "./resize.ts";
import { imagesDefaults, type ResizeName } from "./settings.ts";

/** How one picture becomes a row of inputs. */
export interface DecodeOptions {
  /** What the user calls the picture, for messages. */
  file: string;
  /** `[height, width]` in pixels. */
  size: readonly [number, number];
  /** Default `stretch`. */
  resize?: ResizeName;
}

/**
 * One row of inputs from the bytes of a JPEG or PNG file: upright, on white, resized to `size` by
 * area averaging (`resizeArea`).
 *
 * The same bytes give the same row on every machine: the JPEG decoder's transform is in integers,
 * its colours are computed with + − × ÷, and the mean is exact.
 *
 * @returns height × width × 3 bytes: rows from the top, red, green, blue in each pixel.
 * @throws {ExperimentError} naming `file`, when the picture is cut off, damaged, of another format,
 * or larger than `limits.ts` allows.
 *
 * @example
 * ```ts
 * import { decodePicture } from "./decode.ts";
 *
 * const png = Uint8Array.fromBase64(
 *   "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR42mNg+A8AAQIBANEay48AAAAASUVORK5CYII=",
 * );
 * const row = await decodePicture(png, { file: "half.png", size: [1, 1] });
 * row; // Uint8Array [128, 128, 128]
 * ```
 */
export async function decodePicture(
  bytes: Uint8Array,
  { file, size, resize = imagesDefaults.resize }: DecodeOptions,
): Promise<Uint8Array> {
  try {
    checkFileBytes(bytes.length);
    const stored = await decodeStored(bytes);
    const { orientation } = stored;
    const [height, width] = size;
    const storedSize = exchangesSides(orientation) ? [width, height] as const : size;
    return upright(resizeArea(stored, { size: storedSize, resize }), { orientation, size });
  } catch (error) {
    throw named(error, file);
  }
}

/** The picture as stored: with its own size, not yet upright. */
async function decodeStored(bytes: Uint8Array): Promise<Pixels & { orientation: Orientation }> {
  if (pictureFormat(bytes) === "PNG") return decodePng(bytes);
  const { essence, width, height, orientation } = readJpeg(bytes);
  const { decodeJpeg } = await import("image-js");
  const data = decodedOr(() => decodeJpeg(essence).getRawImage().data as Uint8Array);
  return { data, width, height, channels: 4, orientation };
}

function decodedOr<T>(decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    // What the decoder means to say is an Error; others are what damaged data made it trip over.
    const detail = error instanceof Error && error.constructor === Error ? error.message : "";
    throw new PictureFault(
      `its data is damaged or cut off${detail === "" ? "" : ` (${detail})`}`,
      "Copy or download it again",
      { cause: error },
    );
  }
}

/** The user's mistake for what is wrong with a picture; other errors as they are. */
export function named(error: unknown, file: string): unknown {
  if (!(error instanceof PictureFault)) return error;
  return new ExperimentError(`Cannot read the picture ${file}: ${error.message}`, {
    file,
    remedy: error.remedy,
  }, { cause: error });
}
