import { fill, line } from "./brush.ts";
import {
  type Colour,
  darker,
  hex,
  lighter,
  luminance,
  mix,
  type Paint,
  vertical,
} from "./colour.ts";
import type { Draws } from "./draws.ts";
import type { Frame } from "./frame.ts";
import { blob, curve, ellipse, type Point, rectangle } from "./geometry.ts";

const HUES = [0x8fb7d9, 0xd9b98f, 0x9cc59a, 0xd99aa5, 0xb7a3d6, 0xcfc7b8, 0x7fb5b0, 0xa8a8ac];

/** The luminance wanted behind something of luminance `subject`: well apart, on either side. */
export function backgroundLuminance(draws: Draws, subject: number): number {
  if (draws.chance(0.15)) return subject > 0.5 ? subject - 0.25 : subject + 0.25;
  return subject > 0.5 ? draws.uniform(0.08, 0.26) : draws.uniform(0.72, 0.92);
}

/** The colour made darker or paler until it has this luminance. */
export function withLuminance(colour: Colour, wanted: number): Colour {
  const has = luminance(colour);
  if (has < wanted) return mix(colour, [1, 1, 1], (wanted - has) / (1 - has));
  return mix(colour, [0, 0, 0], 1 - wanted / has);
}

type Painter = (frame: Frame, draws: Draws, wanted: number) => void;

const painters: readonly Painter[] = [
  paintPlain,
  paintGradient,
  paintMeadow,
  paintMeadow,
  paintRoom,
  paintRoom,
  paintMottled,
  paintStripes,
  paintDots,
];

/** Covers the frame with a background of about the wanted luminance. */
export function paintBackground(frame: Frame, draws: Draws, wanted: number): void {
  draws.pick(painters)(frame, draws, wanted);
}

function everywhere({ brush, right, bottom }: Frame, paint: Paint): void {
  fill(brush, rectangle(-right, -bottom, right, bottom), paint);
}

function tone(draws: Draws, wanted: number): Colour {
  return withLuminance(hex(draws.pick(HUES)), wanted);
}

function paintPlain(frame: Frame, draws: Draws, wanted: number): void {
  everywhere(frame, tone(draws, wanted));
}

function paintGradient(frame: Frame, draws: Draws, wanted: number): void {
  const colour = tone(draws, wanted), other = tone(draws, wanted);
  everywhere(frame, vertical(lighter(colour, 0.2), darker(other, 0.2)));
}

function paintMeadow(frame: Frame, draws: Draws, wanted: number): void {
  const { brush, right, bottom } = frame;
  const sky = withLuminance(hex(draws.pick([0x8cc4ea, 0xf0b98a, 0x6f86c0])), wanted);
  everywhere(frame, vertical(sky, lighter(sky, 0.3)));
  const sun = draws.uniform(-0.9, 0.9);
  fill(brush, ellipse(sun, -bottom + 0.3, 0.17), lighter(hex(0xffe28a), wanted * 0.3));
  for (let i = draws.integer(3); i > 0; i--) {
    const x = draws.uniform(-right, right), y = draws.uniform(-bottom, -0.3);
    fill(
      brush,
      blob([[x - 0.3, y], [x - 0.05, y - 0.13], [x + 0.3, y], [x, y + 0.07]]),
      lighter(sky, 0.6),
    );
  }
  const horizon = draws.uniform(0, 0.45);
  const hill = withLuminance(hex(0x6fae5e), Math.max(0.08, wanted - 0.08));
  const ridge = curve([[-right, horizon], [-0.4, horizon - draws.uniform(0, 0.3)], [
    0.4,
    horizon + draws.uniform(-0.1, 0.15),
  ], [right, horizon - draws.uniform(0, 0.2)]]);
  fill(brush, [...ridge, [right, bottom], [-right, bottom]], vertical(hill, darker(hill, 0.25)));
  for (let i = 0; i < 14; i++) {
    const x = draws.uniform(-right, right), y = draws.uniform(horizon + 0.15, bottom);
    line(brush, [[x, y], [x + 0.04, y - 0.1]], darker(hill, 0.3), { width: 0.035, end: 0.01 });
  }
}

