import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { setColorEnabled } from "@std/fmt/colors";
import { closingLines } from "../../src/cli/closing.ts";
import type { RunResult, SweepResult } from "../../src/results/mod.ts";
import { textWidth } from "../../src/cli/text_width.ts";

setColorEnabled(false);

function result(variant: string, accuracy: number): RunResult {
  const scores = { loss: 1 - accuracy, accuracy };
  return {
    run: { name: `${variant}-seed1`, variant, seed: 1 },
    status: "finished",
    bestEpoch: 12,
    final: { train: scores, validation: scores, test: scores },
  } as unknown as RunResult;
}

const runs = [
  result("low", 0.5),
  result("a-variant-with-quite-a-long-name", 0.75),
  result("激活函数", 0.25),
];
const sweep = { runs } as unknown as SweepResult;

Deno.test("the table shows every score where there is room, the best variant first", () => {
  const [, title, first] = closingLines(sweep, { place: "r", elapsedMs: 0, width: Infinity });
  for (const part of ["train", "validation", "test"]) {
    assertStringIncludes(title!, `${part} loss`);
    assertStringIncludes(title!, `${part} accuracy`);
  }
  assert(first!.startsWith("a-variant"));
});

Deno.test("in a narrow terminal columns give way, and what variants are ranked by stays", () => {
  for (const width of [120, 80, 60, 40, 20]) {
    const lines = closingLines(sweep, { place: "r", elapsedMs: 0, width });
    const table = lines.slice(1, 5);
    assertEquals(table.every((line) => textWidth(line) <= width), true, table.join("\n"));
    if (width >= 60) {
      for (const title of ["validation accuracy", "best epoch"]) {
        assertStringIncludes(table[0]!, title);
      }
    }
  }
});

Deno.test("the verdict is said as in the summary, as plain text that fits", () => {
  const named = [result("a*b_c", 0.5), result("<b>", 0.75)];
  const width = 50;
  const lines = closingLines({ runs: named } as unknown as SweepResult, {
    place: "r",
    elapsedMs: 0,
    width,
  });
  const text = lines.slice(4, -2).join(" ");
  assertStringIncludes(text, "<b>");
  assertStringIncludes(text, "a*b_c");
  assertEquals(lines.slice(4, -2).every((line) => textWidth(line) <= width), true);
});

Deno.test("best epochs are a range over the seeds", () => {
  const seeds = [12, 30].map((bestEpoch) => ({ ...result("he", 0.5), bestEpoch }));
  const [, title, row] = closingLines({ runs: seeds } as unknown as SweepResult, {
    place: "r",
    elapsedMs: 0,
    width: Infinity,
  });
  assert(title!.endsWith("best epoch"));
  assert(row!.endsWith("12 to 30"));
});
