import type { BackendName } from "../engine/mod.ts";
import type { RunResult, SweepResult } from "../results/mod.ts";
import type { Executor, Job, TrainEvents } from "./executor.ts";
import type { FinishedRuns } from "./finished_runs.ts";
import type { Plan } from "./plan.ts";
import { hereExecutor, isTiny } from "./here.ts";
import { localExecutor } from "./pool.ts";
import { storedWeights } from "./stored_weights.ts";
import { sweepResult } from "./sweep_result.ts";

export interface SweepOptions extends Omit<TrainEvents, "onDone"> {
  workers: number;
  /** Train in this thread what takes less time than starting workers; default false. */
  tinyHere?: boolean;
  backend: BackendName;
  /** What to type to get these results again. */
  command: string;
  /** Called when a run is trained and kept. */
  onDone?: (index: number, result: RunResult) => void;
  /** Runs that need no training; without it, all are trained and none is kept. */
  finished?: FinishedRuns;
  /** Where runs are trained; on this machine when absent. */
  executor?: Executor;
}

/**
 * Trains the runs of a plan that are not finished. After an abort the result holds those that are;
 * it is complete when `runs.length` is `expectedRuns`. Whatever happens, no result is on its way to
 * the journal any more when this ends.
 *
 * @throws {RunError} A run could not be carried out.
 * @throws {ExperimentError} A finished run could not be kept.
 */
export async function runSweep(plan: Plan, options: SweepOptions): Promise<SweepResult> {
  const { command, finished, onStart, onProgress, onDone, signal } = options;
  const results = new Map(finished?.taken);
  const missing = [...plan.jobs.keys()].filter((index) => !results.has(index));
  const jobs = missing.map((index) => plan.jobs[index]!);
  const executor = options.executor ?? chooseExecutor(plan, { ...options, jobs });
  const keeping = new Set<Promise<void>>();
  const done = async (index: number, result: RunResult) => {
    await finished?.keep(index, result);
    results.set(index, result);
    onDone?.(index, result);
  };
  try {
    if (missing.length > 0) {
      await executor.train(jobs, {
        ...(signal ? { signal } : {}),
        onStart: (at) => onStart?.(missing[at]!),
        onProgress: (at, progress) => onProgress?.(missing[at]!, progress),
        onDone(at, result) {
          const kept = done(missing[at]!, result);
          keeping.add(kept);
          return kept;
        },
      });
    }
  } finally {
    await Promise.allSettled(keeping);
  }
  const runs = [...plan.jobs.keys()].flatMap((index) => results.get(index) ?? []);
  return await sweepResult(plan, { runs, command, environment: executor.facts });
}

function chooseExecutor(
  { data, weights }: Plan,
  { jobs, workers, tinyHere = false, backend }: SweepOptions & { jobs: readonly Job[] },
): Executor {
  const given = { data, stored: storedWeights(weights), backend };
  return tinyHere && isTiny(jobs, data)
    ? hereExecutor(given)
    : localExecutor({ ...given, workers });
}
