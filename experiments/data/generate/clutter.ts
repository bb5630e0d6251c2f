import { type Brush, fill, inked, line, mask, placed } from "./brush.ts";
import { type Colour, darker, hex, lighter, rounded } from "./colour.ts";
import type { Draws } from "./draws.ts";
import type { Frame } from "./frame.ts";
import { blob, curve, ellipse, rectangle } from "./geometry.ts";

const COLOURS = [0xd2413a, 0x3f74c0, 0xe6b93c, 0x4f8f43, 0x8f5bb0, 0xe08a3c, 0xf0efe9, 0x3b3a42];

type Painter = (brush: Brush, colour: Colour) => void;

/** Things that stand about, each drawn in the square from (-1, -1) to (1, 1). */
const painters: readonly Painter[] = [
  paintBall,
  paintYarn,
  paintPlant,
  paintBox,
  paintChair,
  paintBush,
];

function paintBall(brush: Brush, colour: Colour): void {
  const ball = ellipse(0, 0.1, 0.85);
  inked(brush, ball, rounded(colour, 0.3), { ink: darker(colour, 0.6), width: 0.12 });
  const within = mask(brush, ball);
  line(brush, curve([[-0.9, 0], [0, 0.35], [0.9, 0]]), lighter(colour, 0.6), {
    width: 0.22,
    within,
  });
}

function paintYarn(brush: Brush, colour: Colour): void {
  const ink = darker(colour, 0.5);
  line(brush, curve([[0.5, 0.7], [1, 0.9], [1.5, 0.75], [1.9, 0.95]]), colour, { width: 0.12 });
  inked(brush, ellipse(0, 0.2, 0.75), rounded(colour), { ink, width: 0.12 });
  for (const y of [-0.25, 0.1, 0.45]) {
    line(brush, curve([[-0.62, y], [0, y + 0.25], [0.62, y - 0.05]]), ink, { width: 0.08 });
  }
}

function paintPlant(brush: Brush, colour: Colour): void {
  const leaf = hex(0x4f8f43), ink = darker(leaf, 0.5);
  for (const lean of [-0.7, 0, 0.7]) {
    const blade = blob([[0, 0.3], [lean * 0.5 - 0.2, -0.3], [lean, -0.95], [
      lean * 0.5 + 0.2,
      -0.3,
    ]]);
    inked(brush, blade, leaf, { ink, width: 0.09 });
  }
  const pot: [number, number][] = [[-0.5, 0.2], [0.5, 0.2], [0.35, 0.95], [-0.35, 0.95]];
  inked(brush, pot, rounded(colour), { ink: darker(colour, 0.6), width: 0.1 });
}

function paintBox(brush: Brush, colour: Colour): void {
  const ink = darker(colour, 0.6);
  inked(brush, rectangle(-0.8, -0.5, 0.8, 0.95), rounded(colour), { ink, width: 0.1 });
  fill(brush, rectangle(-0.14, -0.5, 0.14, 0.95), lighter(colour, 0.5));
}

function paintChair(brush: Brush, colour: Colour): void {
  const ink = darker(colour, 0.6);
  for (const x of [-0.6, 0.6]) line(brush, [[x, 0.2], [x, 0.98]], ink, { width: 0.16 });
  inked(brush, blob([[-0.7, -0.9], [0.7, -0.9], [0.75, 0.1], [-0.75, 0.1]]), rounded(colour), {
    ink,
    width: 0.1,
  });
  inked(brush, rectangle(-0.85, 0.05, 0.85, 0.4), lighter(colour, 0.15), { ink, width: 0.1 });
}

function paintBush(brush: Brush, _colour: Colour): void {
  const leaf = hex(0x3f7d43);
  const bush = blob([[-1, 0.95], [-0.95, 0.2], [-0.5, -0.3], [0, -0.1], [0.5, -0.4], [1, 0.2], [
    1,
    0.95,
  ]]);
  inked(brush, bush, rounded(leaf), { ink: darker(leaf, 0.6), width: 0.1 });
}

/** Puts one to three things behind the subject, near the edges. */
export function paintClutterBehind(frame: Frame, draws: Draws): void {
  for (let i = draws.integer(3); i > 0; i--) {
    const side = draws.pick([-1, 1]);
    paintThing(frame, draws, {
      x: side * draws.uniform(0.65, frame.right + 0.1),
      y: draws.uniform(0.1, 0.75),
      scale: draws.uniform(0.2, 0.42),
    });
  }
}

/** Puts one thing in front of the subject, in a lower corner. */
export function paintClutterInFront(frame: Frame, draws: Draws): void {
  paintThing(frame, draws, {
    x: draws.pick([-1, 1]) * draws.uniform(0.55, frame.right),
    y: frame.bottom - draws.uniform(0, 0.3),
    scale: draws.uniform(0.22, 0.38),
  });
}

function paintThing(
  frame: Frame,
  draws: Draws,
  at: { x: number; y: number; scale: number },
): void {
  const colour = hex(draws.pick(COLOURS));
  draws.pick(painters)(placed(frame.brush, { ...at, tilt: draws.bell() * 0.05 }), colour);
}
