import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ExperimentError } from "../../src/errors.ts";
import { parseShard, shardPlan } from "../../src/runner/shard.ts";
import { planOf, small } from "./_sweeps.ts";

Deno.test("a shard is written as I/N with I from 1 to N", () => {
  assertEquals(parseShard("2/4"), { index: 2, of: 4 });
  assertEquals(parseShard("1/1"), { index: 1, of: 1 });
  for (const text of ["0/4", "5/4", "2", "2/", "/4", "2/4/8", "-1/4", "1.5/4", "a/b", "2 / 4"]) {
    assertThrows(
      () => parseShard(text),
      ExperimentError,
      `Cannot read --shard as "${text}": it must be I/N with I from 1 to N, such as 2/4`,
    );
  }
});

Deno.test("shards have each run once, in the experiment's order, and sizes that differ by one at most", async () => {
  const plan = await planOf({ ...small, seeds: [1, 2, 3, 4, 5, 6, 7] });
  fc.assert(fc.property(fc.integer({ min: 1, max: plan.jobs.length }), (of) => {
    const parts = Array.from({ length: of }, (_, k) => shardPlan(plan, { index: k + 1, of }).jobs);
    const dealt = plan.jobs.map((_, place) => parts[place % of]![Math.floor(place / of)]);
    assertEquals(dealt, plan.jobs);
    const sizes = parts.map(({ length }) => length);
    assertEquals(sizes.reduce((sum, size) => sum + size), plan.jobs.length);
    assertEquals(Math.max(...sizes) - Math.min(...sizes) <= 1, true);
  }));
});

Deno.test("more shards than runs are refused, whichever of them it is", async () => {
  const plan = await planOf(small);
  for (const index of [1, 3]) {
    assertThrows(
      () => shardPlan(plan, { index, of: 3 }),
      ExperimentError,
      "Cannot split 2 runs into 3 shards",
    );
  }
});

Deno.test("a search that halts trials is not split", async () => {
  const plan = await planOf({
    name: "halving",
    data: { type: "generated", shape: "xor", rows: 12 },
    architecture: [{ units: 1, activation: "sigmoid" }],
    epochs: 9,
    search: {
      type: "successive-halving",
      runs: 4,
      minEpochs: 1,
      space: { "optimizer.learningRate": { type: "uniform", low: 0.1, high: 1 } },
    },
  });
  assertThrows(() => shardPlan(plan, { index: 1, of: 2 }), ExperimentError, "halts trials");
});
