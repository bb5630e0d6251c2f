import { assertEquals } from "@std/assert";
import { begunNotes, finishedNotes, outcomeNotes } from "../../src/cli/run_notes.ts";
import type { FinishedRuns, Plan } from "../../src/runner/mod.ts";

const jobs = ["he-seed1", "he-seed2", "he-seed3"].map((name) => ({ run: { name } }));

function planOf(runs: number): Plan {
  return { jobs: jobs.slice(0, runs) } as unknown as Plan;
}

function finished(facts: Partial<Omit<FinishedRuns, "taken">> & { taken?: number[] }) {
  const { taken = [], ...rest } = facts;
  return {
    damaged: [],
    changed: [],
    isCheck: false,
    ...rest,
    taken: new Map(taken.map((index) => [index, {}])),
  } as unknown as FinishedRuns;
}

function before(runs: number, facts: Parameters<typeof finished>[0]): string[] {
  return finishedNotes(planOf(runs), { finished: finished(facts), place: "results/cat" })
    // deno-lint-ignore no-control-regex
    .map((line) => line.replaceAll(/\x1b\[\d+m/g, ""));
}

Deno.test("it is said what was finished before and what happens to it", () => {
  assertEquals(before(3, {}), []);
  assertEquals(before(3, { taken: [0, 2] }), [
    "2 of 3 runs were finished before and are taken from results/cat/.journal; --force trains again",
  ]);
  assertEquals(before(3, { taken: [0, 1, 2] }), [
    "All 3 runs were finished before: nothing is trained; --force trains again",
  ]);
  assertEquals(before(3, { isCheck: true }), [
    "All 3 runs were finished before: training again, as a check; --resume takes what is there",
  ]);
  assertEquals(before(1, { isCheck: true }), [
    "The run was finished before: training again, as a check; --resume takes what is there",
  ]);
  assertEquals(before(3, { damaged: [1] }), [
    "he-seed2 is trained again: its file in results/cat/.journal is damaged or of another version",
  ]);
});

Deno.test("of a search it is said what waits at a rung and what may go on", () => {
  assertEquals(before(3, { waiting: 2 }), [
    "2 runs have come to a rung of the search before and wait there for others",
  ]);
  const checkpoints = { found: new Map([[0, { epoch: 5 } as never]]), refused: new Map() };
  const { jobs } = planOf(1);
  const plain = (texts: string[]) =>
    // deno-lint-ignore no-control-regex
    texts.map((line) => line.replaceAll(/\x1b\[\d+m/g, ""));
  assertEquals(plain(begunNotes({ jobs, brackets: [] }, checkpoints)), [
    "1 begun run of the search may go on from its checkpoint",
  ]);
  assertEquals(begunNotes({ jobs, brackets: [] }, { ...checkpoints, found: new Map() }), []);
});

Deno.test("in the end it is said what was trained and whether it is the same", () => {
  const after = (runs: number, facts: Parameters<typeof finished>[0]) =>
    outcomeNotes(planOf(runs), finished(facts));
  assertEquals(after(3, {}), { lines: [] });
  assertEquals(after(3, { taken: [1] }), { lines: ["Trained: 2; taken as they were: 1"] });
  assertEquals(after(3, { isCheck: true }), {
    lines: ["Trained again: all 3 runs have the same bytes as before"],
  });
  assertEquals(after(1, { isCheck: true }), {
    lines: ["Trained again: the same bytes as before"],
  });
  assertEquals(after(3, { isCheck: true, changed: [2, 0] }), {
    lines: [],
    problem: "2 runs came out other than before: he-seed3, he-seed1. Either the program changed " +
      "without a new numericsVersion, or this machine computes wrongly",
  });
});
