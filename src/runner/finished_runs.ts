import type { FileLayer, Journal, RunResult } from "../results/mod.ts";
import { resultsStand } from "../results/mod.ts";
import type { Plan } from "./plan.ts";
import { runKeys } from "./run_key.ts";
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
  /** By the job's index. */
  taken: ReadonlyMap<number, RunResult>;
  /** Indices of jobs whose entry in the journal is damaged. */
  damaged: readonly number[];
  /** Whether everything is there and is trained again as a check. */
  isCheck: boolean;
  /** Indices of jobs that were trained again to other bytes than before; grows. */
  changed: readonly number[];
  /** Keeps a run that was trained; it is not lost any more when this is done. */
  keep(index: number, result: RunResult): Promise<void>;
  /** To be called when the results are written: the journal does not grow forever. */
  prune(): Promise<void>;
}

/** Looks up the runs of a plan in a journal. */
export async function findFinished(plan: Plan, options: FindOptions): Promise<FinishedRuns> {
  const { journal, mode, folder, command, files } = options;
  const keys = runKeys(plan);
  const taken = new Map<number, RunResult>();
  const damaged: number[] = [];
  const changed: number[] = [];
  for (const [index, key] of mode === "none" ? [] : keys.entries()) {
    const found = await journal.find(key);
    if (found.state === "damaged") damaged.push(index);
    if (found.state !== "finished") continue;
    taken.set(index, { ...found.result, run: plan.jobs[index]!.run });
  }
  const isCheck = mode === "missing" && taken.size === keys.length &&
    await resultsStand(
      folder,
      await sweepResult(plan, { runs: [...taken.values()], command }),
      files ? { files } : {},
    );
  if (isCheck) taken.clear();
  return {
    taken,
    damaged,
    isCheck,
    changed,
    async keep(index, { run: _, ...result }) {
      if (await journal.keep(keys[index]!, result) === "changed") changed.push(index);
    },
    // Who merges a shard reads its journal.
    prune: () => journal.prune(new Set(keys), { spare: plan.shard !== undefined }),
  };
}
