import type { Canvas } from "./brush.ts";
import type { Draws } from "./draws.ts";

/** Lights the finished picture: brighter or dimmer, warmer or cooler, from one side. */
export function applyLight({ width, height, values }: Canvas, draws: Draws): void {
  const gain = draws.uniform(0.82, 1.08);
  const warmth = draws.uniform(-0.05, 0.07);
  const across = draws.uniform(-0.12, 0.12), down = draws.uniform(-0.12, 0.05);
  const tint = [gain * (1 + warmth), gain, gain * (1 - warmth)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const slope = 1 + across * (x / width - 0.5) + down * (y / height - 0.5);
      for (let channel = 0; channel < 3; channel++) {
        const at = (y * width + x) * 3 + channel;
        values[at] = values[at]! * slope * tint[channel]!;
      }
    }
  }
}

/** Steps between two values of a byte: coarser ones make a smaller file and look the same. */
const STEP = 4;

/** The picture as bytes: red, green, blue for each pixel, row by row. */
export function toBytes({ values }: Canvas): Uint8Array {
  const out = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const rounded = Math.floor(values[i]! * 255 / STEP + 0.5) * STEP;
    out[i] = Math.max(0, Math.min(255, rounded));
  }
  return out;
}
