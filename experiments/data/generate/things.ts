import { type Brush, fill, inked, line, mask } from "./brush.ts";
import { darker, hex, lighter, rounded, vertical } from "./colour.ts";
import { blob, curve, ellipse, outline, type Point, rectangle, symmetric } from "./geometry.ts";
import type { Look } from "./nature.ts";

const GLASS = hex(0xbfe0ee), TYRE = hex(0x26242a), WOOD = hex(0x8a5f3c);

export function paintCar(brush: Brush, { main, second, ink }: Look): void {
  const cabin: Point[] = [[-0.5, 0.05], [-0.3, -0.42], [0.3, -0.42], [0.58, 0.05]];
  inked(brush, cabin, main, { ink });
  fill(brush, [[-0.38, 0], [-0.23, -0.32], [-0.02, -0.32], [-0.02, 0]], GLASS);
  fill(brush, [[0.06, 0], [0.06, -0.32], [0.25, -0.32], [0.44, 0]], GLASS);
  const body = blob([[-0.92, 0.1], [-0.6, 0], [0.6, 0], [0.92, 0.12], [0.94, 0.45], [0, 0.5], [
    -0.94,
    0.45,
  ]]);
  inked(brush, body, rounded(main), { ink });
  fill(brush, rectangle(-0.8, 0.22, 0.8, 0.29), second, { within: mask(brush, body) });
  fill(brush, ellipse(-0.86, 0.2, 0.08, 0.07), hex(0xfff0b0));
  for (const x of [-0.52, 0.52]) {
    fill(brush, ellipse(x, 0.48, 0.24), TYRE);
    fill(brush, ellipse(x, 0.48, 0.11), hex(0xc9ccd2));
  }
}

export function paintHouse(brush: Brush, { main, second, ink }: Look): void {
  inked(brush, rectangle(0.32, -0.8, 0.52, -0.3), darker(second, 0.2), { ink });
  inked(brush, rectangle(-0.68, -0.12, 0.68, 0.9), vertical(lighter(main, 0.1), main), { ink });
  inked(brush, [[-0.9, -0.1], [0, -0.9], [0.9, -0.1]], rounded(second), { ink });
  inked(brush, rectangle(-0.16, 0.36, 0.16, 0.9), WOOD, { ink, width: 0.04 });
  for (const x of [-0.44, 0.44]) {
    inked(brush, rectangle(x - 0.15, 0.1, x + 0.15, 0.4), GLASS, { ink, width: 0.05 });
    line(brush, [[x, 0.1], [x, 0.4]], ink, { width: 0.03 });
  }
  fill(brush, ellipse(0.09, 0.64, 0.035), hex(0xf2d26b));
}

export function paintMug(brush: Brush, { main, second, ink }: Look): void {
  for (const [x, width] of [[-0.25, 0.07], [0.1, 0.06]] as const) {
    const steam = curve([[x, -0.55], [x + 0.1, -0.7], [x, -0.82], [x + 0.08, -0.96]]);
    line(brush, steam, hex(0xffffff), { width, end: 0.02, opacity: 0.6 });
  }
  const handle = blob([[0.5, -0.15], [0.85, -0.12], [0.9, 0.25], [0.7, 0.5], [0.45, 0.5]]);
  fill(brush, outline(handle, 0.2), ink);
  fill(brush, outline(handle, 0.13), main);
  const body: Point[] = [[-0.66, -0.4], [0.56, -0.4], [0.5, 0.72], [0.4, 0.85], [-0.5, 0.85], [
    -0.6,
    0.72,
  ]];
  inked(brush, body, rounded(main), { ink });
  fill(brush, rectangle(-0.7, 0.1, 0.7, 0.34), second, { within: mask(brush, body) });
  inked(brush, ellipse(-0.05, -0.4, 0.61, 0.13), lighter(main, 0.3), { ink, width: 0.04 });
  fill(brush, ellipse(-0.05, -0.38, 0.5, 0.08), hex(0x5a3a26));
}

export function paintBoat(brush: Brush, { main, second, ink }: Look): void {
  line(brush, [[0, -0.92], [0, 0.4]], WOOD, { width: 0.08 });
  inked(brush, [[0.08, -0.85], [0.75, 0.2], [0.08, 0.26]], lighter(second, 0.25), { ink });
  inked(brush, [[-0.08, -0.6], [-0.6, 0.2], [-0.08, 0.26]], second, { ink });
  inked(brush, [[-0.9, 0.38], [0.92, 0.38], [0.6, 0.8], [-0.6, 0.8]], rounded(main), { ink });
  const sea: Point[] = [[-1.1, 0.86], [-0.7, 0.76], [-0.3, 0.86], [0.1, 0.76], [0.5, 0.86], [
    1.1,
    0.78,
  ]];
  line(brush, curve(sea), hex(0x4c8fc0), { width: 0.12 });
}

export function paintBalloon(brush: Brush, { main, second, ink }: Look): void {
  for (const x of [-0.16, 0.16]) line(brush, [[x * 2.2, 0.2], [x, 0.65]], ink, { width: 0.035 });
  const envelope = blob(symmetric([[0, -0.95], [0.5, -0.8], [0.7, -0.35], [0.5, 0.1], [0.2, 0.34], [
    0,
    0.36,
  ]]));
  inked(brush, envelope, rounded(main), { ink });
  const within = mask(brush, envelope);
  for (const side of [-1, 1]) {
    const band = curve([[0, -1], [side * 0.42, -0.4], [side * 0.14, 0.4]]);
    line(brush, band, second, { width: 0.17, within });
  }
  inked(brush, rectangle(-0.2, 0.64, 0.2, 0.92), WOOD, { ink });
}

export function paintRocket(brush: Brush, { main, second, ink }: Look): void {
  fill(
    brush,
    blob([[-0.16, 0.55], [0.16, 0.55], [0.1, 0.8], [0, 0.98], [-0.1, 0.8]]),
    hex(0xf6a02c),
  );
  for (const side of [-1, 1]) {
    inked(
      brush,
      [[side * 0.25, 0.1], [side * 0.62, 0.5], [side * 0.6, 0.75], [side * 0.2, 0.55]],
      second,
      {
        ink,
      },
    );
  }
  const hull = blob(symmetric([[0, -0.98], [0.24, -0.6], [0.34, -0.05], [0.24, 0.6], [0, 0.64]]));
  inked(brush, hull, rounded(main), { ink });
  fill(brush, rectangle(-1, -1, 1, -0.6), second, { within: mask(brush, hull) });
  inked(brush, ellipse(0, -0.2, 0.17), GLASS, { ink, width: 0.07 });
}
