import { assertEquals, assertStringIncludes } from "@std/assert";
import { comparisonTable, durationText, ratioText } from "../../src/bench/report.ts";

Deno.test("durations and ratios have three digits and their unit", () => {
  assertEquals([0.00067, 0.5, 1.5, 12.34, 999.9, 1234].map(durationText), [
    "0.670 µs",
    "500 µs",
    "1.50 ms",
    "12.3 ms",
    "1.00 s",
    "1.23 s",
  ]);
  assertEquals([0.5, 5.25, 12.34, 123.4].map(ratioText), ["0.50×", "5.25×", "12.3×", "123×"]);
});

Deno.test("the table has the best setting of each, ratios by round and goals", () => {
  const timing = (peer: string, setting: string, ...stepMs: number[]) => (
    { peer, setting, steps: 1, stepMs }
  );
  const table = comparisonTable({
    timings: [
      timing("sameseed", "1 thread", 1, 2, 1),
      timing("torch", "1 thread", 4, 8, 4),
      timing("torch", "2 threads", 2, 4, 3),
      timing("numpy", "1 thread", 1, 1, 1),
    ],
    goals: { torch: [1.2, 3], numpy: [3, 5] },
    titles: new Map([["torch", "PyTorch"]]),
    differences: { torch: 2e-7 },
  });
  const lines = table.split("\n");
  assertEquals(lines.length, 5);
  assertStringIncludes(lines[2]!, "| sameseed | 1 thread | 1.00 ms |");
  assertEquals(
    lines[3],
    "| PyTorch | 2 threads | 3.00 ms | 2.00× as fast | 2.00× to 2.50× " +
      "| 1.2×, aim 3×: reached | 2.0e-7 |",
  );
  assertStringIncludes(lines[4]!, "| 1.00× as fast | 0.75× to 1.00× | 3×, aim 5×: missed |");
});
