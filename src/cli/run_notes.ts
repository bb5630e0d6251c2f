import { dim } from "@std/fmt/colors";
import { join } from "@std/path";
import type { Checkpoints, FinishedRuns, Plan } from "../runner/mod.ts";
import { plural } from "./format.ts";

/** What is said, before anything is trained, about runs that were finished before. */
export function finishedNotes(
  { jobs }: Plan,
  { finished, place }: { finished: FinishedRuns; place: string },
): string[] {
  const { taken, damaged, isCheck, waiting } = finished;
  const journal = join(place, ".journal");
  const notes = damaged.map((index) =>
    `${
      jobs[index]!.run.name
    } is trained again: its file in ${journal} is damaged or of another version`
  );
  const all = jobs.length === 1 ? "The run was" : `All ${jobs.length} runs were`;
  if (isCheck) {
    notes.push(`${all} finished before: training again, as a check; --resume takes what is there`);
  } else if (taken.size === jobs.length) {
    notes.push(`${all} finished before: nothing is trained; --force trains again`);
  } else if (taken.size > 0) {
    notes.push(
      `${taken.size} of ${jobs.length} runs were finished before and are taken from ${journal}; ` +
        "--force trains again",
    );
  }
  if (waiting > 0) {
    const have = waiting === 1 ? "run has" : "runs have";
    notes.push(`${waiting} ${have} come to a rung of the search before and wait there for others`);
  }
  return notes.map((line) => dim(line));
}

/** What is said, before anything is trained, about runs that were begun before. */
export function begunNotes(
  { jobs, brackets }: Pick<Plan, "jobs" | "brackets">,
  { found, refused }: Pick<Checkpoints, "found" | "refused">,
): string[] {
  // Whether a run of a search goes on is for its rung to say.
  const notes = brackets ? searchNotes(found.size) : [...found].map(([index, { epoch }]) => {
    const { name, settings } = jobs[index]!.run;
    return `Continues ${name} at epoch ${epoch + 1} of ${settings.epochs}`;
  });
  for (const [index, why] of refused) {
    notes.push(`${jobs[index]!.run.name} starts from the beginning: its checkpoint ${why}`);
  }
  return notes.map((line) => dim(line));
}

function searchNotes(begun: number): string[] {
  if (begun === 0) return [];
  return [
    `${plural(begun, "begun run")} of the search may go on from ${
      begun === 1 ? "its checkpoint" : "their checkpoints"
    }`,
  ];
}

/** What is said when all is done: what was trained, what was not, and whether it is the same. */
export function outcomeNotes(
  { jobs }: Plan,
  { taken, isCheck, changed }: FinishedRuns,
): { lines: string[]; problem?: string } {
  if (changed.length > 0) {
    const names = changed.slice(0, 5).map((index) => jobs[index]!.run.name).join(", ");
    const more = changed.length > 5 ? ` and ${changed.length - 5} more` : "";
    return {
      lines: [],
      problem: `${plural(changed.length, "run")} came out other than before: ${names}${more}. ` +
        "Either the program changed without a new numericsVersion, or this machine computes wrongly",
    };
  }
  if (isCheck) return { lines: [`Trained again: ${sameText(jobs.length)}`] };
  if (taken.size === 0) return { lines: [] };
  const trained = jobs.length - taken.size;
  return { lines: [`Trained: ${trained}; taken as they were: ${taken.size}`] };
}

/** What is said when a shard is done. */
export function shardNote({ shard, jobs, experiment }: Plan): string {
  const all = plural(experiment.runs.length, "run");
  return `Shard ${shard!.index} of ${
    shard!.of
  }: ${jobs.length} of ${all}; deno task merge joins them`;
}

function sameText(runs: number): string {
  return runs === 1 ? "the same bytes as before" : `all ${runs} runs have the same bytes as before`;
}
