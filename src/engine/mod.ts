export {
  type Activation,
  type ActivationName,
  type ActivationOptions,
  activations,
  type OutputActivation,
  outputActivations,
  rowActivations,
} from "./activations/mod.ts";
export { type Arena, type ArenaOptions, createArena, createMemory } from "./arena.ts";
export {
  type Backend,
  type BackendName,
  backendNames,
  type Backends,
  type Choice,
  chooseBackend,
  reconsider,
  selectKernels,
} from "./backends.ts";
export { blockRows } from "./block.ts";
export { createDoubleNetwork, type DoubleBatch, type DoubleNetwork } from "./double.ts";
export {
  checkGradients,
  type GradientCheck,
  type GradientCheckOptions,
  type TensorCheck,
} from "./gradient_check.ts";
export {
  type Initializer,
  type InitializerName,
  type InitializerOptions,
  initializers,
  type StoredWeights,
} from "./initializers/mod.ts";
export type { Kernels } from "./kernels/kernels.ts";
export { maximumThreads } from "./kernels/simd/regions.ts";
export { closeTeams } from "./kernels/simd/team.ts";
export {
  inspectedExamples,
  inspectedRows,
  type LayerStatistics,
  layerStatistics,
} from "./layer_statistics.ts";
export type { Parameter, Tensor } from "./parameter.ts";
export {
  type Loss,
  losses,
  type LossName,
  type LossOptions,
  outputLosses,
  rowLosses,
  type RowsLoss,
} from "./losses/mod.ts";
export { resolveMember } from "./members.ts";
export {
  type Answers,
  classOf,
  columnsOf,
  confusionOf,
  countRows,
  findMetric,
  type Metric,
  type MetricName,
  type MetricOptions,
  metrics,
  targetAt,
  type Task,
  type TaskFacts,
  taskOf,
  thresholdOf,
} from "./metrics/mod.ts";
export {
  type Batch,
  createNetwork,
  type Evaluation,
  type Network,
  type NetworkOptions,
} from "./network.ts";
export { createOptimizer, type Limits, type Optimizer, type OptimizerState } from "./optimizer.ts";
export { isNormalization, type NormalizationName, normalizations } from "./normalizations/mod.ts";
export {
  type OptimizerDefinition,
  type OptimizerForm,
  type OptimizerName,
  type OptimizerOptions,
  optimizers,
} from "./optimizers/mod.ts";
export {
  type ChoiceOption,
  type Family,
  type FamilyMember,
  type FlagOption,
  type Member,
  type NumberOption,
  type NumbersOption,
  type Option,
  type OptionsOf,
  type OptionTable,
  type OptionValue,
  type OptionValues,
  type PathOption,
  problemWith,
  type Written,
} from "./options.ts";
export { type RegularizerName, regularizers } from "./regularizers/mod.ts";
export { selfTest } from "./self_test.ts";
export { createSchedule, type Schedule, type ScheduleContext } from "./schedule.ts";
export {
  type ScheduleDefinition,
  type ScheduleName,
  type ScheduleOptions,
  schedules,
} from "./schedules/mod.ts";
export {
  type BatchNormSpec,
  checkSpec,
  type DenseSpec,
  type LayerNormSpec,
  type LayerSpec,
  type NetworkSpec,
} from "./spec.ts";
export { createTraining, type Training, type TrainingOptions } from "./training.ts";
