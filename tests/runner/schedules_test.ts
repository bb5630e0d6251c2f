import { assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { granted } from "../permissions.ts";
import { differingRuns, type Schedule, schedules, trainedAlone } from "./_schedules.ts";

const ignore = !granted("read");
const alone = await trainedAlone();

Deno.test({
  name:
    "a run has the bytes it has alone, whatever runs, order, delays and measuring are around it",
  ignore,
  fn: () =>
    fc.assert(
      fc.asyncProperty(schedules, async (schedule) => {
        assertEquals(await differingRuns(schedule, { alone, pool: "turns" }), []);
      }),
      { numRuns: 60 },
    ),
});

Deno.test({
  name: "so it has among the workers and threads of the real pool",
  ignore,
  fn: () =>
    fc.assert(
      fc.asyncProperty(schedules, async (schedule) => {
        assertEquals(await differingRuns(schedule, { alone, pool: "workers" }), []);
      }),
      { numRuns: 8 },
    ),
});

Deno.test({
  name: "the property sees a run that is another",
  ignore,
  async fn() {
    const schedule: Schedule = {
      variants: [{
        name: "adam",
        measuring: { recordEvery: 2, metrics: true, validates: true },
      }],
      seeds: [2, 1],
      workers: 2,
      threads: 1,
      backend: "simd",
      chance: 5,
    };
    const other = new Map(alone);
    other.set("adam-seed1", alone.get("adam-seed2")!);
    assertNotEquals(alone.get("adam-seed1"), alone.get("adam-seed2"));
    assertEquals(await differingRuns(schedule, { alone: other, pool: "turns" }), ["adam-seed1"]);
    assertEquals(await differingRuns(schedule, { alone, pool: "turns" }), []);
  },
});
