import { type Brush, fill, inked, line, mask } from "./brush.ts";
import { type Colour, darker, hex, lighter, rounded } from "./colour.ts";
import { blob, curve, ellipse, type Point, symmetric } from "./geometry.ts";

/** How one thing is coloured. */
export interface Look {
  main: Colour;
  second: Colour;
  ink: Colour;
}

const EYE = hex(0x1b171d), WHITE = hex(0xffffff), BARK = hex(0x7a5233), LEAF = hex(0x4f8f43);

/** Every painter draws in the square from (-1, -1) to (1, 1). */
export function paintBird(brush: Brush, { main, second, ink }: Look): void {
  for (const x of [-0.12, 0.12]) line(brush, [[x, 0.6], [x, 0.92]], hex(0xd98a2b), { width: 0.06 });
  inked(brush, [[0.5, 0.25], [1, 0.05], [0.95, 0.35], [0.6, 0.5]], darker(main, 0.3), { ink });
  const body = blob([[-0.35, -0.75], [0.1, -0.55], [0.55, 0.1], [0.6, 0.45], [0.1, 0.72], [
    -0.4,
    0.5,
  ], [
    -0.62,
    -0.1,
  ], [-0.66, -0.5]]);
  inked(brush, body, rounded(main), { ink });
  fill(brush, ellipse(-0.3, 0.25, 0.32, 0.36), second, { within: mask(brush, body) });
  inked(brush, blob([[-0.1, -0.1], [0.4, 0], [0.7, 0.38], [0.2, 0.42]]), darker(main, 0.22), {
    ink,
  });
  inked(brush, [[-0.62, -0.42], [-0.98, -0.3], [-0.6, -0.2]], hex(0xf0a52e), { ink });
  fill(brush, ellipse(-0.38, -0.42, 0.12), WHITE);
  fill(brush, ellipse(-0.4, -0.42, 0.07), EYE);
}

export function paintFish(brush: Brush, { main, second, ink }: Look): void {
  inked(brush, blob([[0.5, 0], [0.95, -0.5], [0.85, 0], [0.95, 0.5]]), second, { ink });
  inked(brush, blob([[-0.2, -0.4], [0.1, -0.75], [0.4, -0.6], [0.4, -0.3]]), second, { ink });
  const body = blob([[-0.92, 0.05], [-0.45, -0.42], [0.15, -0.45], [0.62, -0.05], [0.62, 0.08], [
    0.15,
    0.46,
  ], [-0.45, 0.46]]);
  inked(brush, body, rounded(main), { ink });
  const within = mask(brush, body);
  for (const x of [-0.2, 0.1, 0.38]) {
    line(brush, curve([[x, -0.6], [x + 0.12, 0], [x, 0.6]]), second, { width: 0.1, within });
  }
  inked(brush, blob([[-0.1, 0.12], [0.25, 0.08], [0.2, 0.4]]), second, { ink, width: 0.04 });
  fill(brush, ellipse(-0.58, -0.1, 0.13), WHITE);
  fill(brush, ellipse(-0.6, -0.1, 0.075), EYE);
  line(brush, curve([[-0.85, 0.18], [-0.72, 0.24], [-0.62, 0.18]]), ink, { width: 0.05 });
}

export function paintTree(brush: Brush, { main, ink }: Look): void {
  inked(brush, [[-0.13, 0.1], [0.13, 0.1], [0.2, 0.95], [-0.2, 0.95]], BARK, { ink });
  const crown: Point[] = symmetric([[0, -0.95], [0.5, -0.75], [0.8, -0.25], [0.6, 0.25], [0, 0.3]]);
  inked(brush, blob(crown), rounded(main), { ink });
  for (const [x, y] of [[-0.35, -0.45], [0.25, -0.6], [0.4, -0.1], [-0.2, 0]] as const) {
    fill(brush, ellipse(x, y, 0.22, 0.16), lighter(main, 0.18), { opacity: 0.7 });
  }
}

export function paintFir(brush: Brush, { main, ink }: Look): void {
  inked(brush, [[-0.1, 0.6], [0.1, 0.6], [0.1, 0.95], [-0.1, 0.95]], BARK, { ink });
  for (const [top, half] of [[0.05, 0.75], [-0.4, 0.58], [-0.9, 0.42]] as const) {
    const tier: Point[] = [[0, top], [half, top + 0.7], [0, top + 0.6], [-half, top + 0.7]];
    inked(brush, tier, rounded(main), { ink });
  }
}

export function paintFlower(brush: Brush, { main, second, ink }: Look): void {
  line(brush, curve([[0, 0], [0.06, 0.5], [0, 0.95]]), LEAF, { width: 0.1 });
  inked(brush, blob([[0.04, 0.7], [0.3, 0.42], [0.55, 0.4], [0.35, 0.66]]), LEAF, { ink });
  const petals: Point[] = [[0, -0.78], [0.42, -0.52], [0.42, -0.06], [0, 0.16], [-0.42, -0.06], [
    -0.42,
    -0.52,
  ]];
  for (const [x, y] of petals) inked(brush, ellipse(x, y, 0.27), rounded(main), { ink });
  inked(brush, ellipse(0, -0.3, 0.28), rounded(second), { ink });
}

export function paintMushroom(brush: Brush, { main, second, ink }: Look): void {
  inked(brush, blob(symmetric([[0, 0], [0.22, 0.05], [0.3, 0.85], [0, 0.92]])), hex(0xeee3cf), {
    ink,
  });
  const cap = blob(symmetric([[0, -0.75], [0.55, -0.55], [0.88, 0.02], [0.5, 0.18], [0, 0.14]]));
  inked(brush, cap, rounded(main), { ink });
  const within = mask(brush, cap);
  for (const [x, y] of [[-0.42, -0.2], [0.1, -0.5], [0.45, -0.12], [0, 0.02]] as const) {
    fill(brush, ellipse(x, y, 0.15, 0.12), second, { within });
  }
}

export function paintApple(brush: Brush, { main, ink }: Look): void {
  line(brush, curve([[0, -0.45], [0.05, -0.7], [0.16, -0.88]]), BARK, { width: 0.1 });
  inked(brush, blob([[0.08, -0.62], [0.4, -0.88], [0.62, -0.72], [0.36, -0.58]]), LEAF, { ink });
  const body = blob(symmetric([[0, -0.42], [0.42, -0.58], [0.8, -0.2], [0.66, 0.55], [0.25, 0.84], [
    0,
    0.76,
  ]]));
  inked(brush, body, rounded(main, 0.3), { ink });
  fill(brush, ellipse(-0.42, -0.18, 0.14, 0.22), WHITE, { opacity: 0.5 });
}
