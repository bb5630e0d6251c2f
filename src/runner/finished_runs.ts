import type { FileLayer, FinishedRun, Journal, KeyedRunEntry, RunResult } from "../results/mod.ts";
import { holdRuns, resultsStand } from "../results/mod.ts";
import type { Plan } from "./plan.ts";
import type { Run } from "../experiment/types.ts";
import { haltedKey, runOrigins } from "./run_key.ts";
import { climb } from "./rungs.ts";
import { sweepResult } from "./sweep_result.ts";

/**
 * Which finished runs a sweep takes from the journal:
 * - `missing` takes all where another is left to train. Where none is, and the results are there
 *   too, the sweep can only be meant as a check: everything is trained again;
 * - `all` takes whatever is there (`--resume`);
 * - `none` trains everything (`--force`).
 */
export type TakeMode = "missing" | "all" | "none";

export interface FindOptions {
  journal: Journal;
  mode: TakeMode;
  /** The results folder. */
  folder: string;
  /** What to type to get these results again. */
  command: string;
  files?: FileLayer;
}

/** The runs of a sweep that need no training, and where to keep the others. */
export interface FinishedRuns {
  /** Those that are at their end, by the job's index. */
  taken: ReadonlyMap<number, RunResult>;
  /** How many runs came to a rung of a search whose others are missing: they are taken from there. */
  waiting: number;
  /** What is there of a job, which may end at a rung. */
  find(index: number, run: Run): RunResult | undefined;
  /** Indices of jobs whose entry in the journal is damaged. */
  damaged: readonly number[];
  /** Whether everything is there and is trained again as a check. */
  isCheck: boolean;
  /** Indices of jobs that were trained again to other bytes than before; grows. */
  changed: readonly number[];
  /** Keeps a run that was trained; it is not lost any more when this is done. @param entry The same as bytes. */
  keep(index: number, result: RunResult, entry?: KeyedRunEntry): Promise<void>;
  /** Reads a run that was kept whenever it is called; absent where that cannot be. */
  reader?(index: number, run: Run): Promise<(() => FinishedRun) | undefined>;
  /** To be called when the results are written: the journal does not grow forever. */
  prune(): Promise<void>;
}

/** Looks up the runs of a plan in a journal. */
export async function findFinished(plan: Plan, options: FindOptions): Promise<FinishedRuns> {
  const { journal, mode, folder, command, files } = options;
  const origins = runOrigins(plan);
  const inHand = new Set(origins.map(({ key }) => key));
  const keyOf = (index: number, run: Run) => {
    const key = haltedKey(origins[index]!.key, run);
    inHand.add(key);
    return key;
  };
  const known = new Map<string, RunResult>();
  const held = holdRuns();
  const damaged: number[] = [];
  const changed: number[] = [];
  const { results, open } = await climb(plan, async (jobs) => {
    const there = new Map<number, RunResult>();
    for (const [index, { run }] of mode === "none" ? [] : jobs) {
      const key = keyOf(index, run);
      const found = await journal.find(key);
      if (found.state === "damaged") damaged.push(index);
      if (found.state !== "finished") continue;
      const result = held.hold({ run, ...found.result }, await journal.reader(key));
      known.set(key, result);
      there.set(index, result);
    }
    return there;
  });
  const taken = new Map(
    [...plan.jobs.keys()].flatMap((index) => {
      const result = open.has(index) ? undefined : results.get(index);
      return result ? [[index, result] as const] : [];
    }),
  );
  const isCheck = mode === "missing" && taken.size === plan.jobs.length &&
    await resultsStand(
      folder,
      await sweepResult(plan, { runs: [...taken.values()], command }),
      files ? { files } : {},
    );
  if (isCheck) taken.clear();
  if (isCheck) known.clear();
  return {
    taken,
    waiting: isCheck ? 0 : open.size,
    find: (index, run) => known.get(keyOf(index, run)),
    damaged,
    isCheck,
    changed,
    async keep(index, { run, ...result }, entry) {
      const kept = await journal.keep(keyOf(index, run), result, entry);
      if (kept === "changed") changed.push(index);
    },
    reader: (index, run) => journal.reader(keyOf(index, run)),
    // Who merges a shard reads its journal.
    prune: () => journal.prune(inHand, { spare: plan.shard !== undefined }),
  };
}
