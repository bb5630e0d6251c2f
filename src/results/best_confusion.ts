import { bestOf } from "./best_run.ts";
import { loadedFor, shownAnswer } from "./examples.ts";
import type { Confusion, SweepResult } from "./types.ts";
import { rankingColumn } from "./variants.ts";

/** What the best run takes for what; `undefined` where it has no classes, or more than are counted. */
export function bestConfusion(sweep: SweepResult): Confusion | undefined {
  const best = bestOf(sweep.runs, rankingColumn(sweep.runs));
  const counts = best?.answers?.confusion;
  if (!counts) return undefined;
  const { run, answers } = best;
  const loaded = loadedFor(sweep, best);
  const classes = counts.map((_, place) => shownAnswer(loaded, answers!, place));
  return { run: run.name, part: answers!.part, classes, counts };
}
