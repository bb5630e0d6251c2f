import type { PartScores, Scores } from "../results/mod.ts";

/**
 * Of the events below. It is raised when a field changes its meaning or goes; new fields and new types
 * of events come without.
 */
export const eventsVersion = 1;

/** A run as events tell of it. */
export interface EventRun {
  /** `he-seed1`; what other events call it. */
  run: string;
  variant: string;
  seed: number;
  /** Epochs that it has at most. */
  epochs: number;
}

/** How a variant did over its seeds; `null` for what is not finite, as everywhere in events. */
export interface EventVariant {
  variant: string;
  runs: number;
  /** Runs that did not diverge, which the metrics are of. */
  finished: number;
  /** By column of runs.csv; `deviation` is the sample standard deviation, `null` of one run. */
  metrics: Record<string, { mean: number; deviation: number; min: number; max: number }>;
  /** Best epoch of each of these runs. */
  bestEpochs: number[];
}

/**
 * What `--json` prints, one object a line, as it happens. Each has the field `version`, see
 * {@linkcode eventsVersion}. A program that reads them passes over types that it does not know. The
 * last one is `finished`, `verified`, `planned`, `interrupted` or `error`.
 */
export type SweepEvent =
  /** Pictures that have been read. */
  | { event: "loading"; done: number; total: number }
  /** Everything is checked, training begins. */
  | {
    event: "start";
    name: string;
    question: string;
    runs: EventRun[];
    workers: number;
    /** One line for people: rows, shapes, workers. */
    facts: string;
  }
  /** What `--dry-run` has instead of `start`: nothing is trained. */
  | { event: "planned"; name: string; question: string; runs: EventRun[] }
  /** Runs that were finished before and need no training. */
  | { event: "taken"; runs: string[] }
  /** `epoch` is there where a run goes on: epochs trained before. */
  | { event: "run-start"; run: string; epoch?: number }
  /** Ten times a second at most for each run. `train`: scores of the last recorded epoch. */
  | { event: "progress"; run: string; epoch: number; epochs: number; train: Scores }
  /** A search waits for other runs: `run-done` or `run-start` follows. `epoch`: epochs trained. */
  | { event: "run-halted"; run: string; epoch: number }
  | {
    event: "run-done";
    run: string;
    status: "finished" | "stopped" | "halted" | "diverged";
    /** Epochs trained. */
    epochs: number;
    bestEpoch: number;
    /** Scores of each part of the data with the weights that the run ends with. */
    final: PartScores;
    elapsedMs: number;
  }
  /** Something went wrong that ends nothing. */
  | { event: "warning"; message: string }
  | {
    event: "finished";
    /** Absolute path of the results folder. */
    folder: string;
    /** What was written, relative to the folder. */
    files: string[];
    /** The best first. */
    variants: EventVariant[];
    /** Which did best, in plain sentences. */
    verdict: string;
    elapsedMs: number;
  }
  /** Ctrl-C or SIGTERM. `folder` is there where runs were finished, `files` are in it. */
  | { event: "interrupted"; finished: number; expected: number; folder?: string; files: string[] }
  /** What `verify` ends with: whether all bytes are the same, and all that it found. */
  | { event: "verified"; identical: boolean; [more: string]: unknown }
  /** Nothing follows. The same is on standard error, for people. */
  | {
    event: "error";
    message: string;
    /** Of the process: 2 for what the user got wrong, 1 for everything else. */
    exitCode: number;
    file?: string;
    place?: string;
    remedy?: string;
  };
