import { assert, assertEquals } from "@std/assert";
import { inFolder } from "../cli/_run.ts";
import { hasRedis } from "./_redis.ts";
import { killQueue } from "./kill_queue.ts";

Deno.test({
  name: "of six workers and two coordinators that are killed at random moments no run is lost",
  ignore: !hasRedis,
  fn: () =>
    inFolder(async (folder) => {
      const options = { workerKills: 6, coordinatorKills: 2, seeds: 6, short: true };
      const { ends, runs, ...report } = await killQueue(folder, options);
      assertEquals(report, {
        code: 0,
        workerKills: 6,
        coordinatorKills: 2,
        differing: [],
        failures: [],
      });
      // No run but those of a killed worker may have been trained twice.
      assert(runs <= ends && ends <= runs + 6, `${ends} of ${runs}`);
    }),
});
