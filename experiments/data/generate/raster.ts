import type { Contour, Shape } from "./geometry.ts";

/** Which part of each pixel of a rectangle is covered: 0 to 1, row by row. */
export interface Coverage {
  left: number;
  top: number;
  width: number;
  height: number;
  values: Float64Array;
}

/** Lines sampled per row of pixels; along a line, the covered part is exact. */
const LINES = 5;

interface Crossing {
  x: number;
  direction: number;
}

/** The part of each pixel that a shape, given in pixels, covers within a `width` × `height` canvas. */
export function cover(shape: Shape, width: number, height: number): Coverage {
  const box = boundingBox(shape, width, height);
  const values = new Float64Array(box.width * box.height);
  const lines: Crossing[][] = Array.from({ length: box.height * LINES }, () => []);
  for (const contour of shape) addCrossings(lines, contour, box.top);
  lines.forEach((crossings, line) => {
    if (crossings.length < 2) return;
    crossings.sort((a, b) => a.x - b.x);
    const row = Math.floor(line / LINES) * box.width;
    let winding = 0;
    for (let i = 0; i + 1 < crossings.length; i++) {
      winding += crossings[i]!.direction;
      if (winding === 0) continue;
      addSpan(values, {
        row,
        from: crossings[i]!.x - box.left,
        to: crossings[i + 1]!.x - box.left,
        width: box.width,
      });
    }
  });
  return { ...box, values };
}

function boundingBox(shape: Shape, width: number, height: number) {
  let left = width, top = height, right = 0, bottom = 0;
  for (const contour of shape) {
    for (const [x, y] of contour) {
      left = Math.min(left, Math.floor(x));
      top = Math.min(top, Math.floor(y));
      right = Math.max(right, Math.floor(x) + 1);
      bottom = Math.max(bottom, Math.floor(y) + 1);
    }
  }
  left = Math.max(0, left);
  top = Math.max(0, top);
  right = Math.min(width, right);
  bottom = Math.min(height, bottom);
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

/** Where the contour crosses each sampled line, and whether downwards (1) or upwards (-1). */
function addCrossings(lines: Crossing[][], contour: Contour, top: number): void {
  let [px, py] = contour[contour.length - 1]!;
  for (const [x, y] of contour) {
    if (y !== py) {
      const down = y > py;
      const [x0, y0, x1, y1] = down ? [px, py, x, y] : [x, y, px, py];
      const slope = (x1 - x0) / (y1 - y0);
      // Line k is at y = top + (k + ½) / LINES; it belongs to the edge if y0 <= y < y1.
      const first = Math.max(0, Math.ceil((y0 - top) * LINES - 0.5));
      const end = Math.min(lines.length, Math.ceil((y1 - top) * LINES - 0.5));
      for (let k = first; k < end; k++) {
        const at = top + (k + 0.5) / LINES;
        lines[k]!.push({ x: x0 + (at - y0) * slope, direction: down ? 1 : -1 });
      }
    }
    px = x;
    py = y;
  }
}

function addSpan(
  values: Float64Array,
  { row, from, to, width }: { row: number; from: number; to: number; width: number },
): void {
  const start = Math.max(0, from), end = Math.min(width, to);
  if (end <= start) return;
  const first = Math.floor(start), last = Math.min(width - 1, Math.floor(end));
  for (let column = first; column <= last; column++) {
    const part = Math.min(end, column + 1) - Math.max(start, column);
    values[row + column] = Math.min(1, values[row + column]! + part / LINES);
  }
}
