import { RunError } from "../errors.ts";
import type { LoadedData } from "../data/mod.ts";
import type { BackendName, StoredWeights } from "../engine/mod.ts";
import type { Run } from "../experiment/types.ts";
import type { RunResult } from "../results/mod.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import type { Progress } from "./train.ts";

/** A run and the data set it is trained on. */
export interface Job {
  run: Run;
  dataKey: string;
}

export interface PoolOptions {
  /** Data sets by key; their bytes are shared, not copied. */
  data: ReadonlyMap<string, LoadedData>;
  /** Tensors that layers start from; every worker gets its own copy. */
  stored?: StoredWeights;
  workers: number;
  backend: BackendName;
  signal?: AbortSignal;
  onStart?: (index: number) => void;
  onProgress?: (index: number, progress: Progress) => void;
  onDone?: (index: number, result: RunResult) => void;
  /** Something that changes no result; each text comes once. */
  onWarning?: (text: string) => void;
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
  const finish = (index: number, result: RunResult) => {
    results[index] = result;
    options.onDone?.(index, result);
  };
  const warned = new Set<string>();
  const warn = (text: string) => {
    if (warned.has(text)) return;
    warned.add(text);
    options.onWarning?.(text);
  };
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  try {
    await Promise.all(
      Array.from({ length: count }, () => serve({ jobs, queue, finish, warn, signal, options })),
    );
  } finally {
    // One worker that fails stops the others.
    stop.abort();
  }
  return results;
}

interface Service {
  jobs: readonly Job[];
  /** Indices of the jobs not yet taken. */
  queue: number[];
  finish: (index: number, result: RunResult) => void;
  warn: (text: string) => void;
  signal: AbortSignal;
  options: PoolOptions;
}

/** Gives one worker job after job until none is left. */
function serve({ jobs, queue, finish, warn, signal, options }: Service): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  if (signal.aborted) return Promise.resolve();
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    type: "module",
    deno: { permissions: "none" },
  });
  const sent = new Set<string>();
  const post = (message: ToWorker) => worker.postMessage(message);
  if (options.stored?.size) post({ type: "stored", stored: options.stored });
  const next = () => {
    const index = queue.shift();
    if (index === undefined) return resolve();
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
    if (message.type === "warning") return warn(message.text);
    if (message.type === "failed") {
      const name = jobs[message.index]!.run.name;
      return reject(new RunError(`Run ${name} failed: ${message.message}`));
    }
    if (message.type === "done") finish(message.index, message.result);
    next();
  };
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new RunError(`A worker failed: ${event.message}`));
  };
  signal.addEventListener("abort", () => resolve());
  return promise.finally(() => worker.terminate());
}
