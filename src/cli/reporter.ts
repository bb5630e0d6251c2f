import type { Run } from "../experiment/types.ts";
import type { RunResult } from "../results/mod.ts";
import type { Progress } from "../runner/mod.ts";

/** What is announced before the first run starts. */
export interface SweepStart {
  name: string;
  question: string;
  runs: Run[];
  /** One line of facts: rows, shapes, workers. */
  facts: string;
  /** Runs that are trained at the same time. */
  workers: number;
  /** Milliseconds that each run would take on a usual machine: what it costs beside the others. */
  usualMs: readonly number[];
  /** Whether a search may halt runs early. */
  mayHalt?: boolean;
}

/** Shows a sweep while it runs. Nothing that it does reaches the results. */
export interface Reporter {
  /** Loading data: `done` of `total` pictures. */
  loading(done: number, total: number): void;
  start(sweep: SweepStart): void;
  /** Runs, by index, that were finished before and need no training; called after `start`. */
  taken(indices: readonly number[]): void;
  /** @param epoch Epochs that were trained before; 0 for a run that begins. */
  runStarted(index: number, epoch?: number): void;
  runProgress(index: number, progress: Progress): void;
  /** A run has come to a rung of its search and waits for others: it is done or started again later. */
  runHalted(index: number, epochs: number): void;
  runDone(index: number, result: RunResult): void;
  /** Something went wrong that ends nothing. */
  warning(text: string): void;
  /** Clears what is transient; called once, also after an error. */
  close(): void;
}

/** Shows nothing: `--quiet`. */
export const quietReporter: Reporter = {
  loading() {},
  start() {},
  taken() {},
  runStarted() {},
  runProgress() {},
  runHalted() {},
  runDone() {},
  warning() {},
  close() {},
};
