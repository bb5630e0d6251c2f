import type { Brush } from "./brush.ts";
import { type Colour, darker, hex, luminance, mix } from "./colour.ts";
import type { Draws } from "./draws.ts";
import {
  type Look,
  paintApple,
  paintBird,
  paintFir,
  paintFish,
  paintFlower,
  paintMushroom,
  paintTree,
} from "./nature.ts";
import { paintBalloon, paintBoat, paintCar, paintHouse, paintMug, paintRocket } from "./things.ts";

type Painter = (brush: Brush, look: Look) => void;

const GREENS = [0x4f8f43, 0x2f6b45, 0x8bb04a, 0xc98a2c];
const REDS = [0xd2413a, 0xb8322f, 0xe38a3a, 0x8fb53f, 0xc9a227];
/** Bright paint, and the same greys, browns and whites that fur has. */
const ANY = [
  0xd2413a,
  0x3f74c0,
  0xe6b93c,
  0x4f8f43,
  0x8f5bb0,
  0xf0efe9,
  0x3b3a42,
  0x8d929c,
  0x8a5a3a,
  0xe08a3c,
  0xead2a6,
  0x2f8f95,
  0xc3c7cf,
  0x9cc9e0,
];

/** Everything that is neither cat nor dog, and the colours it comes in. */
const kinds: readonly (readonly [Painter, readonly number[]])[] = [
  [paintBird, ANY],
  [paintFish, ANY],
  [paintTree, GREENS],
  [paintFir, GREENS],
  [paintFlower, ANY],
  [paintMushroom, REDS],
  [paintApple, REDS],
  [paintCar, ANY],
  [paintHouse, ANY],
  [paintMug, ANY],
  [paintBoat, ANY],
  [paintBalloon, ANY],
  [paintRocket, ANY],
];

/** A thing of the kind number `index` (they take turns) in colours of its own. */
export function drawThing(
  draws: Draws,
  index: number,
): { look: Look; paint: (brush: Brush) => void } {
  const [painter, colours] = kinds[index % kinds.length]!;
  const main = mix(hex(draws.pick(colours)), hex(0x808080), draws.uniform(0, 0.2));
  const look = { main, second: contrasting(draws, main), ink: darker(main, 0.62) };
  return { look, paint: (brush) => painter(brush, look) };
}

function contrasting(draws: Draws, main: Colour): Colour {
  const light = luminance(main) > 0.5;
  return hex(draws.pick(light ? [0xb8322f, 0x2f5f95, 0x45404c] : [0xf3e6c4, 0xf0efe9, 0xf2c84b]));
}
