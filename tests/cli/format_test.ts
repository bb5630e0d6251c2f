import { assertEquals } from "@std/assert";
import { bar, columns, duration, fit, lossText, percent, plural } from "../../src/cli/format.ts";

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
