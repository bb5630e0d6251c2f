import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Case, cases, difference, plainReference, sharesAll, single, train } from "./_planned.ts";

/** Trains with everybody and compares all that is left with the reference's. */
async function compareAll(given: Case, teams: number[]): Promise<void> {
  const expected = await train(given, plainReference);
  for (const trainer of [...single, ...teams.map(sharesAll)]) {
    assertEquals(difference(await train(given, trainer), expected), undefined, trainer.name);
  }
}

const runs = Number(Deno.env.get("RUNS") ?? 30), seed = Number(Deno.env.get("SEED") ?? 1);

Deno.test("any training has the same bits step by step, planned, and shared out", async () => {
  const teams = fc.constantFrom(2, 3, 8);
  await fc.assert(
    fc.asyncProperty(cases, teams, (given, threads) => compareAll(given, [threads])),
    { numRuns: runs, seed },
  );
});
