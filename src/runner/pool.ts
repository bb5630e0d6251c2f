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
import { checkpointControl } from "./checkpoint_control.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { placeData } from "./place_data.ts";

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
    results[index] = result;
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

/** How long workers are waited for that are asked for a last checkpoint, in milliseconds. */
const lastCheckpointMs = 3000;

/** Gives one worker job after job until none is left. */
function serve(service: Service): Promise<void> {
  const { jobs, queue, finish, signal, options, memory, placed, number, warn } = service;
  const { threads = 1, backend } = options;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  if (signal.aborted) return Promise.resolve();
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    type: "module",
    deno: { permissions: "none" },
  });
  const { checkpoints } = options;
  const control = checkpointControl();
  let isTraining = false;
  let limit: ReturnType<typeof setTimeout> | undefined;
  // The result before may still be on its way to the disk while the next run is trained; no more.
  let kept = Promise.resolve();
  const end = () => void kept.then(resolve, reject);
  const fail = (error: RunError) => void kept.catch(() => {}).then(() => reject(error));
  // A worker that has no more runs ends by itself, and its threads with it.
  let hasEnded = false;
  const sent = new Set<string>();
  const post = (message: ToWorker) => worker.postMessage(message);
  // Beyond the threads that one memory can have, workers compute in memories of their own.
  const thread = number * threads;
  const isShared = thread + threads <= maximumThreads;
  if (isShared) post({ type: "memory", memory, thread });
  if (options.stored?.size) post({ type: "stored", stored: options.stored });
  const next = () => {
    isTraining = false;
    const index = signal.aborted ? undefined : queue.shift();
    if (index === undefined) {
      hasEnded = true;
      post({ type: "end" });
      return end();
    }
    const { run, dataKey, from } = jobs[index]!;
    if (!sent.has(dataKey)) {
      const data = options.data.get(dataKey)!;
      post({ type: "data", key: dataKey, data, placed: isShared && placed.has(dataKey) });
      sent.add(dataKey);
    }
    options.onStart?.(index);
    isTraining = true;
    const request = checkpoints && { everyMs: checkpoints.everyMs, shared: control.shared };
    post({ type: "run", index, run, dataKey, backend, threads, from, checkpoints: request });
  };
  worker.onmessage = ({ data: message }: MessageEvent<FromWorker>) => {
    if (message.type === "ready") return next();
    if (message.type === "warning") return warn(message.text);
    if (message.type === "backend") return options.onBackend?.(message.name);
    const { index } = message;
    if (message.type === "progress") return options.onProgress?.(index, message.progress);
    if (message.type === "refused") return options.onRefused?.(index, message.why);
    if (message.type === "checkpoint") {
      kept = kept.then(() => checkpoints!.keep(index, message.checkpoint))
        .finally(() => control.isWriting = false);
      return void kept.catch(reject);
    }
    if (message.type === "stopped") return end();
    if (message.type === "failed") {
      const name = jobs[index]!.run.name;
      return fail(new RunError(`Run ${name} failed: ${message.message}`));
    }
    const before = kept;
    kept = before.then(() => finish(index, message.result));
    before.then(next, reject);
    kept.catch(reject);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    fail(new RunError(`A worker failed: ${event.message}`));
  };
  signal.addEventListener("abort", () => {
    if (!isTraining || !checkpoints) return end();
    control.stop = true;
    limit = setTimeout(end, lastCheckpointMs);
  });
  return promise.finally(() => {
    clearTimeout(limit);
    if (!hasEnded) worker.terminate();
  });
}
