import { encodePng, resizeArea } from "../data/mod.ts";
import type { Example } from "./examples.ts";

/** A longer side is made this short: a page of them stays small. */
const longestSide = 64;

/** Height, width and channels of a row that is a picture; `undefined` for other rows. */
export function pictureShape(
  inputShape: readonly number[],
): { height: number; width: number; channels: 1 | 3 } | undefined {
  const [height = 0, width = 0, channels = 1] = inputShape;
  const isPicture = (inputShape.length === 2 || inputShape.length === 3) &&
    height > 1 && width > 1 && (channels === 1 || channels === 3);
  return isPicture ? { height, width, channels } : undefined;
}

/** A small PNG picture of a row, as it was loaded. */
export async function thumbnail(
  { values }: Pick<Example, "values">,
  inputShape: readonly number[],
): Promise<Uint8Array> {
  const { height, width, channels } = pictureShape(inputShape)!;
  const data = colours(values, channels);
  const scale = Math.min(1, longestSide / Math.max(height, width));
  const [rows, columns] = [height, width].map((side) => Math.max(1, Math.round(side * scale)));
  const size = [rows!, columns!] as const;
  const pixels = scale === 1
    ? data
    : resizeArea({ data, height, width, channels: 3 }, { size, resize: "stretch" });
  return await encodePng(pixels, { height: size[0], width: size[1], channels: 3 });
}

/** Red, green and blue bytes; numbers from 0 to 1 are shares of 255, others span from 0 to 255. */
function colours(values: Example["values"], channels: 1 | 3): Uint8Array {
  const bytes = values instanceof Uint8Array ? values : toBytes(values);
  if (channels === 3) return bytes;
  const wide = new Uint8Array(3 * bytes.length);
  bytes.forEach((value, k) => wide.fill(value, 3 * k, 3 * k + 3));
  return wide;
}

function toBytes(values: Float32Array): Uint8Array {
  let low = 0;
  let high = 1;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return Uint8Array.from(values, (value) => Math.round(255 * (value - low) / (high - low)));
}
