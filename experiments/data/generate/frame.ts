import { type Brush, type Canvas, createCanvas } from "./brush.ts";

/** A picture's canvas and a brush whose (0, 0) is its middle and whose shorter side runs from -1 to 1. */
export interface Frame {
  canvas: Canvas;
  brush: Brush;
  /** Where the right edge is: 1 or more. */
  right: number;
  /** Where the lower edge is: 1 or more. */
  bottom: number;
}

export function createFrame(width: number, height: number): Frame {
  const canvas = createCanvas(width, height);
  const half = Math.min(width, height) / 2;
  return {
    canvas,
    brush: { canvas, transform: [half, 0, 0, half, width / 2, height / 2] },
    right: width / 2 / half,
    bottom: height / 2 / half,
  };
}
