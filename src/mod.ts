/**
 * What an experiment file imports: `defineExperiment` and the types of what it may declare.
 * Training loops of one's own are in `sameseed/engine`, results in notebooks in `sameseed/notebook`.
 *
 * @module
 */
export { defineExperiment } from "./experiment/define.ts";
export type {
  BatchNormLayer,
  DenseLayer,
  EarlyStopping,
  Experiment,
  HalvingOptions,
  Layer,
  LayerNormLayer,
  ListedTrials,
  NormalizationLayer,
  PartialDeep,
  Patch,
  PlainValue,
  RandomSearch,
  Regularization,
  ResolvedSearch,
  SearchRange,
  Settings,
  SuccessiveHalving,
} from "./experiment/types.ts";
export type * from "./data/data_options.ts";
export type * from "./experiment/member_options.ts";
