export {
  type Activation,
  type ActivationName,
  type ActivationOptions,
  activations,
} from "./activations/mod.ts";
export { type Arena, createArena } from "./arena.ts";
export { type BackendName, backendNames, selectKernels } from "./backends.ts";
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
export type { Parameter } from "./layer.ts";
export { type Loss, losses, type LossName, type LossOptions } from "./losses/mod.ts";
export { resolveMember } from "./members.ts";
export { accuracy, classOf, type MetricName, metrics } from "./metrics/mod.ts";
export {
  type Batch,
  createNetwork,
  type Evaluation,
  type Network,
  type NetworkOptions,
} from "./network.ts";
export { createOptimizer, type Optimizer, type OptimizerState } from "./optimizer.ts";
export {
  type OptimizerDefinition,
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
  type Option,
  type OptionsOf,
  type OptionTable,
  type OptionValues,
  type PathOption,
  problemWith,
  type Written,
} from "./options.ts";
export { regularizers } from "./regularizers/mod.ts";
export { checkSpec, type LayerSpec, type NetworkSpec } from "./spec.ts";
