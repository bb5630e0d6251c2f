import { type Brush, fill, inked, line, mask, placed } from "./brush.ts";
import { type Coat, drawPatches, drawStripes } from "./coat.ts";
import { type Colour, darker, rounded } from "./colour.ts";
import type { Draws } from "./draws.ts";
import { blob, curve, ellipse, type Point, symmetric } from "./geometry.ts";

export type Pose = "head" | "sitting" | "lying" | "walking";

/** One animal to be drawn in the square from (-1, -1) to (1, 1). */
export interface Animal {
  pose: Pose;
  coat: Coat;
  /** A cat's long tail, or a dog's short one. */
  longTail: boolean;
  collar: Colour | undefined;
  /** Tangent of the angle by which the head is tilted. */
  tilt: number;
  paintHead: (brush: Brush) => void;
}

const bodies: Record<Pose, (brush: Brush, animal: Animal) => void> = {
  head: paintPortrait,
  sitting: paintSitting,
  lying: paintLying,
  walking: paintWalking,
};

export function paintAnimal(brush: Brush, animal: Animal): void {
  bodies[animal.pose](brush, animal);
}

export function drawTilt(draws: Draws): number {
  return draws.bell() * 0.07;
}

function paintHeadAt(
  brush: Brush,
  animal: Animal,
  { x, y, scale }: { x: number; y: number; scale: number },
): void {
  if (animal.collar !== undefined) {
    const band = curve([[x - scale * 0.62, y + scale * 0.66], [x, y + scale * 0.98], [
      x + scale * 0.62,
      y + scale * 0.66,
    ]]);
    line(brush, band, animal.collar, { width: 0.09 });
  }
  animal.paintHead(placed(brush, { x, y, scale, tilt: animal.tilt }));
}

function paintTail(brush: Brush, { coat, longTail }: Animal, points: readonly Point[]): void {
  const path = longTail ? curve(points) : curve(points.slice(0, 3));
  const width = longTail ? 0.17 : 0.2;
  line(brush, path, coat.ink, { width: width + 0.05, end: longTail ? 0.17 : 0.1 });
  const fur = coat.pattern === "points" ? coat.pale : coat.base;
  line(brush, path, fur, { width, end: longTail ? 0.12 : 0.05 });
  if (coat.pattern === "tabby" && longTail) {
    for (let i = 8; i + 2 < path.length; i += 6) {
      line(brush, path.slice(i, i + 3), coat.mark, { width: 0.14 });
    }
  }
}

function paintPaw(brush: Brush, coat: Coat, [x, y]: Point): void {
  inked(brush, ellipse(x, y, 0.15, 0.09), coat.pale, { ink: coat.ink, width: 0.04 });
}

function paintPortrait(brush: Brush, animal: Animal): void {
  const { coat } = animal;
  const shoulders = blob(symmetric([[0, 0.35], [0.42, 0.5], [0.8, 0.95], [0.85, 1.7], [0, 1.8]]));
  inked(brush, shoulders, rounded(coat.base), { ink: coat.ink });
  const within = mask(brush, shoulders);
  fill(brush, ellipse(0, 1.05, 0.32, 0.5), coat.pale, { within });
  if (coat.pattern === "tabby") {
    drawStripes(brush, coat, { x: 0, y: 1.2, length: 1.5, height: 0.4, within });
  }
  paintHeadAt(brush, animal, { x: 0, y: 0, scale: 0.7 });
}

