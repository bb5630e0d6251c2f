import { RunError } from "../errors.ts";
import type { LoadedData } from "../data/mod.ts";
import type { BackendName, StoredWeights } from "../engine/mod.ts";
import type { RunResult } from "../results/mod.ts";
import type { Executor, Job, TrainEvents } from "./executor.ts";
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

/** Gives one worker job after job until none is left. */
function serve({ jobs, queue, finish, signal, options }: Service): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  if (signal.aborted) return Promise.resolve();
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    type: "module",
    deno: { permissions: "none" },
  });
  // The result before may still be on its way to the disk while the next run is trained; no more.
  let kept = Promise.resolve();
  const fail = (error: RunError) => void kept.catch(() => {}).then(() => reject(error));
  const sent = new Set<string>();
  const post = (message: ToWorker) => worker.postMessage(message);
  if (options.stored?.size) post({ type: "stored", stored: options.stored });
  const next = () => {
    const index = queue.shift();
    if (index === undefined) return void kept.then(resolve, reject);
    const { run, dataKey } = jobs[index]!;
    if (!sent.has(dataKey)) {
      post({ type: "data", key: dataKey, data: options.data.get(dataKey)! });
      sent.add(dataKey);
    }
    options.onStart?.(index);
    post({ type: "run", index, run, dataKey, backend: options.backend });
  };
  worker.onmessage = ({ data: message }: MessageEvent<FromWorker>) => {
    if (message.type === "progress") return options.onProgress?.(message.index, message.progress);
    if (message.type === "failed") {
      const name = jobs[message.index]!.run.name;
      return fail(new RunError(`Run ${name} failed: ${message.message}`));
    }
    if (message.type === "ready") return next();
    const before = kept;
    kept = before.then(() => finish(message.index, message.result));
    before.then(next, reject);
    kept.catch(reject);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    fail(new RunError(`A worker failed: ${event.message}`));
  };
  signal.addEventListener("abort", () => void kept.then(resolve, reject));
  return promise.finally(() => worker.terminate());
}
