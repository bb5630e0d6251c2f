import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  ellipse,
  outline,
  placement,
  rectangle,
  type Shape,
  stroke,
  transformPoint,
  union,
} from "../../../experiments/data/generate/geometry.ts";
import { cover } from "../../../experiments/data/generate/raster.ts";

function area(shape: Shape, side = 20): number {
  return cover(shape, side, side).values.reduce((sum, value) => sum + value, 0);
}

Deno.test("a rectangle on pixel borders covers its pixels wholly and no other", () => {
  const { left, top, width, height, values } = cover([rectangle(2, 3, 5, 5)], 10, 10);
  const covered: string[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = values[y * width + x]!;
      if (value === 0) continue;
      assertAlmostEquals(value, 1, 1e-12);
      covered.push(`${left + x},${top + y}`);
    }
  }
  assertEquals(covered, ["2,3", "3,3", "4,3", "2,4", "3,4", "4,4"]);
});

Deno.test("a pixel that is partly covered gets its share", () => {
  // From x = 1.25 to 2.5: ¾ of the first pixel, ½ of the second.
  const { left, values, width } = cover([rectangle(1.25, 0, 2.5, 1)], 4, 1);
  assertEquals([left, width], [1, 2]);
  assertAlmostEquals(values[0]!, 0.75, 1e-12);
  assertAlmostEquals(values[1]!, 0.5, 1e-12);
});

Deno.test("an ellipse covers π rx ry", () => {
  assertAlmostEquals(area([ellipse(10, 10, 7, 4)]), 3.14159265 * 28, 0.6);
});

Deno.test("what lies outside the canvas is cut off", () => {
  assertAlmostEquals(area([rectangle(-5, -5, 4, 3)]), 12, 1e-9);
  assertEquals(area([rectangle(30, 2, 40, 5)]), 0);
  assertAlmostEquals(area([ellipse(0, 0, 6)]), 3.14159265 * 36 / 4, 0.4);
});

Deno.test("overlapping contours of a union are covered once, whichever way round they run", () => {
  const one = rectangle(2, 2, 8, 8);
  const two = [...rectangle(5, 5, 12, 12)].reverse();
  assertAlmostEquals(area(union(one, two)), 36 + 49 - 9, 1e-9);
  assertAlmostEquals(area(union(two, one)), 36 + 49 - 9, 1e-9);
});

Deno.test("a line has the area of its length times its width and of its round ends", () => {
  // Each end is half an octagon of radius 1: together 2√2.
  assertAlmostEquals(area(stroke([[4, 10], [14, 10]], 2)), 20 + 2.8284, 0.15);
  assertAlmostEquals(area(stroke([[10, 4], [10, 14]], 2)), 20 + 2.8284, 0.15);
  // Widening from 1 to 3: a trapezium between two half octagons.
  const widening = area(stroke([[4, 10], [14, 10]], 1, 3));
  assertAlmostEquals(widening, 20 + 2.8284 * (0.25 + 2.25) / 2, 0.3);
});

Deno.test("an outline leaves the middle free", () => {
  const shape = outline(rectangle(4, 4, 16, 16), 2);
  const { left, top, width, values } = cover(shape, 20, 20);
  assertEquals(values[(10 - top) * width + (10 - left)], 0);
  assertAlmostEquals(area(shape), 14 * 14 - 10 * 10, 1.5);
});

Deno.test("a placement mirrors first, then turns, scales and moves", () => {
  const at = placement({ x: 10, y: 20, scale: 5, mirror: true });
  assertEquals(transformPoint(at, [1, 2]), [5, 30]);
  // A tilt of 3/4: cosine 4/5, sine 3/5.
  const [x, y] = transformPoint(placement({ x: 0, y: 0, scale: 5, tilt: 0.75 }), [1, 0]);
  assertAlmostEquals(x, 4, 1e-12);
  assertAlmostEquals(y, 3, 1e-12);
});

Deno.test("every coverage is between 0 and 1", () => {
  const shape = union(ellipse(9.3, 8.1, 7.7, 5.2), ...stroke([[1, 2], [8, 17], [19, 3]], 3, 1));
  for (const value of cover(shape, 20, 20).values) assert(value >= 0 && value <= 1);
});
