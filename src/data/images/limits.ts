import { PictureFault } from "./fault.ts";

/** The largest picture file that is read, in bytes. */
export const maxFileBytes = 256 * 1024 * 1024;

/** The largest picture that is decoded, in pixels. */
export const maxPixels = 100_000_000;

/** The longest side of a picture that is decoded, in pixels. */
export const maxSide = 30_000;

/**
 * Refuses a picture by the size that its header declares, before anything of that size is
 * allocated.
 *
 * @throws {PictureFault} when a side is 0 or above `maxSide`, or the area above `maxPixels`.
 */
export function checkDimensions(width: number, height: number): void {
  if (width < 1 || height < 1) {
    throw new PictureFault(`its header declares ${width} x ${height} pixels`);
  }
  if (width <= maxSide && height <= maxSide && width * height <= maxPixels) return;
  throw new PictureFault(
    `it declares ${width} x ${height} pixels; at most ${maxPixels / 1e6} megapixels and ` +
      `${maxSide} pixels a side are decoded`,
    "Make it smaller with a picture editor",
  );
}

/** Refuses a file by its size, before it is read. */
export function checkFileBytes(bytes: number): void {
  if (bytes === 0) throw new PictureFault("the file is empty");
  if (bytes <= maxFileBytes) return;
  throw new PictureFault(
    `the file has ${bytes} bytes; at most ${maxFileBytes} are read`,
    "Make it smaller with a picture editor",
  );
}
