import { RunError } from "../errors.ts";
import type { LoadedData } from "../data/mod.ts";
import { type Arena, createArena } from "../engine/mod.ts";
import type { RunResult } from "../results/mod.ts";
import type { Executor, Job, TrainEvents } from "./executor.ts";
import type { PoolOptions } from "./pool.ts";
import { trainJob } from "./train_job.ts";
import { workOf } from "./work.ts";

/** A pool takes about this long to start and to get to speed; with two workers it saves half. */
const worthAPoolMs = 200;

/**
 * Whether all jobs together are done here before a pool of workers would be. Roughly estimated from
 * shapes; the results are the same bytes either way.
 */
export function isTiny(jobs: readonly Job[], data: ReadonlyMap<string, LoadedData>): boolean {
  let sumMs = 0;
  for (const job of jobs) {
    sumMs += estimateMs(job, data.get(job.dataKey)!);
    if (sumMs > worthAPoolMs) return false;
  }
  return true;
}

/** Milliseconds on a slow core: each call of a layer takes 2 µs, each weight 2 ns a row. */
function estimateMs(job: Job, data: LoadedData): number {
  const { calls, products } = workOf(job, data);
  return 1 + 2e-3 * calls + 2e-6 * products;
}

/** Trains in this thread, where a pool would only cost time. */
export function hereExecutor(options: Omit<HereOptions, keyof TrainEvents>): Executor {
  return {
    // No worker but this thread.
    facts: { workers: 0, threads: 1 },
    train: (jobs, events) => trainHere(jobs, { ...options, ...events }),
  };
}

type HereOptions = Omit<PoolOptions, "workers">;

/**
 * Trains the jobs one after the other in this thread; otherwise the same as `trainAll`.
 *
 * @throws {RunError} when a run fails
 */
export async function trainHere(
  jobs: readonly Job[],
  options: HereOptions,
): Promise<(RunResult | undefined)[]> {
  const results = new Array<RunResult | undefined>(jobs.length).fill(undefined);
  const arena = createArena();
  for (const [index, job] of jobs.entries()) {
    // Lets signals in.
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (options.signal?.aborted) break;
    options.onStart?.(index);
    const result = trainOne(job, { ...options, index, arena });
    await options.onDone?.(index, result);
    if (!options.onlyTold) results[index] = result;
  }
  return results;
}

function trainOne(
  { run, dataKey, from }: Job,
  { data, backend, stored, onProgress, onRefused, onWarning, onBackend, index, arena }:
    & HereOptions
    & {
      index: number;
      arena: Arena;
    },
): RunResult {
  try {
    return trainJob(run, data.get(dataKey)!, {
      backend,
      stored,
      arena,
      from,
      onRefused: (why) => onRefused?.(index, why),
      onWarning: (text) => onWarning?.(text),
      ...(onBackend ? { onBackend } : {}),
      onProgress: (progress) => onProgress?.(index, progress),
    });
  } catch (error) {
    throw new RunError(`Run ${run.name} failed: ${error}`);
  }
}