function paintRoom(frame: Frame, draws: Draws, wanted: number): void {
  const { brush, right, bottom } = frame;
  const wall = tone(draws, wanted);
  everywhere(frame, vertical(wall, darker(wall, 0.1)));
  const floor = withLuminance(hex(draws.pick([0xb98756, 0x8f8a86, 0xa56a4f])), wanted * 0.8);
  const skirting = draws.uniform(0.35, 0.65);
  fill(brush, rectangle(-right, skirting, right, bottom), vertical(floor, darker(floor, 0.25)));
  line(brush, [[-right, skirting], [right, skirting]], lighter(wall, 0.4), { width: 0.06 });
  const x = draws.pick([-1, 1]) * draws.uniform(0.55, 0.95);
  const frameColour = draws.chance(0.5) ? lighter(wall, 0.5) : darker(wall, 0.4);
  fill(brush, rectangle(x - 0.36, -0.9, x + 0.36, -0.1), frameColour);
  const view = withLuminance(hex(0x8cc4ea), Math.min(0.9, wanted + draws.uniform(-0.1, 0.15)));
  fill(brush, rectangle(x - 0.29, -0.83, x + 0.29, -0.17), vertical(view, lighter(view, 0.4)));
  if (draws.chance(0.5)) {
    line(brush, [[x, -0.9], [x, -0.1]], frameColour, { width: 0.06 });
    line(brush, [[x - 0.36, -0.5], [x + 0.36, -0.5]], frameColour, { width: 0.06 });
  } else {
    fill(brush, blob([[x - 0.29, -0.2], [x - 0.1, -0.5], [x + 0.29, -0.2]]), darker(view, 0.35));
  }
  if (draws.chance(0.5)) {
    const rug = withLuminance(hex(draws.pick(HUES)), wanted * 0.9);
    fill(brush, ellipse(0, 0.9, 0.9, 0.22), rug);
    fill(brush, ellipse(0, 0.9, 0.7, 0.14), lighter(rug, 0.25));
  }
}

/** Soft blotches: random values on a coarse lattice, blended between. */
function paintMottled(frame: Frame, draws: Draws, wanted: number): void {
  const cell = draws.uniform(5, 11), columns = 24;
  const lattice = Float64Array.from({ length: columns * columns }, () => draws.uniform(0, 1));
  const one = tone(draws, wanted), two = mix(one, tone(draws, wanted), 0.6);
  const dark = darker(one, 0.25), light = lighter(two, 0.25);
  const value = (column: number, row: number) => lattice[row * columns + column]!;
  everywhere(frame, (_u, _v, x, y) => {
    const column = Math.floor(x / cell), row = Math.floor(y / cell);
    const s = smooth(x / cell - column), t = smooth(y / cell - row);
    const above = value(column, row) * (1 - s) + value(column + 1, row) * s;
    const below = value(column, row + 1) * (1 - s) + value(column + 1, row + 1) * s;
    return mix(dark, light, above * (1 - t) + below * t);
  });
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}

function paintStripes(frame: Frame, draws: Draws, wanted: number): void {
  const { brush, right, bottom } = frame;
  const colour = tone(draws, wanted);
  everywhere(frame, colour);
  const stripe = draws.chance(0.5) ? lighter(colour, 0.3) : darker(colour, 0.2);
  const step = draws.uniform(0.24, 0.45), slant = draws.pick([0, 0, 0.5, -0.5]);
  const horizontal = slant === 0 && draws.chance(0.4);
  const reach = right + bottom;
  for (let at = -reach; at < reach; at += step) {
    const points: Point[] = horizontal
      ? [[-right, at], [right, at]]
      : [[at - slant * bottom, -bottom], [at + slant * bottom, bottom]];
    line(brush, points, stripe, { width: step / 2 });
  }
}

function paintDots(frame: Frame, draws: Draws, wanted: number): void {
  const { brush, right, bottom } = frame;
  const colour = tone(draws, wanted);
  everywhere(frame, colour);
  const dot = draws.chance(0.5) ? lighter(colour, 0.35) : darker(colour, 0.2);
  const step = draws.uniform(0.32, 0.5), radius = step * draws.uniform(0.18, 0.28);
  let odd = false;
  for (let y = -bottom; y < bottom + step; y += step) {
    for (let x = -right + (odd ? step / 2 : 0); x < right + step; x += step) {
      fill(brush, ellipse(x, y, radius), dot);
    }
    odd = !odd;
  }
}
