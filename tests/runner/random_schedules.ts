/**
 * Sweeps with random runs, orders, workers, threads, delays and measuring, each run compared with the
 * same run alone: `deno task schedule-test [SCHEDULES] [SEED]`. Every second one is carried out by real
 * workers, the others by turns, which are a tenth of the work.
 */
import fc from "fast-check";
import { differingRuns, schedules, trainedAlone } from "./_schedules.ts";

if (import.meta.main) {
  const [count = 1000, seed = Date.now() % 0x80000000] = Deno.args.map(Number);
  console.log(`${count} schedules, seed ${seed}`);
  const alone = await trainedAlone();
  let wrong = 0;
  let done = 0;
  for (const schedule of fc.sample(schedules, { numRuns: count, seed })) {
    const pool = done % 2 === 0 ? "workers" : "turns";
    const runs = await differingRuns(schedule, { alone, pool });
    if (runs.length > 0) console.log(`${runs.join(", ")}: ${JSON.stringify(schedule)}`);
    if (runs.length > 0) wrong++;
    if (++done % 100 === 0) console.log(`${done} schedules, ${wrong} with a run that differs`);
  }
  Deno.exit(wrong === 0 && done === count ? 0 : 1);
}
