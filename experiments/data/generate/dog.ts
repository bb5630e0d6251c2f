import { type Brush, fill, inked, line, mask } from "./brush.ts";
import { type Coat, drawPatches } from "./coat.ts";
import { type Colour, darker, hex, lighter, luminance, rounded } from "./colour.ts";
import type { Draws } from "./draws.ts";
import { blob, type Contour, curve, ellipse, type Point, symmetric } from "./geometry.ts";

const MOUTH = hex(0x1d1a20), TONGUE = hex(0xe5737d), NOSES = [0x1d1a20, 0x1d1a20, 0x8a5048];

/** What differs from one dog's face to another's. */
export interface DogFace {
  /** Whether the mouth is open and the tongue out. */
  panting: boolean;
  /** How far down the ears hang. */
  ears: number;
  /** Half the width of the muzzle. */
  muzzle: number;
  /** Whether the ears have another colour than the head. */
  markedEars: boolean;
  nose: Colour;
}

export function drawDogFace(draws: Draws): DogFace {
  return {
    panting: draws.chance(0.5),
    ears: draws.uniform(0.2, 0.65),
    muzzle: draws.uniform(0.4, 0.5),
    markedEars: draws.chance(0.6),
    nose: hex(draws.pick(NOSES)),
  };
}

const HEAD = blob(symmetric([
  [0, -0.86],
  [0.5, -0.74],
  [0.76, -0.25],
  [0.7, 0.2],
  [0.6, 0.62],
  [0, 0.92],
]));

/** A dog's head of radius 1 around (0, 0), seen from the front. */
export function paintDogHead(brush: Brush, coat: Coat, face: DogFace): void {
  inked(brush, HEAD, rounded(coat.base), { ink: coat.ink, width: 0.09 });
  paintMarkings(brush, coat);
  paintEars(brush, coat, face);
  for (const x of [-0.33, 0.33]) paintEye(brush, coat, x);
  paintMuzzle(brush, coat, face);
}

function paintMarkings(brush: Brush, coat: Coat): void {
  const within = mask(brush, HEAD);
  if (coat.pattern === "bib") {
    fill(
      brush,
      blob([[0, -0.8], [0.13, -0.2], [0.4, 0.6], [-0.4, 0.6], [-0.13, -0.2]]),
      coat.pale,
      {
        within,
      },
    );
  }
  if (coat.pattern === "patches") {
    drawPatches(brush, coat, { spots: [[0.4, -0.2]], within });
  }
}

function paintEars(brush: Brush, coat: Coat, face: DogFace): void {
  const right: Point[] = [
    [0.4, -0.82],
    [0.85, -0.75],
    [1.1, -0.2],
    [1.06, face.ears],
    [0.86, face.ears + 0.1],
    [0.7, -0.1],
  ];
  const colour = earColour(coat, face);
  const left: Contour = right.map(([x, y]) => [-x, y]);
  for (const points of [right, left]) {
    inked(brush, blob(points), rounded(colour), { ink: coat.ink, width: 0.09 });
  }
}

/** Dark coats have lighter ears, light coats darker ones. */
function earColour(coat: Coat, face: DogFace): Colour {
  if (!face.markedEars && coat.pattern !== "points") return coat.base;
  return luminance(coat.base) > 0.5 ? coat.mark : lighter(coat.base, 0.35);
}

function paintEye(brush: Brush, coat: Coat, x: number): void {
  const brow = curve([[x - 0.13, -0.36], [x, -0.43], [x + 0.13, -0.36]]);
  line(brush, brow, darker(coat.base, 0.5), { width: 0.06 });
  fill(brush, ellipse(x, -0.14, 0.16, 0.17), lighter(coat.base, 0.7));
  fill(brush, ellipse(x, -0.13, 0.125, 0.14), hex(0x2b1c16));
  fill(brush, ellipse(x + 0.04, -0.19, 0.045), hex(0xffffff));
}

function paintMuzzle(brush: Brush, coat: Coat, face: DogFace): void {
  if (face.panting) {
    fill(brush, blob([[-0.16, 0.6], [0.16, 0.6], [0.15, 1.02], [0, 1.1], [-0.15, 1.02]]), TONGUE);
  }
  fill(brush, ellipse(0, 0.44, face.muzzle, 0.37), rounded(coat.pale, 0.12));
  fill(brush, blob([[-0.2, 0.13], [0.2, 0.13], [0.12, 0.32], [0, 0.38], [-0.12, 0.32]]), face.nose);
  fill(brush, ellipse(-0.06, 0.18, 0.06, 0.03), hex(0x8a868f));
  line(brush, [[0, 0.36], [0, 0.54]], MOUTH, { width: 0.05 });
  const smile = curve([[-0.28, 0.52], [-0.14, 0.62], [0, 0.54], [0.14, 0.62], [0.28, 0.52]]);
  line(brush, smile, MOUTH, { width: 0.05 });
}
