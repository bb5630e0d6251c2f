/**
 * The orientation tag of Exif (0x0112): 1 is upright, 2 to 4 mirrored and upside down, 5 to 8 with
 * rows and columns exchanged.
 */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const orientationTag = 0x0112;
const shortType = 3;

/**
 * The orientation that a camera noted in an Exif block, 1 where the block says none or is damaged:
 * it is a remark beside the picture, and the picture can be used without it.
 *
 * @param exif The block from its byte-order mark (`II` or `MM`) on.
 */
export function readOrientation(exif: Uint8Array): Orientation {
  if (exif.length < 8) return 1;
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return 1;
  const little = order === 0x4949;
  const directory = view.getUint32(4, little);
  if (directory + 2 > exif.length) return 1;
  const entries = view.getUint16(directory, little);
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + 12 * i;
    if (entry + 12 > exif.length) return 1;
    if (view.getUint16(entry, little) !== orientationTag) continue;
    const value = view.getUint16(entry + 8, little);
    const valid = view.getUint16(entry + 2, little) === shortType && value >= 1 && value <= 8;
    return valid ? value as Orientation : 1;
  }
  return 1;
}

/** Whether rows of the stored picture are columns of the upright one. */
export function exchangesSides(orientation: Orientation): boolean {
  return orientation >= 5;
}

/**
 * The upright picture of a stored one, red, green and blue in each pixel.
 *
 * @param stored Rows of the picture as stored.
 * @param options.size `[height, width]` of the upright picture.
 */
export function upright(
  stored: Uint8Array,
  options: { orientation: Orientation; size: readonly [number, number] },
): Uint8Array {
  const { orientation, size: [height, width] } = options;
  if (orientation === 1) return stored;
  const exchanged = exchangesSides(orientation);
  const storedWidth = exchanged ? height : width;
  const flipX = [2, 3, 7, 8].includes(orientation);
  const flipY = [3, 4, 6, 7].includes(orientation);
  const target = new Uint8Array(stored.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [row, column] = exchanged ? [x, y] : [y, x];
      const storedRow = flipY ? (exchanged ? width : height) - 1 - row : row;
      const storedColumn = flipX ? storedWidth - 1 - column : column;
      const from = 3 * (storedRow * storedWidth + storedColumn);
      target.set(stored.subarray(from, from + 3), 3 * (y * width + x));
    }
  }
  return target;
}
