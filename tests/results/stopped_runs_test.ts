import { assertEquals, assertStringIncludes } from "@std/assert";
import { variantSeries } from "../../src/results/picture_series.ts";
import { summaryMarkdown } from "../../src/results/summary.ts";
import { groupVariants } from "../../src/results/variants.ts";
import { makeRun, makeSweep, point } from "./_sweep.ts";
import { runsCsv } from "./_tables.ts";

const stopped = makeRun("he", 1, {
  status: "stopped",
  epochs: 3,
  bestEpoch: 1,
  restoredFrom: 1,
  curve: [point(1, { loss: 3 }), point(2, { loss: 1 }), point(3, { loss: 2 })],
  final: { train: { loss: 1 } },
});

Deno.test("a stopped run counts for the means and has its status in runs.csv", () => {
  const [variant] = groupVariants([stopped]);
  assertEquals(variant!.finished, [stopped]);
  const [, row] = runsCsv(makeSweep([stopped]), new Map()).split("\n");
  assertStringIncludes(row!, ",3,1,stopped,1,");
});

Deno.test("scores of weights that were taken back are not drawn at the last epoch", () => {
  const drawn = (run: typeof stopped) =>
    variantSeries(groupVariants([run])[0]!, ({ train }) => train.loss)
      .map(({ trained, mean }) => [trained, mean]);
  assertEquals(drawn(stopped), [[0, 3], [1, 1], [2, 2]]);
  const { restoredFrom: _, ...kept } = stopped;
  assertEquals(drawn({ ...kept, final: { train: { loss: 4 } } }), [[0, 3], [1, 1], [2, 2], [3, 4]]);
});

Deno.test("the summary says which weights were measured", () => {
  assertStringIncludes(summaryMarkdown(makeSweep([stopped])), "weights that each run ended with");
  const finished = makeRun("he", 1);
  assertStringIncludes(summaryMarkdown(makeSweep([finished])), "after the last epoch");
});