function paintSitting(brush: Brush, animal: Animal): void {
  const { coat } = animal;
  paintTail(brush, animal, [[0.35, 0.78], [0.68, 0.72], [0.82, 0.45], [0.72, 0.15], [0.82, -0.02]]);
  for (const x of [-0.36, 0.36]) {
    inked(brush, ellipse(x, 0.66, 0.24, 0.28), rounded(coat.base), { ink: coat.ink });
    paintPaw(brush, coat, [x * 1.15, 0.9]);
  }
  const trunk = blob(symmetric([[0, -0.15], [0.3, 0], [0.38, 0.5], [0.28, 0.9], [0, 0.92]]));
  inked(brush, trunk, rounded(coat.base), { ink: coat.ink });
  const within = mask(brush, trunk);
  if (coat.pattern === "tabby") {
    for (const y of [0.2, 0.4, 0.6]) {
      for (const side of [-1, 1]) {
        line(brush, [[side * 0.42, y], [side * 0.2, y + 0.05]], coat.mark, {
          width: 0.09,
          end: 0.03,
          within,
        });
      }
    }
  }
  if (coat.pattern === "patches") {
    drawPatches(brush, coat, { spots: [[0.28, 0.3], [-0.3, 0.6]], within });
  }
  fill(brush, ellipse(0, 0.33, 0.19, 0.36), coat.pale, { within });
  line(brush, [[0, 0.55], [0, 0.88]], coat.ink, { width: 0.04 });
  paintPaw(brush, coat, [-0.14, 0.9]);
  paintPaw(brush, coat, [0.14, 0.9]);
  paintHeadAt(brush, animal, { x: 0, y: -0.24, scale: 0.58 });
}

function paintLying(brush: Brush, animal: Animal): void {
  const { coat } = animal;
  const trunk = blob([
    [-0.5, 0.3],
    [-0.1, 0.08],
    [0.4, 0.04],
    [0.82, 0.3],
    [0.88, 0.68],
    [0.4, 0.84],
    [-0.4, 0.82],
    [-0.62, 0.6],
  ]);
  inked(brush, trunk, rounded(coat.base), { ink: coat.ink });
  const within = mask(brush, trunk);
  if (coat.pattern === "tabby") {
    drawStripes(brush, coat, { x: 0.36, y: 0.3, length: 0.75, height: 0.3, within });
  }
  if (coat.pattern === "patches") {
    drawPatches(brush, coat, { spots: [[0.3, 0.2], [0.75, 0.6]], within });
  }
  inked(brush, ellipse(0.62, 0.62, 0.24, 0.22), rounded(coat.base), { ink: coat.ink, within });
  paintTail(brush, animal, [[0.85, 0.6], [0.95, 0.78], [0.7, 0.88], [0.3, 0.85], [0.05, 0.8]]);
  paintPaw(brush, coat, [-0.48, 0.8]);
  paintPaw(brush, coat, [-0.12, 0.82]);
  paintHeadAt(brush, animal, { x: -0.14, y: -0.06, scale: 0.58 });
}

function paintWalking(brush: Brush, animal: Animal): void {
  const { coat } = animal;
  const far = darker(coat.base, 0.25);
  paintTail(brush, animal, [[0.66, 0.12], [0.86, -0.05], [0.88, -0.35], [0.74, -0.6], [
    0.84,
    -0.8,
  ]]);
  const legs: [Point, Point, Colour][] = [
    [[-0.12, 0.35], [-0.02, 0.86], far],
    [[0.5, 0.35], [0.4, 0.86], far],
    [[-0.32, 0.35], [-0.42, 0.88], coat.base],
    [[0.58, 0.35], [0.66, 0.88], coat.base],
  ];
  for (const [hip, foot, colour] of legs) {
    line(brush, [hip, foot], coat.ink, { width: 0.26, end: 0.2 });
    line(brush, [hip, foot], colour, { width: 0.21, end: 0.15 });
    paintPaw(brush, { ...coat, pale: coat.pattern === "bib" ? coat.pale : colour }, [
      foot[0] - 0.04,
      foot[1],
    ]);
  }
  const trunk = blob([
    [-0.5, 0.1],
    [-0.1, 0],
    [0.4, -0.02],
    [0.72, 0.12],
    [0.72, 0.42],
    [0.3, 0.5],
    [-0.3, 0.54],
    [-0.55, 0.4],
  ]);
  inked(brush, trunk, rounded(coat.base), { ink: coat.ink });
  const within = mask(brush, trunk);
  if (coat.pattern === "tabby") {
    drawStripes(brush, coat, { x: 0.3, y: 0.2, length: 0.7, height: 0.26, within });
  }
  if (coat.pattern === "patches") {
    drawPatches(brush, coat, { spots: [[0.2, 0.1], [0.65, 0.4]], within });
  }
  fill(brush, ellipse(-0.1, 0.6, 0.5, 0.12), coat.pale, { within });
  paintHeadAt(brush, animal, { x: -0.16, y: -0.16, scale: 0.56 });
}
