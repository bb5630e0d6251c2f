import { RunError } from "../errors.ts";
import type { LoadedData } from "../data/mod.ts";
import type { BackendName, StoredWeights } from "../engine/mod.ts";
import type { RunResult } from "../results/mod.ts";
import type { Executor, Job, TrainEvents } from "./executor.ts";
import { checkpointControl } from "./checkpoint_control.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

export interface PoolOptions extends TrainEvents {
  /** Data sets by key; their bytes are shared, not copied. */
  data: ReadonlyMap<string, LoadedData>;
  /** Tensors that layers start from; every worker gets its own copy. */
  stored?: StoredWeights;
  workers: number;
  backend: BackendName;
}

/** Trains on this machine's cores. */
export function localExecutor(options: Omit<PoolOptions, keyof TrainEvents>): Executor {
  const { backend, workers } = options;
  return {
    facts: { backend, workers },
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
  const finish = async (index: number, result: RunResult) => {
    await options.onDone?.(index, result);
    results[index] = result;
  };
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const services = Array.from(
    { length: count },
    () => serve({ jobs, queue, finish, signal, options }),
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
  signal: AbortSignal;
  options: PoolOptions;
}

/** How long workers are waited for that are asked for a last checkpoint, in milliseconds. */
const lastCheckpointMs = 3000;

/** Gives one worker job after job until none is left. */
function serve({ jobs, queue, finish, signal, options }: Service): Promise<void> {
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
  const sent = new Set<string>();
  const post = (message: ToWorker) => worker.postMessage(message);
  if (options.stored?.size) post({ type: "stored", stored: options.stored });
  const next = () => {
    isTraining = false;
    const index = signal.aborted ? undefined : queue.shift();
    if (index === undefined) return end();
    const { run, dataKey, from } = jobs[index]!;
    if (!sent.has(dataKey)) {
      post({ type: "data", key: dataKey, data: options.data.get(dataKey)! });
      sent.add(dataKey);
    }
    options.onStart?.(index);
    isTraining = true;
    const request = checkpoints && { everyMs: checkpoints.everyMs, shared: control.shared };
    const { backend } = options;
    post({ type: "run", index, run, dataKey, backend, from, checkpoints: request });
  };
  worker.onmessage = ({ data: message }: MessageEvent<FromWorker>) => {
    if (message.type === "ready") return next();
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
    worker.terminate();
  });
}
