import type { StepKernels } from "./kernels.ts";

/** Where the first step of a run is, and what is different from step to step. */
export interface PlanStart {
  /** Position of the first step's first row in the order. */
  from?: number;
  /** Rows from one step to the next. */
  batchRows?: number;
  epoch?: number;
  /** Bytes from one step's numbers of the optimizer to the next's. */
  numbersBytes?: number;
}

/** Steps whose kernels and arguments are known beforehand. */
export interface Plan {
  /** [1] what `lossForward` and `rowLossForward` added up, of the last step. */
  readonly sum: Float64Array;
  /** Runs that many steps one after the other; fewer where a check fails. Returns how many. */
  run(steps: number, start: PlanStart): number;
}

/** What can be recorded besides kernels. */
export interface Recorder {
  /** Ends the run before the step's next kernel unless sum / count is finite. */
  check(count: number): void;
}

/** Turns calls of kernels into plans. The bits are those of the calls. */
export interface Planner {
  /** Kernels that only record. What they return means nothing. */
  readonly kernels: StepKernels;
  /** The plan of the calls of these kernels that `perform` makes. */
  record(perform: (recorder: Recorder) => void): Plan;
}
