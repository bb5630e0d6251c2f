import { assertEquals, assertStringIncludes } from "@std/assert";
import { compareResults } from "../../src/results/compare.ts";
import { gate } from "../../src/results/compare_gate.ts";
import type { RunResult, SweepResult } from "../../src/results/types.ts";
import { writeResults } from "../../src/results/write_results.ts";
import { memoryFiles } from "./_memory_files.ts";
import { makeRun, makeSweep } from "./_sweep.ts";

const losses = [0.5, 0.6, 0.7, 0.8, 0.9, 1];

function runsWith(values: readonly number[]): RunResult[] {
  return values.map((loss, index) =>
    makeRun("he", index + 1, { final: { train: { loss: 0.25 }, test: { loss } } })
  );
}

async function judged(a: SweepResult, b: SweepResult, metrics?: string[]) {
  const files = memoryFiles();
  await writeResults("a", a, { files });
  await writeResults("b", b, { files });
  return gate(await compareResults(["a", "b"], { files }), metrics);
}

const before = () => makeSweep(runsWith(losses));

Deno.test("identical results, better ones and those not shown to be worse are fine", async () => {
  assertEquals((await judged(before(), before())).verdict, "fine");
  const better = makeSweep(runsWith(losses.map((loss) => loss - 0.1)));
  assertEquals((await judged(before(), better)).verdict, "fine");
  const mixed = makeSweep(runsWith(losses.map((loss, i) => loss + (i % 2 ? 0.1 : -0.05))));
  assertEquals(await judged(before(), mixed), {
    verdict: "fine",
    reasons: ["No result is shown to be worse in test_loss"],
  });
});

Deno.test("a difference for the worse is worse, in the metrics that are asked for", async () => {
  const worse = makeSweep(runsWith(losses.map((loss) => loss + 0.1)));
  assertEquals(await judged(before(), worse), {
    verdict: "worse",
    reasons: ["B is worse in he: test_loss, p = 0.032"],
  });
  assertEquals((await judged(before(), worse, ["train_loss"])).verdict, "fine");
});

Deno.test("a run that diverges and did not is worse without any test", async () => {
  const runs = runsWith(losses);
  Object.assign(runs[2]!, { status: "diverged", divergedAt: 1 });
  const { verdict, reasons } = await judged(before(), makeSweep(runs));
  assertEquals([verdict, reasons], ["worse", [
    "B is worse in he: 1 run diverged that did not before",
  ]]);
  assertEquals(
    (await judged(makeSweep(runs), before())).verdict,
    "fine",
    "the five others are equal",
  );
});

Deno.test("where nothing could be shown nothing is fine", async () => {
  const few = (shift: number) =>
    makeSweep(runsWith(losses.slice(0, 5).map((loss) => loss + shift)));
  const { verdict, reasons } = await judged(few(0), few(1));
  assertEquals(verdict, "unknown");
  assertStringIncludes(reasons[0]!, "it takes at least 6 common seeds");
  const other = makeSweep(runsWith(losses.map((loss) => loss + 0.1)));
  other.data[0]!.digest = "f".repeat(64);
  assertEquals(await judged(before(), other), {
    verdict: "unknown",
    reasons: ["B and A were made on other data or splits"],
  });
});
