import type { Run } from "../experiment/types.ts";
import type { KeyedRunEntry, RunCheckpoint, RunResult } from "../results/mod.ts";
import type { Progress } from "./train.ts";

/** A run and the data set it is trained on. */
export interface Job {
  run: Run;
  dataKey: string;
  /** Where the run came to before. */
  from?: RunCheckpoint;
}

/** How runs that are not finished are kept. */
export interface CheckpointEvents {
  /** Milliseconds of training between two checkpoints of a run. */
  everyMs: number;
  /** Keeps the checkpoint of a job; a failure ends nothing. */
  keep: (index: number, checkpoint: RunCheckpoint) => Promise<void>;
}

/** What is told while runs are trained; `index` is a job's place in the list. */
export interface TrainEvents {
  /** Runs that are not finished when it fires are given up, after a last checkpoint. */
  signal?: AbortSignal;
  /** Without it, no run is kept that is not finished. */
  checkpoints?: CheckpointEvents | undefined;
  /** A job's `from` is not of this run: it starts from the beginning. */
  onRefused?: (index: number, why: string) => void;
  onStart?: (index: number) => void;
  onProgress?: (index: number, progress: Progress) => void;
  /** The backend that has computed a job, which may be another than was asked for. */
  onBackend?: (name: string) => void;
  /** Something that changes no result; each text comes once. */
  onWarning?: (text: string) => void;
  /** A job was given up while others go on; its result is `undefined`. */
  onSetAside?: (index: number, why: string) => void;
  /** Results are told by `onDone` alone, and none is returned: memory may not have room for all. */
  onlyTold?: boolean;
  /**
   * May keep the result somewhere: who trains waits for it rather than pile up results.
   *
   * @param entry The same result as bytes, where it came so.
   */
  onDone?: (index: number, result: RunResult, entry?: KeyedRunEntry) => void | Promise<void>;
}

/**
 * Trains runs, wherever that may be. Everything above it, from the list of runs to the journal and
 * the result files, is the same for all executors.
 */
export interface Executor {
  /** Told in environment.json: `{ workers: 2, threads: 1 }`. */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  /**
   * Trains the jobs, in any order.
   *
   * @returns The results in the order of the jobs; `undefined` for those that were not finished
   * when the signal fired, or were set aside, and for all with `onlyTold`.
   * @throws {RunError} A run could not be carried out; others may have been finished.
   */
  train(jobs: readonly Job[], events: TrainEvents): Promise<(RunResult | undefined)[]>;
  /** A search has left this job behind at a rung for good: what is there for it to go on from may go. */
  forget?(job: Job): void;
}
