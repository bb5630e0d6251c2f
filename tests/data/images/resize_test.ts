import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Pixels } from "../../../src/data/images/pixels.ts";
import { resizeArea } from "../../../src/data/images/resize.ts";

/** A picture whose three channels are equal. */
function grey(rows: number[][]): Pixels {
  const data = Uint8Array.from(rows.flat().flatMap((value) => [value, value, value]));
  return { data, width: rows[0]!.length, height: rows.length, channels: 3 };
}

/** The red channel of the resized picture, in rows. */
function resized(
  pixels: Pixels,
  size: [number, number],
  resize: "stretch" | "cover" = "stretch",
): number[][] {
  const data = resizeArea(pixels, { size, resize });
  return Array.from(
    { length: size[0] },
    (_, y) => Array.from({ length: size[1] }, (_, x) => data[3 * (y * size[1] + x)]!),
  );
}

Deno.test("a picture of its own size stays as it is", () => {
  const rows = [[1, 2, 3], [250, 0, 255]];
  assertEquals(resized(grey(rows), [2, 3]), rows);
});

Deno.test("halving takes the mean of four pixels, half up", () => {
  // (1 + 2 + 3 + 4) / 4 = 2.5; (0 + 0 + 0 + 1) / 4 = 0.25.
  assertEquals(resized(grey([[1, 2, 0, 0], [3, 4, 0, 1]]), [1, 2]), [[3, 0]]);
});

Deno.test("a pixel at an edge counts by the part that is covered", () => {
  // Each target pixel covers 1.5 source pixels: (0 + 90/2) / 1.5 = 30, (90/2 + 255) / 1.5 = 200.
  assertEquals(resized(grey([[0, 90, 255]]), [1, 2]), [[30, 200]]);
  assertEquals(resized(grey([[0], [90], [255]]), [2, 1]), [[30], [200]]);
});

Deno.test("enlarging repeats pixels and mixes where a target pixel covers two", () => {
  assertEquals(resized(grey([[10, 40]]), [1, 3]), [[10, 25, 40]]);
  assertEquals(resized(grey([[10, 40]]), [2, 4]), [[10, 10, 40, 40], [10, 10, 40, 40]]);
});

Deno.test("cover takes the middle of the longer side", () => {
  assertEquals(resized(grey([[9, 10, 20, 200], [9, 10, 20, 200]]), [2, 2], "cover"), [
    [10, 20],
    [10, 20],
  ]);
  // 3 x 2 pixels to one: columns 0.5 to 2.5, (0/2 + 100 + 20/2) / 2 = 55.
  assertEquals(resized(grey([[0, 100, 20], [0, 100, 20]]), [1, 1], "cover"), [[55]]);
  assertEquals(resized(grey([[0], [10], [20], [30]]), [1, 1], "cover"), [[15]]);
});

Deno.test("the fourth channel is passed over and the others are kept apart", () => {
  const data = Uint8Array.of(10, 20, 30, 99, 20, 40, 60, 99);
  const pixels: Pixels = { data, width: 2, height: 1, channels: 4 };
  assertEquals([...resizeArea(pixels, { size: [1, 1], resize: "stretch" })], [15, 30, 45]);
});

Deno.test("every result is the exact mean, rounded half up", () => {
  const picture = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
    .chain(([height, width]) =>
      fc.array(
        fc.array(fc.integer({ min: 0, max: 255 }), { minLength: width, maxLength: width }),
        { minLength: height, maxLength: height },
      )
    );
  const side = fc.integer({ min: 1, max: 7 });
  fc.assert(fc.property(picture, side, side, (rows, h, w) => {
    assertEquals(resized(grey(rows), [h, w]), exactMeans(rows, [h, w]));
  }));
});

/** The same by counting the cells of a grid that both pictures fit into. */
function exactMeans(rows: number[][], [h, w]: [number, number]): number[][] {
  const [height, width] = [rows.length, rows[0]!.length];
  return Array.from({ length: h }, (_, y) =>
    Array.from({ length: w }, (_, x) => {
      let sum = 0;
      for (let i = y * height; i < (y + 1) * height; i++) {
        for (let j = x * width; j < (x + 1) * width; j++) {
          sum += rows[Math.floor(i / h)]![Math.floor(j / w)]!;
        }
      }
      const [cells, left] = [height * width, sum % (height * width)];
      return (sum - left) / cells + (2 * left >= cells ? 1 : 0);
    }));
}
