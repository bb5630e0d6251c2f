import { RunError } from "../errors.ts";
import type { LoadedData } from "../data/mod.ts";
import {
  type BackendName,
  createArena,
  createMemory,
  maximumThreads,
  type StoredWeights,
} from "../engine/mod.ts";
import type { RunResult } from "../results/mod.ts";
import type { Executor, Job, TrainEvents } from "./executor.ts";
import { placeData } from "./place_data.ts";
import { startTrainer } from "./trainer.ts";

export interface PoolOptions extends TrainEvents {
  /** Data sets by key; their bytes are shared, not copied. */
  data: Map<string, LoadedData>;
  /** Tensors that layers start from; every worker gets its own copy. */
  stored?: StoredWeights;
  workers: number;
  /** Threads that each worker may use. */
  threads?: number;
  backend: BackendName;
}

/** Trains on this machine's cores. */
export function localExecutor(options: Omit<PoolOptions, keyof TrainEvents>): Executor {
  const { workers, threads = 1 } = options;
  return {
    facts: { workers, threads },
    train: (jobs, events) => trainAll(jobs, { ...options, ...events }),
  };
}

/**
 * Trains the jobs on a pool of workers. The results stand in the order of the jobs, whoever was
 * first; after an abort, those that were not finished are `undefined`.
 *
 * @throws {RunError} when a worker fails
 */
export async function trainAll(
  jobs: readonly Job[],
  options: PoolOptions,
): Promise<(RunResult | undefined)[]> {
  const results = new Array<RunResult | undefined>(jobs.length).fill(undefined);
  const queue = jobs.map((_, index) => index);
  const count = Math.max(1, Math.min(options.workers, jobs.length));
  const memory = createMemory();
  const placed = placeAll(jobs, { data: options.data, memory });
  const finish = async (index: number, result: RunResult) => {
    await options.onDone?.(index, result);
    if (!options.onlyTold) results[index] = result;
  };
  const warned = new Set<string>();
  const warn = (text: string) => {
    if (warned.has(text)) return;
    warned.add(text);
    options.onWarning?.(text);
  };
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const services = Array.from(
    { length: count },
    (_, number) => serve({ jobs, queue, finish, warn, signal, options, memory, placed, number }),
  );
  try {
    await Promise.all(services);
  } finally {
    // One worker that fails stops the others; what they have finished is still kept.
    stop.abort();
    await Promise.allSettled(services);
  }
  return results;
}

interface Service {
  jobs: readonly Job[];
  /** Indices of the jobs not yet taken. */
  queue: number[];
  finish: (index: number, result: RunResult) => Promise<void>;
  warn: (text: string) => void;
  signal: AbortSignal;
  options: PoolOptions;
  /** Where all workers compute, and the data is. */
  memory: WebAssembly.Memory;
  /** Keys of the data sets that are in the memory. */
  placed: ReadonlySet<string>;
  /** 0 for the first worker. */
  number: number;
}

/**
 * Moves the data sets of the jobs to the memory that all workers compute in. What is too large for it
 * stays where it is; each worker then copies the rows of a step.
 */
function placeAll(
  jobs: readonly Job[],
  { data, memory }: { data: Map<string, LoadedData>; memory: WebAssembly.Memory },
): Set<string> {
  const arena = createArena({ memory });
  const placed = new Set<string>();
  for (const key of new Set(jobs.map(({ dataKey }) => dataKey))) {
    const moved = placeData(data.get(key)!, arena);
    if (!moved) continue;
    data.set(key, moved);
    placed.add(key);
  }
  return placed;
}

/** Gives one worker job after job until none is left. */
async function serve(service: Service): Promise<void> {
  const { jobs, queue, finish, signal, options, memory, placed, number, warn } = service;
  const { threads = 1, backend, checkpoints, stored, onBackend } = options;
  if (signal.aborted) return;
  // Beyond the threads that one memory can have, workers compute in memories of their own.
  const thread = number * threads;
  const isShared = thread + threads <= maximumThreads;
  const trainer = startTrainer({
    backend,
    threads,
    place: isShared ? { memory, thread } : undefined,
    onWarning: warn,
    onBackend,
  });
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});
  // Results that may still be on their way to the disk while the next run is trained.
  const keeping: Promise<void>[] = [];
  let done = 0;
  const stop = () => trainer.stop();
  signal.addEventListener("abort", stop);
  try {
    await trainer.ready;
    while (!signal.aborted) {
      const index = queue.shift();
      if (index === undefined) break;
      const job = jobs[index]!;
      const task = {
        ...job,
        data: options.data.get(job.dataKey)!,
        placed: isShared && placed.has(job.dataKey),
        stored,
      };
      options.onStart?.(index);
      const trained = trainer.train(task, {
        everyMs: checkpoints?.everyMs,
        keep: checkpoints && ((checkpoint) => checkpoints.keep(index, checkpoint)),
        onRefused: (why) => options.onRefused?.(index, why),
        onProgress: (progress) => options.onProgress?.(index, progress),
      }).catch((error) => {
        throw named(error, job);
      });
      const result = await Promise.race([trained, failed.promise]);
      if (result === undefined) break;
      const kept = finish(index, result);
      kept.catch(failed.reject);
      keeping.push(kept);
      while (keeping.length > mostKeeping(result, done)) await keeping.shift();
      done++;
    }
    await Promise.all(keeping);
  } finally {
    signal.removeEventListener("abort", stop);
    await Promise.allSettled(keeping);
    trainer.close();
  }
}

/** Runs of a worker after which it is taken for one with many short ones. */
const manyRuns = 32;

/** How many results may be on their way: one, and of small ones so many that they can be written together. */
function mostKeeping({ weights }: RunResult, done: number): number {
  const values = weights.reduce((sum, tensor) => sum + tensor.values.length, 0);
  return done >= manyRuns && values <= smallResult ? 64 : 1;
}

/** Values of the weights of a small result. */
const smallResult = 0x4000;

function named(error: unknown, { run }: Job): unknown {
  if (!(error instanceof RunError) || error.cause === "worker") return error;
  return new RunError(`Run ${run.name} failed: ${error.message}`, { cause: error });
}
