import { assertEquals } from "@std/assert";
import {
  bar,
  columns,
  duration,
  fit,
  lossText,
  padEnd,
  percent,
  plural,
  sparkline,
  wrap,
} from "../../src/cli/format.ts";

Deno.test("a bar has its width at every fraction, also outside 0 to 1", () => {
  assertEquals(bar(0.5, 4), "━━──");
  assertEquals(bar(-1, 3), "───");
  assertEquals(bar(7, 3), "━━━");
});

Deno.test("durations grow from tenths of seconds to hours", () => {
  assertEquals(
    [0, 940, 9_949, 9_951, 59_400, 59_600, 185_000, 3_599_000, 7_620_000].map(duration),
    [
      "0.0 s",
      "0.9 s",
      "9.9 s",
      "10 s",
      "59 s",
      "1 min 00 s",
      "3 min 05 s",
      "59 min 59 s",
      "2 h 07 min",
    ],
  );
});

Deno.test("losses keep four places, and what is not finite is spelled", () => {
  assertEquals(
    [0.693147, 0.00001234, 0, NaN, Infinity, 1e6].map(lossText),
    ["0.6931", "1.2e-5", "0.0000", "NaN", "Infinity", "1.0e+6"],
  );
});

Deno.test("text is cut to a width, columns are aligned, plurals are right", () => {
  assertEquals(fit("abcdef", 4), "abc…");
  assertEquals(fit("abcd", 4), "abcd");
  assertEquals(columns([["a", "1"], ["bcd", "20"]]), ["a     1", "bcd  20"]);
  assertEquals([plural(1, "run"), plural(0, "run")], ["1 run", "0 runs"]);
  assertEquals(percent(0.97123), "97.1 %");
});

Deno.test("text is cut by columns, and no mark is cut from its letter", () => {
  assertEquals(fit("激活函数", 8), "激活函数");
  assertEquals(fit("激活函数", 7), "激活函…");
  assertEquals(fit("激活函数", 6), "激活…");
  assertEquals(fit("e\u0301te\u0301s", 3), "e\u0301t…");
  assertEquals([fit("abc", 1), fit("abc", 0)], ["…", ""]);
  assertEquals(padEnd("激活", 5), "激活 ");
  assertEquals(columns([["激活", "1"], ["a", "20"]]), ["激活   1", "a     20"]);
});

Deno.test("sentences are wrapped at spaces, and words that are too long anywhere", () => {
  assertEquals(wrap("one two three", 7), ["one two", "three"]);
  assertEquals(wrap("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
  assertEquals(wrap("激活函数", 5), ["激活", "函数"]);
});

Deno.test("sparklines go from the lowest to the highest value, by decades where there are many", () => {
  assertEquals(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8), "▁▂▃▄▅▆▇█");
  assertEquals(sparkline([1, 1, 1], 8), "▁▁▁");
  assertEquals(sparkline([4, NaN, 0], 8), "█ ▁");
  assertEquals(sparkline([1000, 100, 10, 1], 8), "█▆▃▁");
  // The last of each part.
  assertEquals(sparkline([9, 0, 9, 7], 2), "▁█");
});
