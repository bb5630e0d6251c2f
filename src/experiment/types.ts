import type { DataOptions, NormalizeName, SplitOptions } from "../data/mod.ts";
import type { ActivationOptions } from "../engine/activations/mod.ts";
import type { InitializerOptions } from "../engine/initializers/mod.ts";
import type { LossOptions } from "../engine/losses/mod.ts";
import type { Member } from "../engine/options.ts";
import type { OptimizerOptions } from "../engine/optimizers/mod.ts";

export type {
  ActivationOptions,
  DataOptions,
  InitializerOptions,
  LossOptions,
  Member,
  NormalizeName,
  OptimizerOptions,
  SplitOptions,
};

/** A value that JSON can hold, so that it means the same on every machine. */
export type PlainValue =
  | null
  | boolean
  | number
  | string
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

/** A fully connected layer as written in an experiment file. */
export interface Layer {
  /** Number of units, 1 to 1,000,000. */
  units: number;
  /** What is applied to the layer's weighted sums; default `linear`. */
  activation?: ActivationOptions;
  /** Initialisation of this layer's weights; default: the experiment's `init`. */
  init?: InitializerOptions;
  /**
   * Initialisation of this layer's biases; default: the experiment's `biasInit`, without one the
   * file that the weights come from, otherwise `zeros`.
   */
  biasInit?: InitializerOptions;
  /**
   * Probability that a unit of this layer is left out of a step, in [0, 1); default: the
   * experiment's `regularization.dropout`, and always 0 for the last layer.
   */
  dropout?: number;
}

/** What keeps weights small, or units independent of each other. */
export interface Regularization {
  /** λ of the penalty (λ/2)·Σw² over weights, not biases; 0 or more, default 0. */
  l2?: number;
  /** Probability that a hidden unit is left out of a step, in [0, 1); default 0. */
  dropout?: number;
}

/** What one run is trained with. */
export interface Settings {
  /** Where the examples come from, how they are split and scaled. */
  data: DataOptions;
  /** The layers from the first hidden one to the output; inputs are not a layer. */
  architecture: readonly Layer[];
  /** Initialisation of the weights of layers that don't name their own; default `he`. */
  init?: InitializerOptions;
  /**
   * Initialisation of the biases of layers that don't name their own; default: the file that the
   * weights come from, otherwise `zeros`.
   */
  biasInit?: InitializerOptions;
  /**
   * What is minimised; default: `binary-cross-entropy` where the last activation is a sigmoid,
   * otherwise `squared-error`.
   */
  loss?: LossOptions;
  /** Default: none. */
  regularization?: Regularization;
  /** How weights follow the gradient; default `gradient-descent`. */
  optimizer?: OptimizerOptions;
  /** Passes over the training data, 1 to 100,000,000; default 100. */
  epochs?: number;
  /** Rows a step, 1 or more; default `"full"`, all of them. */
  batchSize?: "full" | number;
  /** Whether each epoch takes the rows in a new order; default true. Without effect on `"full"`. */
  shuffle?: boolean;
  /** A row in curves.csv every so many epochs; default ⌈epochs / 200⌉. */
  recordEvery?: number;
}

/** Some of the settings, at any depth; `null` takes a key back to its default. See `applyPatch`. */
export type Patch = { readonly [K in keyof Settings]?: PartialDeep<Settings[K]> | null };

type PartialDeep<T> = T extends readonly unknown[] ? T
  : T extends object ? { readonly [K in keyof T]?: PartialDeep<T[K]> | null }
  : T;

/** An experiment file's content: plain data that survives `JSON.stringify`. */
export interface Experiment extends Settings {
  /**
   * Names the results folder: letters, digits, `.`, `_` and `-`, a letter or digit first, at most
   * 60 characters.
   */
  name: string;
  /** What the experiment asks, in a sentence; shown in the summary. */
  question?: string;
  /** A run is made with each; whole numbers from 0 to 2³²−1, default `[1]`. */
  seeds?: readonly number[];
  /** Named patches over the settings above; default: one variant `base` that changes nothing. */
  variants?: { readonly [name: string]: Patch };
  /** A Cartesian product over paths such as `optimizer.learningRate`, times the variants. */
  grid?: { readonly [path: string]: readonly PlainValue[] };
  /** Paired settings: each patch is one point; times the variants and the grid. */
  points?: readonly Patch[];
}

/** Settings with every default filled in and every name in its long form `{ type, … }`. */
export interface ResolvedSettings {
  data: ResolvedData;
  architecture: ResolvedLayer[];
  /** What layers got that name no `init` of their own; the engine reads the layers'. */
  init: Member;
  /** What layers got that name no `biasInit` of their own; the engine reads the layers'. */
  biasInit: Member;
  loss: Member;
  regularization: Required<Regularization>;
  optimizer: Member;
  epochs: number;
  batchSize: "full" | number;
  shuffle: boolean;
  recordEvery: number;
}

/** The data of a run, with its split and its scaling spelled out. */
export type ResolvedData = DataOptions & {
  split: Required<SplitOptions>;
  normalize: NormalizeName;
};

/** A layer with nothing left to look up. */
export interface ResolvedLayer {
  units: number;
  activation: Member;
  init: Member;
  biasInit: Member;
  /** 0 for the last layer. */
  dropout: number;
}

/** One training: a variant's settings with one seed. */
export interface Run {
  /** Readable and stable: `he-seed1`. */
  name: string;
  /** The run's name without its seed; runs that share it differ in the seed only. */
  variant: string;
  seed: number;
  settings: ResolvedSettings;
}

/** A validated experiment, expanded. */
export interface ResolvedExperiment {
  name: string;
  /** Empty when the experiment asks none. */
  question: string;
  seeds: number[];
  /** In the order of the experiment file: variants × points × grid, seeds innermost. */
  runs: Run[];
  /** Dotted paths whose value differs between variants, in a stable order; see `settingValue`. */
  differing: string[];
  /** The canonical experiment: what the digest sees and the manifest holds. */
  canonical: CanonicalExperiment;
  /** SHA-256 (hex) of the canonical JSON. */
  digest: string;
}

/**
 * An experiment after defaults, overrides and expansion. Two experiment files that ask for the same
 * runs have the same canonical experiment, whatever they leave to defaults.
 */
export interface CanonicalExperiment {
  name: string;
  question: string;
  seeds: number[];
  /** The settings that all variants share, by top-level key. */
  settings: CanonicalSettings;
  /** Each variant with the top-level settings that not all share, in the order of the runs. */
  variants: { name: string; settings: CanonicalSettings }[];
}

/**
 * Resolved settings, some of them: paths in `data` are relative to the experiment file and
 * separated by `/`; the classes of pictures, whose order counts, are pairs of name and labels.
 */
export type CanonicalSettings = { [K in keyof ResolvedSettings]?: PlainValue };
