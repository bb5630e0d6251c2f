import { type Brush, fill, inked, line, mask } from "./brush.ts";
import { type Coat, drawPatches } from "./coat.ts";
import { type Colour, darker, hex, lighter, mix, rounded } from "./colour.ts";
import type { Draws } from "./draws.ts";
import { blob, type Contour, curve, ellipse, type Point, symmetric } from "./geometry.ts";

const IRISES = [0x8cc152, 0xd9b13b, 0x4fb3bf, 0xe0a030, 0xa6c96a];
const PINK = hex(0xe8949a);

/** What differs from one cat's face to another's. */
export interface CatFace {
  iris: Colour;
  nose: Colour;
  asleep: boolean;
  /** Height of the ears over the head. */
  ears: number;
  /** How far the ears stand apart. */
  spread: number;
}

export function drawCatFace(draws: Draws): CatFace {
  return {
    iris: hex(draws.pick(IRISES)),
    nose: draws.chance(0.5) ? PINK : hex(0x3b2a2e),
    asleep: draws.chance(0.15),
    ears: draws.uniform(0.5, 0.64),
    spread: draws.uniform(-0.05, 0.08),
  };
}

const HEAD = blob(symmetric([
  [0, -0.76],
  [0.5, -0.7],
  [0.88, -0.25],
  [0.98, 0.22],
  [0.72, 0.6],
  [0, 0.76],
]));

/** A cat's head of radius 1 around (0, 0), seen from the front. */
export function paintCatHead(brush: Brush, coat: Coat, face: CatFace): void {
  paintEars(brush, coat, face);
  inked(brush, HEAD, rounded(coat.base), { ink: coat.ink, width: 0.09 });
  paintMarkings(brush, coat);
  for (const x of [-0.42, 0.42]) paintEye(brush, { x, coat, face });
  fill(brush, ellipse(-0.19, 0.4, 0.27, 0.2), coat.pale);
  fill(brush, ellipse(0.19, 0.4, 0.27, 0.2), coat.pale);
  fill(brush, blob([[-0.13, 0.18], [0.13, 0.18], [0.02, 0.32], [-0.02, 0.32]]), face.nose);
  paintMouthAndWhiskers(brush, coat);
}

function ear(face: CatFace, inset: number): Point[] {
  const top = -0.72 - face.ears + inset * 1.5;
  return [
    [0.22 + inset, -0.62],
    [0.5 + face.spread, (top - 0.72) / 2 - 0.08 + inset * 0.4],
    [0.8 + face.spread, top],
    [0.93 + face.spread * 0.7 - inset * 0.4, -0.75],
    [0.93 - inset, -0.15],
  ];
}

function mirrored(points: readonly Point[]): Contour {
  return points.map(([x, y]) => [-x, y]);
}

function paintEars(brush: Brush, coat: Coat, face: CatFace): void {
  const dark = coat.pattern === "points";
  const outer = dark ? coat.pale : coat.base;
  const inner = mix(PINK, outer, 0.5);
  for (const side of [(points: Point[]): Contour => points, mirrored]) {
    inked(brush, side(ear(face, 0)), outer, { ink: coat.ink, width: 0.1 });
    fill(brush, side(ear(face, 0.14)), inner);
  }
}

function paintMarkings(brush: Brush, coat: Coat): void {
  const within = mask(brush, HEAD);
  if (coat.pattern === "tabby") {
    for (const x of [-0.26, 0, 0.26]) {
      line(brush, [[x * 1.2, -0.8], [x, -0.36]], coat.mark, { width: 0.13, end: 0.05, within });
    }
    for (const side of [-1, 1]) {
      line(brush, [[side, 0.12], [side * 0.68, 0.2]], coat.mark, { width: 0.1, end: 0.03, within });
      line(brush, [[side, 0.36], [side * 0.66, 0.36]], coat.mark, {
        width: 0.1,
        end: 0.03,
        within,
      });
    }
  }
  if (coat.pattern === "patches") {
    drawPatches(brush, coat, { spots: [[0.55, -0.5], [-0.75, 0.25]], within });
  }
  if (coat.pattern === "points") {
    fill(brush, ellipse(0, 0.36, 0.52, 0.44), mix(coat.pale, coat.base, 0.25), { within });
  }
  if (coat.pattern === "bib") {
    fill(brush, blob([[0, -0.5], [0.2, 0.2], [0.5, 0.7], [-0.5, 0.7], [-0.2, 0.2]]), coat.pale, {
      within,
    });
  }
}

function paintEye(
  brush: Brush,
  { x, coat, face }: { x: number; coat: Coat; face: CatFace },
): void {
  const rim = darker(coat.base, 0.55);
  if (face.asleep) {
    const lid = curve([[x - 0.2, -0.02], [x, 0.1], [x + 0.2, -0.02]]);
    return line(brush, lid, rim, { width: 0.08 });
  }
  fill(brush, ellipse(x, -0.03, 0.235, 0.245), rim);
  fill(brush, ellipse(x, -0.03, 0.2, 0.21), rounded(face.iris));
  fill(brush, ellipse(x, -0.03, 0.07, 0.18), hex(0x17141c));
  fill(brush, ellipse(x + 0.07, -0.12, 0.06), hex(0xffffff));
}

function paintMouthAndWhiskers(brush: Brush, coat: Coat): void {
  const lip = darker(coat.pale, 0.6);
  line(brush, curve([[-0.24, 0.44], [-0.1, 0.5], [0, 0.34]]), lip, { width: 0.05 });
  line(brush, curve([[0.24, 0.44], [0.1, 0.5], [0, 0.34]]), lip, { width: 0.05 });
  const whisker = lighter(coat.base, 0.75);
  for (const side of [-1, 1]) {
    for (const drop of [0, 0.14]) {
      const tip: Point = [side * 1.25, 0.28 + drop * 1.8];
      line(brush, [[side * 0.36, 0.36 + drop * 0.7], tip], whisker, { width: 0.045, end: 0.02 });
    }
  }
}
