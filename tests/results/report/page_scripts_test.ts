import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { formatMetric } from "../../../src/results/format.ts";
import { formatTick, formatValue } from "../../../src/results/report/page/format.js";
import { sortedPlaces, sortKey } from "../../../src/results/report/page/order.js";
import { valueAt } from "../../../src/results/report/page/panel.js";
import { matches } from "../../../src/results/report/page/runs_table.js";
import {
  lastUpTo,
  linearScale,
  logarithmicScale,
  nearest,
  niceStep,
} from "../../../src/results/report/page/scale.js";
import { joinModules, pageScript } from "../../../src/results/report/page_scripts.ts";

Deno.test("the page writes numbers as the summary does", () => {
  const values = [
    0,
    -0,
    1e-3,
    9.99e-4,
    -0.5,
    0.0005,
    123.456,
    999.99996,
    1000,
    1e21,
    1e-7,
    NaN,
    -Infinity,
  ];
  for (const value of values) {
    assertEquals(formatValue(value, "number"), formatMetric(value, "loss"));
    if (Number.isFinite(value)) {
      assertEquals(formatValue(value, "share"), formatMetric(value, "accuracy"));
    }
  }
  assertEquals([formatValue(null, "number"), formatValue(12, "count")], ["–", "12"]);
});

Deno.test("what begins with a number is sorted by it, and nothing comes last", () => {
  const texts = [
    "86.4 ± 0.9 %",
    "–",
    "9 %",
    "−3",
    "1e-5",
    "NaN",
    "x",
    "",
    "10-layer",
    "194 to 399",
  ];
  const keys = texts.map(sortKey);
  assertEquals(keys, [86.4, null, 9, -3, 1e-5, NaN, "x", null, "10-layer", 194]);
  const order = (falling: boolean) => sortedPlaces(keys, falling).map((place) => texts[place]);
  assertEquals(order(false), [
    "−3",
    "1e-5",
    "9 %",
    "86.4 ± 0.9 %",
    "194 to 399",
    "10-layer",
    "x",
    "–",
    "NaN",
    "",
  ]);
  assertEquals(order(true), [
    "x",
    "10-layer",
    "194 to 399",
    "86.4 ± 0.9 %",
    "9 %",
    "1e-5",
    "−3",
    "–",
    "NaN",
    "",
  ]);
});

Deno.test("equal cells keep their order either way", () => {
  assertEquals(sortedPlaces([1, 0, 1, 0], false), [1, 3, 0, 2]);
  assertEquals(sortedPlaces([1, 0, 1, 0], true), [0, 2, 1, 3]);
});

Deno.test("an axis has round ticks between its ends", () => {
  const { place, ticks } = linearScale({ low: 0, high: 150, from: 60, to: 360, most: 6 });
  assertEquals(ticks, [0, 50, 100, 150]);
  assertEquals([place(0), place(75), place(150)], [60, 210, 360]);
  assertEquals([0.11, 0.2, 3, 70].map(niceStep), [0.2, 0.2, 5, 100]);
  assertEquals(linearScale({ low: 0, high: 2, from: 0, to: 1, most: 6 }, { whole: true }).ticks, [
    0,
    1,
    2,
  ]);
  assertEquals(linearScale({ low: 3, high: 3, from: 0, to: 1, most: 6 }).ticks, [3]);
});

Deno.test("a logarithmic axis goes by powers of ten, or by 1, 2 and 5 where there are few", () => {
  const wide = logarithmicScale({ low: 0.001, high: 1000, from: 0, to: 600, most: 7 });
  assertEquals(wide.ticks, [0.001, 0.01, 0.1, 1, 10, 100, 1000]);
  assertEquals(Math.round(wide.place(1)), 300);
  assertEquals(logarithmicScale({ low: 0.3, high: 6, from: 0, to: 1, most: 5 }).ticks, [
    0.5,
    1,
    2,
    5,
  ]);
  assertEquals([formatTick(1e-5, "number"), formatTick(0.1 + 0.2, "number")], ["1e-5", "0.3"]);
});

Deno.test("the value at a moment is what was recorded last, and none after the line's end", () => {
  const line = { x: [0, 5, 10], mean: [1, 2, 3], low: [0, 1, 2], high: [2, 3, 4] };
  assertEquals(valueAt(line, 5), { mean: 2, low: 1, high: 3 });
  assertEquals(valueAt(line, 9), { mean: 2, low: 1, high: 3 });
  assertEquals([valueAt(line, 11), valueAt(line, -1)], [undefined, undefined]);
  assertEquals([0, 2, 3, 8, 99].map((x) => nearest(line.x, x)), [0, 0, 1, 2, 2]);
  assertEquals([lastUpTo([], 1), lastUpTo([1, 1, 2], 1)], [-1, 1]);
});

Deno.test("a run is found by all words, each in any of its cells", () => {
  const row = ["he-seed1", "he", 1, 0.25, null];
  assertEquals(matches(row, ["he", "0.25"]), true);
  assertEquals(matches(row, ["he", "xavier"]), false);
});

Deno.test("modules that cannot be one script are refused", () => {
  assertThrows(() => joinModules(['"</script>";\n']), RangeError, "</script");
  assertThrows(() => joinModules(["export default 1;\n"]), RangeError, "export");
  assertThrows(() => joinModules(["const a = 1;\n", "function a() {}\n"]), RangeError, '"a"');
});

Deno.test("the script of the page is one piece of code that a browser can read", () => {
  const script = pageScript();
  assertStringIncludes(script, "function showCurves()");
  new Function(script); // throws where it is no code
});
