export { type Plan, planExperiment, type PlanOptions, planSweep, projectFolder } from "./plan.ts";
export { planVerification, type VerificationOptions } from "./plan_verification.ts";
export { checkPlan, type GradcheckOptions, type RunCheck } from "./gradcheck.ts";
export { predict, type Predictions, restoreNetwork } from "./predict.ts";
export { rowCount } from "./rows.ts";
export { type Checkpoints, findCheckpoints, type FindCheckpointsOptions } from "./checkpoints.ts";
export type { CheckpointEvents, Executor, Job, TrainEvents } from "./executor.ts";
export {
  findFinished,
  type FindOptions,
  type FinishedRuns,
  type TakeMode,
} from "./finished_runs.ts";
export { isTiny } from "./here.ts";
export { layerTensors, tensorFor } from "./layer_tensors.ts";
export { localExecutor, type PoolOptions, trainAll } from "./pool.ts";
export { checkNetwork, checkSize, trainRows } from "./check_runs.ts";
export { placeData } from "./place_data.ts";
export { contentDigest, runKeys, runOrigins } from "./run_key.ts";
export { checkStoredWeights, storedWeights, type WeightFiles } from "./stored_weights.ts";
export type { EncodedRun } from "./messages.ts";
export { startTrainer, type Task, type TaskEvents, type Trainer } from "./trainer.ts";
export { runSweep, type SweepOptions } from "./sweep.ts";
export type { TrainingSnapshot } from "./training_state.ts";
export { type Merged, mergeShards } from "./merge.ts";
export { parseShard, shardPlan } from "./shard.ts";
export { networkSpec, type Progress, type TrainOptions, trainRun } from "./train.ts";
export { chooseParallelism, type Parallelism } from "./parallelism.ts";
export { usualMs } from "./work.ts";
