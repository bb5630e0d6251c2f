import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { fitLine, type GrowthPoint, growthWorkloads, linearityOf } from "../../src/bench/growth.ts";
import { growthSpecification } from "../../src/bench/growth_svg.ts";

function point(rows: number, epochMs: number, peakBytes = 1e6 + 3 * rows): GrowthPoint {
  return {
    growing: "rows",
    rows,
    parameters: 10,
    epochMs,
    ns: 1e6 * epochMs / (rows * 10),
    peakBytes,
    keptBytes: rows,
  };
}

Deno.test("a line is found again, its start included", () => {
  const { start, slope } = fitLine([1, 10, 100, 1000].map((x) => [x, 3 + 0.5 * x]));
  assertAlmostEquals(start, 3);
  assertAlmostEquals(slope, 0.5);
});

Deno.test("a line never starts below nothing", () => {
  // By hand for start 0: slope = Σ(x/y) / Σ(x/y)² = (1 + 2/3) / (1 + 4/9) = 15/13
  const { start, slope } = fitLine([[1, 1], [2, 3]]);
  assertEquals(start, 0);
  assertAlmostEquals(slope, 15 / 13);
});

Deno.test("growth is judged by the worst point, relative to its time", () => {
  const even = linearityOf([point(100, 2), point(1000, 11), point(10000, 101)]);
  assertAlmostEquals(even.deviation, 0, 1e-9);
  assertAlmostEquals(even.bytesPerByte, 3);
  const square = linearityOf([point(100, 1), point(1000, 100), point(10000, 10000)]);
  assert(square.deviation > 0.5, `${square.deviation}`);
});

Deno.test("sizes span three decades of rows and of parameters", () => {
  const workloads = growthWorkloads().map(({ workload }) => workload);
  const spans = [workloads.slice(0, 6), workloads.slice(6)].map((own) =>
    own.at(-1)!.rows * own.at(-1)!.sizes[0]! / (own[0]!.rows * own[0]!.sizes[0]!)
  );
  assert(spans.every((span) => span >= 1000), spans.join());
});

Deno.test("the picture has every measured point once for time and once for memory", () => {
  const points = [point(100, 2), point(1000, 11), point(10000, 101)];
  const { concat } = growthSpecification(points) as { concat: { layer: Layer[] }[] };
  const rows = concat[0]!.layer.at(-1)!.data.values;
  assertEquals(rows, [{ x: 100, y: 2 }, { x: 1000, y: 11 }, { x: 10000, y: 101 }]);
  const memory = concat[1]!.layer.at(-1)!.data.values;
  assertEquals(memory.map(({ y }) => y), [1.0003, 1.003, 1.03]);
});

interface Layer {
  data: { values: { x: number; y: number }[] };
}
