import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { setColorEnabled } from "@std/fmt/colors";
import { closingLines } from "../../src/cli/closing.ts";
import type { RunResult, SweepResult } from "../../src/results/mod.ts";

setColorEnabled(false);

function result(variant: string, accuracy: number): RunResult {
  const scores = { loss: 1 - accuracy, accuracy };
  return {
    run: { name: `${variant}-seed1`, variant, seed: 1 },
    status: "finished",
    final: { train: scores, validation: scores, test: scores },
  } as unknown as RunResult;
}

const runs = [result("low", 0.5), result("a-variant-with-quite-a-long-name", 0.75)];
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
  for (const width of [120, 80, 60]) {
    const lines = closingLines(sweep, { place: "r", elapsedMs: 0, width });
    const table = lines.slice(1, 4);
    assertEquals(table.every((line) => line.length <= width), true, table.join("\n"));
    assertStringIncludes(table[0]!, "validation accuracy");
  }
});
