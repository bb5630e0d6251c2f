import type { Stream } from "../../../src/random/mod.ts";
import { createDraws } from "./draws.ts";
import { encodeNpz } from "./npz.ts";
import { drawScene, type Subject } from "./scene.ts";

const COUNT = 260, SIDE = 32, KIND = 7;

/** Cats and others by turns, so that any part of the rows holds about as many of both. */
const TURNS: readonly Subject[] = ["cat", "dog", "cat", "other"];

/** Pictures `x` [260, 32, 32, 3] and labels `y` [260], 1 for a cat, as an .npz file. */
export function drawPerceptronData(stream: Stream): Uint8Array {
  const size = SIDE * SIDE * 3;
  const x = new Uint8Array(COUNT * size), y = new Uint8Array(COUNT);
  for (let i = 0; i < COUNT; i++) {
    const subject = TURNS[i % TURNS.length]!;
    const draws = createDraws(stream, { kind: KIND, index: i });
    const index = Math.floor(i / TURNS.length);
    x.set(drawScene(draws, { subject, index, width: SIDE, height: SIDE }).bytes, i * size);
    y[i] = subject === "cat" ? 1 : 0;
  }
  return encodeNpz({
    x: { shape: [COUNT, SIDE, SIDE, 3], values: x },
    y: { shape: [COUNT], values: y },
  });
}
