import type { Paint } from "./colour.ts";
import type { Colour } from "./colour.ts";
import {
  type Affine,
  compose,
  type Contour,
  outline,
  type Placement,
  placement,
  type Point,
  type Shape,
  stroke,
  transformPoint,
  union,
} from "./geometry.ts";
import { cover, type Coverage } from "./raster.ts";

/** A picture being drawn: three numbers from 0 to 1 per pixel, row by row. */
export interface Canvas {
  width: number;
  height: number;
  values: Float64Array;
}

export function createCanvas(width: number, height: number): Canvas {
  return { width, height, values: new Float64Array(width * height * 3) };
}

/** Draws on a canvas in coordinates of its own. */
export interface Brush {
  canvas: Canvas;
  transform: Affine;
}

/** A brush for a part: its (0, 0) is put at (x, y) of this brush, turned and scaled. */
export function placed(brush: Brush, at: Placement): Brush {
  return { canvas: brush.canvas, transform: compose(brush.transform, placement(at)) };
}

function toPixels(brush: Brush, shape: Shape): Shape {
  return shape.map((contour) => contour.map((point) => transformPoint(brush.transform, point)));
}

function isContour(shape: Contour | Shape): shape is Contour {
  return typeof shape[0]?.[0] === "number";
}

/** What of the canvas a shape covers: to draw stripes on a coat and nowhere else. */
export function mask(brush: Brush, shape: Contour | Shape): Coverage {
  const { width, height } = brush.canvas;
  return cover(toPixels(brush, isContour(shape) ? [shape] : shape), width, height);
}

export interface FillOptions {
  /** Draw only where this covers. */
  within?: Coverage;
  /** 0 invisible to 1 opaque. */
  opacity?: number;
}

/** Fills a shape with smooth edges. */
export function fill(
  brush: Brush,
  shape: Contour | Shape,
  paint: Paint,
  { within, opacity = 1 }: FillOptions = {},
): void {
  const { width, values } = brush.canvas;
  const area = mask(brush, shape);
  for (let row = 0; row < area.height; row++) {
    for (let column = 0; column < area.width; column++) {
      let share = area.values[row * area.width + column]! * opacity;
      if (share === 0) continue;
      const x = area.left + column, y = area.top + row;
      if (within !== undefined) share *= coverageAt(within, x, y);
      if (share === 0) continue;
      const [red, green, blue] = typeof paint === "function"
        ? paint((column + 0.5) / area.width, (row + 0.5) / area.height, x, y)
        : paint;
      const at = (y * width + x) * 3;
      values[at] = values[at]! + (red - values[at]!) * share;
      values[at + 1] = values[at + 1]! + (green - values[at + 1]!) * share;
      values[at + 2] = values[at + 2]! + (blue - values[at + 2]!) * share;
    }
  }
}

function coverageAt({ left, top, width, height, values }: Coverage, x: number, y: number): number {
  const column = x - left, row = y - top;
  if (column < 0 || row < 0 || column >= width || row >= height) return 0;
  return values[row * width + column]!;
}

export interface InkOptions extends FillOptions {
  /** Colour of the line around the shape. */
  ink: Colour;
  /** Width of the line, half of it outside. */
  width?: number;
}

/** Fills a contour and draws a line around it. */
export function inked(
  brush: Brush,
  contour: Contour,
  paint: Paint,
  { ink, width = 0.05, ...options }: InkOptions,
): void {
  fill(brush, outline(contour, width), ink, options);
  fill(brush, contour, paint, options);
}

/** Draws a line through the points. */
export function line(
  brush: Brush,
  points: readonly Point[],
  paint: Paint,
  { width, end = width, ...options }: FillOptions & { width: number; end?: number },
): void {
  fill(brush, stroke(points, width, end), paint, options);
}

/** Fills several contours as one. */
export function fillAll(brush: Brush, contours: Contour[], paint: Paint, options?: FillOptions) {
  fill(brush, union(...contours), paint, options);
}
