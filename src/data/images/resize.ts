import type { Pixels } from "./pixels.ts";
import type { ResizeName } from "./settings.ts";

/**
 * How one side of the source is cut into target pixels. Everything is counted in a unit that makes
 * all lengths whole numbers: a source pixel is `unit` long, target pixel `j` goes from
 * `start + j * step` to `start + (j + 1) * step`.
 */
interface Axis {
  unit: number;
  start: number;
  step: number;
  count: number;
}

/** The source pixels below one target pixel, and how much of each. */
interface Span {
  first: number;
  weights: Float64Array;
}

/**
 * A picture of another size: each target pixel is the mean of the source below it, pixels at its
 * edges counted by the part that is covered, rounded half up.
 *
 * Sums are of whole numbers below 2^53 and the quotient is rounded once, so the result is exact:
 * the same bytes on every machine, in whatever order they are added. Enlarged pictures show their
 * pixels as rectangles.
 *
 * @param pixels The source, any size.
 * @param options.size `[height, width]` of the target.
 * @param options.resize `stretch` uses the whole source; `cover` the largest rectangle in its
 * middle that has the target's shape.
 * @returns Rows of red, green, blue: height × width × 3 bytes.
 *
 * @example
 * ```ts
 * import { resizeArea } from "./resize.ts";
 *
 * const data = Uint8Array.of(0, 0, 0, 90, 90, 90, 255, 255, 255);
 * const pixels = { data, width: 3, height: 1, channels: 3 } as const;
 * resizeArea(pixels, { size: [1, 2], resize: "stretch" }); // 30 three times, 200 three times
 * ```
 */
export function resizeArea(
  pixels: Pixels,
  options: { size: readonly [number, number]; resize: ResizeName },
): Uint8Array {
  const [rows, columns] = axes(pixels, options);
  const across = spans(columns);
  const down = spans(rows);
  const sums = new Float64Array(columns.count * 3);
  const area = rows.step * columns.step;
  const target = new Uint8Array(rows.count * columns.count * 3);
  down.forEach(({ first, weights }, row) => {
    sums.fill(0);
    weights.forEach((weight, k) => addRow(sums, { pixels, row: first + k, across, weight }));
    const start = row * sums.length;
    for (let i = 0; i < sums.length; i++) {
      target[start + i] = Math.floor((2 * sums[i]! + area) / (2 * area));
    }
  });
  return target;
}

/** sums[x] += weight · Σ (source pixels of that row below x), each by its part. */
function addRow(
  sums: Float64Array,
  from: { pixels: Pixels; row: number; across: Span[]; weight: number },
): void {
  const { pixels: { data, width, channels }, row, across, weight } = from;
  const start = row * width * channels;
  for (let x = 0; x < across.length; x++) {
    const { first, weights } = across[x]!;
    let place = start + first * channels;
    let red = 0, green = 0, blue = 0;
    for (let k = 0; k < weights.length; k++) {
      const part = weights[k]!;
      red += part * data[place]!;
      green += part * data[place + 1]!;
      blue += part * data[place + 2]!;
      place += channels;
    }
    sums[3 * x]! += weight * red;
    sums[3 * x + 1]! += weight * green;
    sums[3 * x + 2]! += weight * blue;
  }
}

/** The rows and columns of the target over the source. */
function axes(
  { width, height }: Pixels,
  { size, resize }: { size: readonly [number, number]; resize: ResizeName },
): [Axis, Axis] {
  const [h, w] = size;
  const whole = {
    rows: { unit: h, start: 0, step: height, count: h },
    columns: { unit: w, start: 0, step: width, count: w },
  };
  if (resize === "stretch" || width * h === height * w) return [whole.rows, whole.columns];
  // A target pixel is as long as wide: the shorter side's length of it, on both. Half pixels of
  // the source are needed to put the middle of the longer side in the middle.
  return width * h < height * w
    ? [{ unit: 2 * w, start: height * w - width * h, step: 2 * width, count: h }, whole.columns]
    : [whole.rows, { unit: 2 * h, start: width * h - height * w, step: 2 * height, count: w }];
}

function spans({ unit, start, step, count }: Axis): Span[] {
  return Array.from({ length: count }, (_, j) => {
    const from = start + j * step;
    const to = from + step;
    const first = Math.floor(from / unit);
    const last = Math.ceil(to / unit) - 1;
    const weights = Float64Array.from(
      { length: last - first + 1 },
      (_, k) => Math.min(to, (first + k + 1) * unit) - Math.max(from, (first + k) * unit),
    );
    return { first, weights };
  });
}
