import type { BackendName } from "../engine/mod.ts";
import type { RunResult, SweepResult } from "../results/mod.ts";
import type { Executor, TrainEvents } from "./executor.ts";
import type { FinishedRuns } from "./finished_runs.ts";
import type { Plan } from "./plan.ts";
import { localExecutor } from "./pool.ts";
import { storedWeights } from "./stored_weights.ts";
import { sweepResult } from "./sweep_result.ts";

export interface SweepOptions extends Omit<TrainEvents, "onDone"> {
  workers: number;
  /** Threads that each worker may use; 1 by default. */
  threads?: number;
  backend: BackendName;
  /** What to type to get these results again. */
  command: string;
  /** Called when a run is trained and kept. */
  onDone?: (index: number, result: RunResult) => void;
  /** Runs that need no training; without it, all are trained and none is kept. */
  finished?: FinishedRuns;
  /** Where runs are trained; the local pool when absent. */
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
  const { workers, threads = 1, backend, command, finished, onStart, onProgress, onDone, signal } =
    options;
  const executor = options.executor ??
    localExecutor({
      data: plan.data,
      stored: storedWeights(plan.weights),
      workers,
      threads,
      backend,
    });
  const results = new Map(finished?.taken);
  const missing = [...plan.jobs.keys()].filter((index) => !results.has(index));
  const keeping = new Set<Promise<void>>();
  const done = async (index: number, result: RunResult) => {
    await finished?.keep(index, result);
    results.set(index, result);
    onDone?.(index, result);
  };
  try {
    if (missing.length > 0) {
      await executor.train(missing.map((index) => plan.jobs[index]!), {
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
