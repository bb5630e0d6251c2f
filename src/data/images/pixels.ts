/** A decoded picture, rows from top to bottom, red, green and blue first in each pixel. */
export interface Pixels {
  data: Uint8Array;
  /** In pixels. */
  width: number;
  /** In pixels. */
  height: number;
  /** Bytes of a pixel; a fourth one is passed over. */
  channels: 3 | 4;
}

/**
 * A channel of a half-transparent pixel as it looks on white: (c·α + 255·(255 − α)) / 255, rounded
 * half up. `value` and `alpha` from 0 to 255.
 */
export function overWhite(value: number, alpha: number): number {
  return Math.floor((2 * (value * alpha + 255 * (255 - alpha)) + 255) / 510);
}
