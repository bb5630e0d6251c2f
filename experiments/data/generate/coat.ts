import { type Brush, fill, line } from "./brush.ts";
import { type Colour, darker, hex, lighter, luminance, mix } from "./colour.ts";
import type { Draws } from "./draws.ts";
import { ellipse, type Point } from "./geometry.ts";
import type { Coverage } from "./raster.ts";

/** `points`: a light coat with a dark face, ears, paws and tail, as Siamese cats have. */
export type Pattern = "plain" | "tabby" | "patches" | "bib" | "points";

/** The fur of one animal. */
export interface Coat {
  base: Colour;
  /** Muzzle, belly and paws. */
  pale: Colour;
  /** Stripes and patches. */
  mark: Colour;
  /** The line around everything. */
  ink: Colour;
  pattern: Pattern;
}

const GINGER = 0xe08a3c, GREY = 0x646873, BLACK = 0x35333b, WHITE = 0xf3efe8;
const CREAM = 0xead2a6, BROWN = 0x8a5a3a, SILVER = 0xc3c7cf, CHOCOLATE = 0x4e3629;

/** The colours that cats and dogs have in common: light ones and dark ones alike. */
const FURS: readonly (readonly [base: number, patterns: readonly Pattern[]])[] = [
  [GINGER, ["tabby", "tabby", "tabby", "bib"]],
  [GREY, ["plain", "tabby", "bib"]],
  [BLACK, ["plain", "plain", "bib"]],
  [WHITE, ["plain", "patches", "points"]],
  [CREAM, ["points", "tabby", "points"]],
  [BROWN, ["tabby", "plain", "plain"]],
  [SILVER, ["tabby", "points", "patches"]],
  [CHOCOLATE, ["plain", "tabby", "bib"]],
];

export function drawCoat(draws: Draws): Coat {
  const [fur, patterns] = draws.pick(FURS);
  const base = mix(
    hex(fur),
    hex(draws.pick([0xffe9c9, 0x2a2030, 0x808080])),
    draws.uniform(0, 0.14),
  );
  const pattern = draws.pick(patterns);
  return {
    base,
    pale: paleFur(draws, base, pattern),
    mark: pattern === "patches"
      ? hex(draws.pick([GINGER, BLACK, GREY, BROWN]))
      : darker(base, draws.uniform(0.38, 0.55)),
    ink: darker(base, 0.66),
    pattern,
  };
}

function paleFur(draws: Draws, base: Colour, pattern: Pattern): Colour {
  if (pattern === "points") return darker(base, draws.uniform(0.5, 0.7));
  if (pattern === "bib") return lighter(base, 0.86);
  return lighter(base, luminance(base) > 0.5 ? draws.uniform(0, 0.35) : draws.uniform(0, 0.25));
}

/** Stripes across a body part that is about `length` long around (x, y), kept within it. */
export function drawStripes(
  brush: Brush,
  coat: Coat,
  { x, y, length, height, within }: {
    x: number;
    y: number;
    length: number;
    height: number;
    within: Coverage;
  },
): void {
  for (let i = 0; i < 5; i++) {
    const at = x + length * (i / 4 - 0.5);
    const points: Point[] = [[at, y - height], [at + 0.05, y - height * 0.3], [
      at,
      y + height * 0.25,
    ]];
    line(brush, points, coat.mark, { width: 0.11, end: 0.03, within });
  }
}

/** Round patches of the mark's colour, kept within a body part. */
export function drawPatches(
  brush: Brush,
  coat: Coat,
  { spots, within }: { spots: readonly Point[]; within: Coverage },
): void {
  spots.forEach(([x, y], i) => {
    fill(brush, ellipse(x, y, 0.26 - 0.03 * i, 0.2 + 0.02 * i), coat.mark, { within });
  });
}
