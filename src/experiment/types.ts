import type { DataOptions, NormalizeName, SplitOptions } from "../data/data_options.ts";
import type { BatchNormSpec, DenseSpec, LayerNormSpec } from "../engine/mod.ts";
import type { Member } from "../engine/options.ts";
import type {
  ActivationOptions,
  InitializerOptions,
  LossOptions,
  MetricOptions,
  OptimizerOptions,
  ScheduleOptions,
} from "./member_options.ts";
import type { ResolvedEarlyStopping } from "./early_stopping.ts";

export type {
  ActivationOptions,
  DataOptions,
  InitializerOptions,
  LossOptions,
  Member,
  MetricOptions,
  NormalizeName,
  OptimizerOptions,
  ResolvedEarlyStopping,
  ScheduleOptions,
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

/** A layer as written in an experiment file: dense unless it says otherwise. */
export type Layer = DenseLayer | BatchNormLayer | LayerNormLayer;

/** A fully connected layer. */
export interface DenseLayer {
  /** May be left out. */
  type?: "dense";
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

/**
 * What layers that normalise have in common. Their γ and β start at 1 and 0 and are trained; penalties,
 * decay and limits of norms leave them alone.
 */
export interface NormalizationLayer {
  /** ε, added to the variance inside the root; above 0, default 1e-5. */
  epsilon?: number;
  /** What is applied to the normalised values; default `linear`. */
  activation?: ActivationOptions;
  /** Probability that an output is left out of a step, in [0, 1); default 0. */
  dropout?: number;
}

/**
 * Normalises the outputs of the layer before it, or the inputs where it is the first, each unit over
 * the rows of the step: γ·(x − mean) / √(variance + ε) + β. Evaluation uses running estimates of mean
 * and variance. To normalise before an activation, leave it out of the layer before and give it here.
 *
 * Source: Ioffe & Szegedy, Batch Normalization, ICML 2015.
 */
export interface BatchNormLayer extends NormalizationLayer {
  /** Tells the kinds of layers apart. */
  type: "batch-norm";
  /** Share of a new batch in the running estimates, as in PyTorch; above 0 to 1, default 0.1. */
  momentum?: number;
}

/**
 * Normalises the outputs of the layer before it, or the inputs where it is the first, each row over
 * its units.
 *
 * Source: Ba, Kiros & Hinton, Layer Normalization, 2016.
 */
export interface LayerNormLayer extends NormalizationLayer {
  /** Tells the kinds of layers apart. */
  type: "layer-norm";
}

/** What keeps weights and steps small, or units independent of each other; all of it 0 by default. */
export interface Regularization {
  /** λ of the penalty λ·Σ|w| over weights, not biases; 0 or more. With `l2` the elastic net. */
  l1?: number;
  /** λ of the penalty (λ/2)·Σw² over weights, not biases; 0 or more. */
  l2?: number;
  /** Probability that a hidden unit is left out of a step, in [0, 1). */
  dropout?: number;
  /** Probability that an input is left out of a step, in [0, 1). */
  inputDropout?: number;
  /** λ of the decoupled decay w ← w − η·λ·w of weights, not biases, before each update; 0 or more. */
  weightDecay?: number;
  /** Largest norm of the weights into a unit, kept after each update; 0 for no limit. */
  maxNorm?: number;
  /** Largest absolute value of an element of the gradient; 0 for no limit. Before `clipNorm`. */
  clipValue?: number;
  /** Largest norm of the gradient of all parameters together; 0 for no limit. */
  clipNorm?: number;
}

/**
 * Ends a run when the validation part has brought nothing new for a while. It is looked at after every
 * epoch; a score that is not a number brings nothing.
 *
 * Source: Prechelt, Early Stopping – But When?, 1998; Goodfellow, Bengio, Courville, Deep Learning,
 * 2016, algorithm 7.1. Keras's `EarlyStopping` has the same options and stops in the same epoch.
 */
export interface EarlyStopping {
  /** What is watched: `loss` must fall, or `accuracy` rise; default `loss`. */
  metric?: "loss" | "accuracy";
  /** Training stops after so many epochs in a row without improvement; 1 or more, default 10. */
  patience?: number;
  /** By how much a score must be better than the best one to count as improvement; default 0. */
  minDelta?: number;
  /** Whether the run ends with the weights of its best epoch, however it ended; default true. */
  restoreBest?: boolean;
}

/** What one run is trained with. */
export interface Settings {
  /** Where the examples come from, how they are split and scaled. */
  data: DataOptions;
  /** The layers from the first one to the output, which is dense; inputs are not a layer. */
  architecture: readonly Layer[];
  /** Initialisation of the weights of layers that don't name their own; default `he`. */
  init?: InitializerOptions;
  /**
   * Initialisation of the biases of layers that don't name their own; default: the file that the
   * weights come from, otherwise `zeros`.
   */
  biasInit?: InitializerOptions;
  /**
   * What is minimised; default: `binary-cross-entropy` where the last activation is `sigmoid`,
   * `categorical-cross-entropy` where it is `softmax`, otherwise `squared-error`.
   */
  loss?: LossOptions;
  /** Default: none. */
  regularization?: Regularization;
  /** How weights follow the gradient; default `gradient-descent`. */
  optimizer?: OptimizerOptions;
  /** How the learning rate changes, from the optimizer's `learningRate`; default `constant`. */
  schedule?: ScheduleOptions;
  /** Passes over the training data, 1 to 100,000,000; default 100. */
  epochs?: number;
  /** Default: a run trains all its epochs. Needs a validation part. */
  earlyStopping?: EarlyStopping;
  /** Rows a step, 1 or more; default `"full"`, all of them. */
  batchSize?: "full" | number;
  /** Whether each epoch takes the rows in a new order; default true. Without effect on `"full"`. */
  shuffle?: boolean;
  /** A row in curves.csv every so many epochs; default ⌈epochs / 200⌉. */
  recordEvery?: number;
  /**
   * What is measured beside loss and accuracy, a column each after them; default: nothing. Accuracy
   * is always measured where there are classes or labels.
   */
  metrics?: readonly MetricOptions[];
}

/** Some of the settings, at any depth; `null` takes a key back to its default. See `applyPatch`. */
export type Patch = { readonly [K in keyof Settings]?: PartialDeep<Settings[K]> | null };

/** Some keys of an object, at any depth, or `null` in their place; lists as a whole. */
export type PartialDeep<T> = T extends readonly unknown[] ? T
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
  /** Settings drawn at random; each trial is a variant, times the variants, points and grid. */
  search?: RandomSearch | SuccessiveHalving | ListedTrials;
}

/**
 * Draws settings from a space. The same search has the same trials everywhere, and a longer one has
 * those of a shorter one as its first.
 */
export interface RandomSearch {
  /** The strategy: every trial is drawn by itself. */
  type: "random";
  /** How many trials, 1 to 100,000. */
  runs: number;
  /** What the draws follow from, a whole number from 0 to 2³²−1; default 1. */
  seed?: number;
  /** What is drawn, by paths such as `optimizer.learningRate`. */
  space: { readonly [path: string]: SearchRange };
}

/** How trials are halted that promise less than others. */
export interface HalvingOptions {
  /** Epochs after which trials are first compared; 1 or more, below `epochs`. */
  minEpochs: number;
  /** One of so many trials goes on from each rung to the next, which is so many times as long; 2 to 100, default 3. */
  reduction?: number;
  /**
   * What trials are compared by, on the validation part or, without one, the training part: `loss`,
   * `accuracy`, or the name of a column that the experiment's `metrics` add, such as `roc_auc`; default
   * `loss`. The mean over the seeds counts.
   */
  metric?: string;
}

/**
 * A random search that halts trials early: all are trained for `minEpochs`, of each so many the best
 * goes on to `reduction` times as many, and so on up to `epochs`. A rung is decided when all of its
 * trials are there, so the same trials go on wherever and in whatever order they are trained. The
 * trials of each variant, point and cell of the grid are among themselves.
 *
 * Source: Jamieson & Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter
 * Optimization, AISTATS 2016; the rungs of Li et al., A System for Massively Parallel Hyperparameter
 * Tuning, MLSys 2020, algorithm 1.
 */
export interface SuccessiveHalving extends Omit<RandomSearch, "type">, HalvingOptions {
  /** Tells the kinds of searches apart. */
  type: "successive-halving";
}

/** A search whose trials are the variants themselves: the form that it has in a manifest. */
export interface ListedTrials extends ResolvedSearch {
  /** Tells the kinds of searches apart. */
  type: "trials";
}

/** A search as its runs and results know it. */
export interface ResolvedSearch {
  /** How many variants in a row are trials of each other; together all variants. */
  brackets: readonly number[];
  /** What was drawn; what the command line decided is not. */
  space: { readonly [path: string]: SearchRange };
  /** Absent where every trial is trained to its end. */
  halving?: Required<HalvingOptions>;
}

/** What a setting is drawn from; numbers have six digits. */
export type SearchRange =
  /** Every number from `low` to `high` alike. */
  | { type: "uniform"; low: number; high: number }
  /** Every order of magnitude alike; `low` above 0. */
  | { type: "log-uniform"; low: number; high: number }
  /** Whole numbers, both ends included; with `scale: "log"` every order of magnitude alike. */
  | { type: "integer"; low: number; high: number; scale?: "linear" | "log" }
  /** One of a list. */
  | { type: "choice"; values: readonly PlainValue[] };

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
  schedule: Member;
  epochs: number;
  earlyStopping: ResolvedEarlyStopping | null;
  batchSize: "full" | number;
  shuffle: boolean;
  recordEvery: number;
  /** Absent where the experiment asks for none. */
  metrics?: Member[];
}

/** The data of a run, with its split and its scaling spelled out. */
export type ResolvedData = DataOptions & {
  split: Required<SplitOptions>;
  normalize: NormalizeName;
};

/** A layer with nothing left to look up; the type of a dense one is left out. */
export type ResolvedLayer = DenseSpec | BatchNormSpec | LayerNormSpec;

/** One training: a variant's settings with one seed. */
export interface Run {
  /** Readable and stable: `he-seed1`. */
  name: string;
  /** The run's name without its seed; runs that share it differ in the seed only. */
  variant: string;
  seed: number;
  settings: ResolvedSettings;
  /** Epochs after which it is halted, below those of its settings; absent where it is trained to its end. */
  stopAfter?: number;
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
  /** Absent where nothing is searched. */
  search?: ResolvedSearch;
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
  /** Absent where nothing is searched. */
  search?: ResolvedSearch;
}

/**
 * Resolved settings, some of them: paths in `data` are relative to the experiment file and
 * separated by `/`; the classes of pictures, whose order counts, are pairs of name and labels.
 */
export type CanonicalSettings = { [K in keyof ResolvedSettings]?: PlainValue };
