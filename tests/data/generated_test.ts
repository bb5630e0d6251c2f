import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { loadGenerated } from "../../src/data/generated.ts";
import { generatedShapes } from "../../src/data/generated_options.ts";

/** Points as [x, y, label]. */
function points(options: Omit<Parameters<typeof loadGenerated>[0], "type">) {
  const { inputs, targets } = loadGenerated({ type: "generated", ...options }).parts.train;
  return Array.from({ length: inputs.rows }, (_, row) => {
    const hot = targets.values.subarray(row * targets.columns, (row + 1) * targets.columns);
    const label = targets.columns === 1 ? hot[0]! : hot.indexOf(1);
    return [inputs.values[2 * row]!, inputs.values[2 * row + 1]!, label] as const;
  });
}

Deno.test("XOR without noise is the four corners in turn", () => {
  const corners = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]] as const;
  assertEquals(points({ shape: "xor", rows: 5, noise: 0 }), [...corners, corners[0]]);
});

Deno.test("Moons without noise are half circles", () => {
  const moons = points({ shape: "two-moons", rows: 101, noise: 0 });
  for (const [row, [x, y, label]] of moons.entries()) {
    assertEquals(label, row % 2);
    const [dx, dy] = label === 0 ? [x, y] : [x - 1, 0.5 - y];
    assertAlmostEquals(dx * dx + dy * dy, 1, 1e-6);
    assert(dy > -1e-6);
  }
  assertEquals([moons[0]![0], moons[1]![0]], [1, 0]);
  assertAlmostEquals(moons[100]![0], -1, 1e-6);
  assertAlmostEquals(moons[99]![0], 2, 1e-6);
});

Deno.test("Spiral arms without noise go out from the middle to radius 1", () => {
  const spiral = points({ shape: "spiral", rows: 30, noise: 0, classes: 3 });
  for (const [row, [x, y, label]] of spiral.entries()) {
    assertEquals(label, row % 3);
    assertAlmostEquals(Math.hypot(x, y), (Math.floor(row / 3) + 1) / 10, 1e-6);
  }
});

Deno.test("Blobs lie around centres on the circle of radius 1", () => {
  const blobs = points({ shape: "blobs", rows: 4000, noise: 0.2, classes: 4 });
  const means = [0, 1, 2, 3].map((label) => {
    const own = blobs.filter(([, , other]) => other === label);
    const mean = (axis: 0 | 1) => own.reduce((sum, point) => sum + point[axis], 0) / own.length;
    const spread = Math.sqrt(own.reduce((sum, [x]) => sum + (x - mean(0)) ** 2, 0) / own.length);
    assertAlmostEquals(spread, 0.2, 0.02);
    return [mean(0), mean(1)];
  });
  for (const [i, [x, y]] of [[1, 0], [0, 1], [-1, 0], [0, -1]].entries()) {
    assertAlmostEquals(means[i]![0]!, x!, 0.03);
    assertAlmostEquals(means[i]![1]!, y!, 0.03);
  }
});

Deno.test("Every shape has rows, classes, features and a digest that belongs to the seed", () => {
  for (const shape of generatedShapes) {
    const load = (seed: number) => loadGenerated({ type: "generated", shape, rows: 50, seed });
    const data = load(1);
    assertEquals(data.parts.train.inputs.rows, 50);
    assertEquals(data.classes, ["0", "1"]);
    assertEquals(data.features, ["x", "y"]);
    assertEquals(data.digest, load(1).digest);
    assertNotEquals(data.digest, load(2).digest);
  }
});

Deno.test("The points of a seed are these, in every version", () => {
  const digest = (shape: "two-moons" | "spiral", classes = 2) =>
    loadGenerated({ type: "generated", shape, classes }).digest;
  assertEquals(
    digest("two-moons"),
    "08e9ddfd869cf315d9c1b9ebc86aa262eda71e7ecfdcc61eb416eb8dee3899e0",
  );
  assertEquals(
    digest("spiral", 3),
    "3162ba405be3e7e8e76ff736dbd3c053dbecb17a012d175245bb330adc0129bf",
  );
});
