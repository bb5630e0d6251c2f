/**
 * What an experiment file imports: `defineExperiment` and the types of what it may declare.
 *
 * @module
 */
export { defineExperiment } from "./experiment/define.ts";
export type {
  ActivationOptions,
  BatchNormLayer,
  DataOptions,
  DenseLayer,
  EarlyStopping,
  Experiment,
  InitializerOptions,
  Layer,
  LayerNormLayer,
  LossOptions,
  MetricOptions,
  NormalizeName,
  OptimizerOptions,
  Patch,
  PlainValue,
  RandomSearch,
  Regularization,
  ScheduleOptions,
  SearchRange,
  Settings,
  SplitOptions,
} from "./experiment/types.ts";
