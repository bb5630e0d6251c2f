import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { createCanvas, fill, mask } from "../../../experiments/data/generate/brush.ts";
import { createDataStream, createDraws } from "../../../experiments/data/generate/draws.ts";
import { rectangle } from "../../../experiments/data/generate/geometry.ts";
import { drawScene, type Subject, subjects } from "../../../experiments/data/generate/scene.ts";

const stream = createDataStream(1);

function draw(subject: Subject, index: number, { width = 48, height = 40 } = {}) {
  const draws = createDraws(stream, { kind: 99, index });
  return drawScene(draws, { subject, index, width, height });
}

Deno.test("the same place draws the same picture, another place another one", () => {
  for (const subject of subjects) {
    assertEquals(draw(subject, 3), draw(subject, 3));
    assertNotEquals(draw(subject, 3).bytes, draw(subject, 4).bytes);
  }
});

Deno.test("a picture has three bytes per pixel at any size", () => {
  for (const [width, height] of [[48, 40], [32, 32], [9, 31]] as const) {
    const picture = draw("dog", 0, { width, height });
    assertEquals([picture.width, picture.height], [width, height]);
    assertEquals(picture.bytes.length, width * height * 3);
  }
});

Deno.test("pictures of every subject are neither empty nor washed out", () => {
  for (const subject of subjects) {
    for (let index = 0; index < 26; index++) {
      const { bytes } = draw(subject, index);
      const sorted = bytes.slice().sort();
      const low = sorted[Math.floor(sorted.length * 0.05)]!;
      const high = sorted[Math.floor(sorted.length * 0.95)]!;
      assert(high - low > 60, `${subject} ${index}: from ${low} to ${high}`);
    }
  }
});

Deno.test("there are thirteen kinds of other things, which take turns", () => {
  // Same choices, next kind: another picture; thirteen further: the same one again.
  const at = (index: number) => {
    const draws = createDraws(stream, { kind: 98, index: 0 });
    return drawScene(draws, { subject: "other", index, width: 32, height: 32 }).bytes.join();
  };
  const pictures = Array.from({ length: 26 }, (_, index) => at(index));
  assertEquals(new Set(pictures.slice(0, 13)).size, 13);
  assertEquals(pictures.slice(13), pictures.slice(0, 13));
});

Deno.test("a fill blends by coverage and opacity and stays within its mask", () => {
  const canvas = createCanvas(4, 1);
  const brush = { canvas, transform: [1, 0, 0, 1, 0, 0] as const };
  const within = mask(brush, rectangle(1, 0, 4, 1));
  fill(brush, rectangle(0, 0, 2.5, 1), [1, 0.5, 0], { within, opacity: 0.5 });
  const rounded = [...canvas.values].map((value) => Math.round(value * 1e9) / 1e9);
  assertEquals(rounded, [0, 0, 0, 0.5, 0.25, 0, 0.25, 0.125, 0, 0, 0, 0]);
});
