export { type Plan, type PlanOptions, planSweep, projectFolder } from "./plan.ts";
export { checkPlan, type GradcheckOptions, type RunCheck } from "./gradcheck.ts";
export { predict, type Predictions, restoreNetwork } from "./predict.ts";
export { rowCount } from "./rows.ts";
export { type Job, type PoolOptions, trainAll } from "./pool.ts";
export { runSweep, type SweepOptions } from "./sweep.ts";
export { networkSpec, type Progress, type TrainOptions, trainRun } from "./train.ts";
