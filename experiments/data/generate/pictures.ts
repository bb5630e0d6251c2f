import { encodePng, Image } from "image-js";
import type { Stream } from "../../../src/random/mod.ts";
import { createDraws, type Draws } from "./draws.ts";
import { drawScene, type Picture, type Subject } from "./scene.ts";

/** A folder of pictures of one subject. */
export interface PictureSet {
  /** Numbers the place of its random choices: no two sets may share it. */
  kind: number;
  folder: string;
  subject: Subject;
  count: number;
  /** What file names begin with: `cat.` for `cat.001.png`; nothing when absent. */
  prefix?: string;
  /** The shorter side of the smallest pictures, in pixels; 56 when absent. */
  smallest?: number;
}

const PAIR = { folder: "drawn-cats/cats-vs-dogs", count: 120, smallest: 44 } as const;

/**
 * As many cats as other pictures; among the others mostly dogs, which are the hard ones. And a folder
 * of cats and dogs alone that are told apart by the names of their files.
 */
export const pictureSets: readonly PictureSet[] = [
  { kind: 1, folder: "drawn-cats/train/cat", subject: "cat", count: 160 },
  { kind: 2, folder: "drawn-cats/train/dog", subject: "dog", count: 110 },
  { kind: 3, folder: "drawn-cats/train/other", subject: "other", count: 50 },
  { kind: 4, folder: "drawn-cats/test/cat", subject: "cat", count: 120 },
  { kind: 5, folder: "drawn-cats/test/dog", subject: "dog", count: 80 },
  { kind: 6, folder: "drawn-cats/test/other", subject: "other", count: 40 },
  { kind: 9, subject: "cat", prefix: "cat.", ...PAIR },
  { kind: 10, subject: "dog", prefix: "dog.", ...PAIR },
];

/** The pictures of a set as PNG files by their path. */
export function drawPictureSet(stream: Stream, set: PictureSet): [path: string, png: Uint8Array][] {
  return Array.from({ length: set.count }, (_, index) => {
    const draws = createDraws(stream, { kind: set.kind, index });
    const picture = drawScene(draws, {
      subject: set.subject,
      index,
      ...drawSize(draws, set.smallest),
    });
    const name = String(index + 1).padStart(3, "0");
    return [`${set.folder}/${set.prefix ?? ""}${name}.png`, toPng(picture)];
  });
}

/** A shorter side of up to 24 pixels more than the smallest, and often a longer one. */
function drawSize(draws: Draws, smallest = 56): { width: number; height: number } {
  const side = smallest + 4 * draws.integer(7);
  const longer = draws.chance(0.4) ? 4 + 4 * draws.integer(4) : 0;
  return draws.chance(0.6)
    ? { width: side + longer, height: side }
    : { width: side, height: side + longer };
}

// `mem` is given because the encoder would otherwise work it out with Math.log, which may differ
// from one machine to another.
const DEFLATE = { level: 9, mem: 8 } as const;

function toPng({ width, height, bytes }: Picture): Uint8Array {
  const image = new Image(width, height, { data: bytes, colorModel: "RGB" });
  return encodePng(image, { zlib: DEFLATE });
}
