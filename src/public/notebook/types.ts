import type { Displayable } from "./display.ts";

/** A cell of a results file. Numbers are numbers; what is empty is `null`. */
export type Cell = string | number | null;

/** A metric over the finished runs of a variant. */
export interface MetricSummary {
  /** Runs that it is of. */
  count: number;
  /** `NaN` of no run. */
  mean: number;
  /** Sample standard deviation (n − 1); `NaN` of fewer than two runs. */
  deviation: number;
  /** The smallest value. */
  min: number;
  /** The largest value. */
  max: number;
}

/** A row of runs.csv. */
export interface SweepRun {
  /** `he-seed1` */
  run: string;
  /** What it shares with the runs that differ in their seed only. */
  variant: string;
  /** What its randomness comes from. */
  seed: number;
  /** `finished`, `stopped` or `diverged`. */
  status: string;
  /** All of the row by column, these among them. */
  cells: Readonly<Record<string, Cell>>;
}

/** The runs that differ in their seed only. */
export interface SweepVariant {
  /** Its name. */
  variant: string;
  /** In the order of the file. */
  runs: readonly SweepRun[];
  /** Of the runs that did not diverge, by column: `test_accuracy`. */
  metrics: Readonly<Record<string, MetricSummary>>;
}

/** A picture of a results folder. */
export interface Picture extends Displayable {
  /** The text of the SVG file. */
  readonly svg: string;
}

/** A results folder, read. It is shown as a table of its variants. */
export interface Sweep extends Displayable {
  /** As the experiment calls itself. */
  readonly name: string;
  /** Empty where the experiment asks none. */
  readonly question: string;
  /** In the order of the files. */
  readonly runs: readonly SweepRun[];
  /** In the order of the files. */
  readonly variants: readonly SweepVariant[];
  /** A row a run and recorded epoch, as in curves.csv: `run`, `epoch`, `train_loss` and so on. */
  readonly epochs: readonly Readonly<Record<string, Cell>>[];
  /** The learning curves; absent where the folder has no picture. */
  readonly curves?: Picture;
}
