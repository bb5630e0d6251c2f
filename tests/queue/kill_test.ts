import { assert, assertEquals } from "@std/assert";
import { inFolder } from "../cli/_run.ts";
import { hasRedis } from "./_redis.ts";
import { killQueue } from "./kill_queue.ts";

Deno.test({
  name: "of workers and coordinators that are killed at random moments no run is lost",
  ignore: !hasRedis,
  fn: () =>
    inFolder(async (folder) => {
      const options = { workerKills: 6, coordinatorKills: 2, seeds: 8, short: true };
      const report = await killQueue(folder, options);
      const { ends, runs, workerKills, coordinatorKills, ...outcome } = report;
      assertEquals(outcome, { code: 0, differing: [], failures: [] });
      // A fast machine may be done before the last of them.
      assert(workerKills >= 4 && coordinatorKills >= 1, `${workerKills}, ${coordinatorKills}`);
      // No run but those of a killed worker may have been trained twice.
      assert(runs <= ends && ends <= runs + workerKills, `${ends} of ${runs}`);
    }),
});
