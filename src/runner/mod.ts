export { type Plan, type PlanOptions, planSweep, projectFolder } from "./plan.ts";
export { checkPlan, type GradcheckOptions, type RunCheck } from "./gradcheck.ts";
export { predict, type Predictions, restoreNetwork } from "./predict.ts";
export { rowCount } from "./rows.ts";
export type { Executor, Job, TrainEvents } from "./executor.ts";
export {
  findFinished,
  type FindOptions,
  type FinishedRuns,
  type TakeMode,
} from "./finished_runs.ts";
export { isTiny } from "./here.ts";
export { localExecutor, type PoolOptions, trainAll } from "./pool.ts";
export { runKeys } from "./run_key.ts";
export { runSweep, type SweepOptions } from "./sweep.ts";
export { networkSpec, type Progress, type TrainOptions, trainRun } from "./train.ts";
