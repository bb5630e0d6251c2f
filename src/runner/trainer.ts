import type { LoadedData } from "../data/mod.ts";
import type { BackendName, StoredWeights } from "../engine/mod.ts";
import { RunError } from "../errors.ts";
import type { RunResult } from "../results/mod.ts";
import { checkpointControl } from "./checkpoint_control.ts";
import type { CheckpointEvents, Job } from "./executor.ts";
import type { EncodedRun, FromWorker, ToWorker } from "./messages.ts";
import type { Progress } from "./train.ts";

/** What every run of a trainer is trained with. */
export interface TrainerOptions {
  backend: BackendName;
  threads: number;
  /** Where to compute, as which of the memory's threads; left out, in a memory of its own. */
  place?: { memory: WebAssembly.Memory; thread: number } | undefined;
  /** Something that changes no result. */
  onWarning: (text: string) => void;
  onBackend?: ((name: string) => void) | undefined;
}

/** A job with what it is trained on. */
export interface Task extends Job {
  data: LoadedData;
  /** Whether the values are in the trainer's memory. */
  placed: boolean;
  /** Tensors that layers start from. */
  stored?: StoredWeights | undefined;
}

/** What is told while a task is trained. */
export interface TaskEvents {
  everyMs?: CheckpointEvents["everyMs"] | undefined;
  /** Keeps a checkpoint; without it, none are made. */
  keep?: ((...checkpoint: LastOf<CheckpointEvents["keep"]>) => Promise<void>) | undefined;
  onRefused?: (why: string) => void;
  onProgress?: (progress: Progress) => void;
}

type LastOf<F> = F extends (index: number, ...rest: infer R) => unknown ? R : never;

/** One worker that trains run after run. */
export interface Trainer {
  /** Resolves when it takes its first task. */
  readonly ready: Promise<void>;
  /**
   * Trains one task; the one before must be done.
   *
   * @returns `undefined` where it was stopped before the end.
   * @throws {RunError} The run or the whole worker failed; the latter trains nothing any more.
   */
  train(task: Task, events: TaskEvents): Promise<RunResult | undefined>;
  /** As `train`, for who only passes the run on: the worker makes its bytes. @param key See `encodeRun`. */
  trainEntry(task: Task, events: TaskEvents & { key: string }): Promise<EncodedRun | undefined>;
  /** Whether it can take another task when the one in hand is done. */
  readonly isAlive: boolean;
  /** Ends the task in hand: after a last checkpoint where checkpoints are made, otherwise at once. */
  stop(): void;
  /** To be called once, when no task is in hand any more. */
  close(): void;
}

/** How long a worker is waited for that is asked for a last checkpoint, in milliseconds. */
const lastCheckpointMs = 3000;

interface InHand extends TaskEvents {
  end: (outcome: RunResult | EncodedRun | undefined) => void;
  fail: (error: RunError) => void;
}

/** Starts a worker, without any permission. */
export function startTrainer(options: TrainerOptions): Trainer {
  const { backend, threads, place } = options;
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    type: "module",
    deno: { permissions: "none" },
  });
  const post = (message: ToWorker) => worker.postMessage(message);
  const ready = Promise.withResolvers<void>();
  const control = checkpointControl();
  const sent = new Set<string>();
  let stored: StoredWeights | undefined;
  let inHand: InHand | undefined;
  let [hasFailed, hasStopped] = [false, false];
  let limit: ReturnType<typeof setTimeout> | undefined;
  // A last checkpoint may still be on its way to the disk when the run has ended.
  let kept = Promise.resolve();
  if (place) post({ type: "memory", ...place });

  function settle(how: (task: InHand) => void): void {
    const task = inHand;
    inHand = undefined;
    if (task) how(task);
  }
  const fail = (error: RunError) => {
    const checkpoints = kept.catch(() => {});
    settle((task) => void checkpoints.then(() => task.fail(error)));
  };
  const endStopped = () => settle((task) => void kept.then(() => task.end(undefined), task.fail));

  worker.onmessage = ({ data: message }: MessageEvent<FromWorker>) => {
    if (message.type === "ready") return ready.resolve();
    if (message.type === "warning") return options.onWarning(message.text);
    if (message.type === "backend") return options.onBackend?.(message.name);
    const task = inHand;
    if (task === undefined) return;
    if (message.type === "progress") return task.onProgress?.(message.progress);
    if (message.type === "refused") return task.onRefused?.(message.why);
    if (message.type === "checkpoint") {
      kept = kept.then(() => task.keep!(message.checkpoint))
        .finally(() => control.isWriting = false);
      return void kept.catch(task.fail);
    }
    if (message.type === "stopped") return endStopped();
    if (message.type === "failed") return fail(new RunError(message.message));
    const outcome = message.type === "encoded" ? message.encoded : message.result;
    settle(({ end, fail }) => void kept.then(() => end(outcome), fail));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    hasFailed = true;
    const error = new RunError(`A worker failed: ${event.message}`, { cause: "worker" });
    ready.reject(error);
    fail(error);
  };
  ready.promise.catch(() => {});

  function train(
    { run, dataKey, from, data, placed, stored: weights }: Task,
    { entryKey, ...events }: TaskEvents & { entryKey?: string },
  ) {
    const { promise, resolve, reject } = Promise.withResolvers<
      RunResult | EncodedRun | undefined
    >();
    if (hasStopped) return Promise.resolve(undefined);
    if (hasFailed) return Promise.reject(new RunError("A worker failed"));
    inHand = { ...events, end: resolve, fail: reject };
    if (weights?.size && weights !== stored) post({ type: "stored", stored: stored = weights });
    if (!sent.has(dataKey)) {
      post({ type: "data", key: dataKey, data, placed });
      sent.add(dataKey);
    }
    const { everyMs, keep } = events;
    const checkpoints = keep && everyMs !== undefined
      ? { everyMs, shared: control.shared }
      : undefined;
    post({ type: "run", index: 0, run, dataKey, backend, threads, from, checkpoints, entryKey });
    return promise;
  }

  return {
    ready: ready.promise,
    get isAlive() {
      return !hasFailed && !hasStopped;
    },
    // What comes back is what was asked for.
    train: (task, events) => train(task, events) as Promise<RunResult | undefined>,
    trainEntry: (task, { key: entryKey, ...events }) =>
      train(task, { ...events, entryKey }) as Promise<EncodedRun | undefined>,
    stop() {
      if (hasStopped) return;
      hasStopped = true;
      ready.resolve();
      if (inHand?.keep === undefined) return endStopped();
      control.stop = true;
      limit = setTimeout(endStopped, lastCheckpointMs);
    },
    close() {
      clearTimeout(limit);
      // A worker that has no more runs ends by itself, and its threads with it.
      if (hasFailed || hasStopped || inHand) worker.terminate();
      else post({ type: "end" });
    },
  };
}
