import type { LoadedData, Preprocessing } from "../data/types.ts";
import type { ResolvedExperiment, ResolvedSettings, Run } from "../experiment/types.ts";
import type { WeightTrace } from "./weight_trace.ts";

/** The parts of a data set, in the order every table shows them. */
export const partNames = ["train", "validation", "test"] as const;

export type PartName = typeof partNames[number];

/** What is measured on one part of the data. */
export interface Scores {
  /** Mean over the rows, without the penalties of regularisation. */
  loss: number;
  /** Share of rows (of labels: of answers) that are right, in [0, 1]; absent for regression. */
  accuracy?: number;
  /** What the experiment asks for besides, by the column's name without its part: `roc_auc`. */
  metrics?: Readonly<Record<string, number>>;
}

/** Scores of every part that exists. */
export interface PartScores {
  train: Scores;
  validation?: Scores;
  test?: Scores;
}

/** A row of curves.csv. */
export interface CurvePoint extends PartScores {
  /** From 1; measured before this epoch's first update, so `epoch − 1` epochs are trained. */
  epoch: number;
  learningRate: number;
}

/** What is seen of a layer on at most 64 training rows; the engine's `LayerStatistics` says how. */
export interface LayerStatistics {
  /** From 1. */
  layer: number;
  type: "dense" | "batch-norm" | "layer-norm";
  activation: string;
  units: number;
  activationMean: number;
  activationDeviation: number;
  /** Share of activations that are exactly 0. */
  zeroShare: number;
  /** Share of activations whose slope is below 0.01; absent where it is of a whole row. */
  flatShare?: number;
  /** Share of units whose slope is 0 on every row; absent where it is of a whole row. */
  deadShare?: number;
  /** Root mean square of the loss's gradient with respect to the weights. */
  gradientRms: number;
  /** Root mean square of the weights. */
  weightRms: number;
}

/** The layers of a run at a moment: rows of layers.csv. */
export interface LayerMoment {
  /** Epochs trained. */
  epochs: number;
  /** From the first to the last. */
  layers: LayerStatistics[];
}

/** A named tensor of a model: `layers.0.weight` as [units, inputs], `layers.0.bias` as [units]. */
export interface Tensor {
  name: string;
  shape: number[];
  /** Row-major. */
  values: Float32Array;
}

/** An answer that is wrong; of numbers, one that is far off. */
export interface Mistake {
  /** Place from 0 among the loaded rows that `AnswerRecord.source` names. */
  row: number;
  /** Which of several questions or numbers, from 0; absent where a row has a single answer. */
  output?: number;
  /** The class, a label's 0 or 1, or the target. */
  actual: number;
  /** What the network answered in its place. */
  answered: number;
  /** What the network gives its answer, in [0, 1]; absent where its outputs are no probabilities. */
  probability?: number;
}

/** What a run answers with the weights that `final` is measured with, on one part of the data. */
export interface AnswerRecord {
  /** The test part, without one the validation part, without that the training part. */
  part: PartName;
  /** The loaded part that its rows are from: `train` where they were split off. */
  source: PartName;
  task: "binary" | "multi-class" | "multi-label" | "regression";
  rows: number;
  /** Wrong answers: of rows, of labels one by one; absent for regression. */
  wrong?: number;
  /** How many different classes the rows were given; absent without classes. */
  classesAnswered?: number;
  /** `confusion[actual][answered]`: rows; absent without classes and with more than 20. */
  confusion?: number[][];
  /** For each label `[actual][answered]`: rows; absent without labels and with more than 20. */
  labels?: number[][][];
  /** The worst first: the surest of the wrong answers, the largest of the errors; at most 16. */
  mistakes: Mistake[];
}

/** One trained run. */
export interface RunResult {
  run: Run;
  /** Number of trainable values. */
  parameters: number;
  /** Epochs trained. */
  epochs: number;
  /** See `bestEpoch`. */
  bestEpoch: number;
  /**
   * `stopped` by early stopping before the last epoch; `halted` by a search because other trials were
   * better; `diverged` when the loss was not finite.
   */
  status: "finished" | "stopped" | "halted" | "diverged";
  /** The epoch (from 1) whose loss was the first that is not finite. */
  divergedAt?: number;
  curve: CurvePoint[];
  /** Before the first epoch, now and then, and when training ended, before any earlier weights were put back. */
  layers: LayerMoment[];
  /** Measured with the weights that the run ends with. */
  final: PartScores;
  /** Epochs trained of those weights, where they are not those of the last epoch. */
  restoredFrom?: number;
  /** Absent where the run diverged. */
  answers?: AnswerRecord;
  /** The weights that the run ends with. */
  weights: Tensor[];
  /** After `bestEpoch` epochs; absent where the run ends with the same. */
  bestWeights?: Tensor[];
  /** Digests of the weights on the way there, before any earlier ones were put back. */
  trace: WeightTrace;
  /** How new rows have to be prepared for these weights. */
  preprocessing: Preprocessing;
  /** Share of the most frequent class per part: the accuracy of always answering it. */
  majority?: Partial<Record<PartName, number>>;
  /** Wall time; only timing.csv shows it. */
  elapsedMs: number;
}

/** What was loaded for one set of data settings; runs that share the settings share the record. */
export interface DataRecord {
  settings: ResolvedSettings["data"];
  /** SHA-256 (hex) of what was loaded, from `LoadedData`. */
  digest: string;
  rows: { train: number; validation?: number; test?: number };
  /** Shape of one row of inputs: `[64, 64, 3]`. */
  inputShape: number[];
  classes?: string[];
}

/** A file that runs start from. */
export interface WeightsRecord {
  /** Relative to the experiment file. */
  path: string;
  /** SHA-256 (hex) of the whole file. */
  digest: string;
}

/** What a model takes for what: rows of data, counted. */
export interface Confusion {
  /** The model's run. */
  run: string;
  part: PartName;
  classes: string[];
  /** `counts[actual][predicted]`. */
  counts: number[][];
}

/** What a model says of every place of a plane, for data of two inputs. */
export interface Boundary {
  /** The model's run. */
  run: string;
  /** What the two inputs are called. */
  features: [x: string, y: string];
  classes: string[];
  /** The part of the plane that is looked at, in the data's own units. */
  x: [low: number, high: number];
  y: [low: number, high: number];
  /** Places in each direction: the middles of as many equal fields. */
  side: number;
  /**
   * `margins[class][row * side + column]`, rows from the lowest y on: by how much the model prefers the
   * class to the best other one, in [−1, 1] where it says probabilities. Only of class 1 where there
   * are two.
   */
  margins: Float32Array[];
  /** Rows of the data, some where there are many. */
  points: { part: PartName; x: number; y: number; class: number }[];
}

/** A fixed part of a sweep: of its runs those at the places `index − 1`, `index − 1 + of`, … from 0. */
export interface Shard {
  /** From 1 to `of`. */
  index: number;
  of: number;
}

/** All that the result files say, as values. */
export interface SweepResult {
  experiment: ResolvedExperiment;
  /** The experiment file relative to the project: `experiments/cat.ts`. */
  source: string;
  /** In the experiment's order; fewer than `expectedRuns` when the sweep was interrupted. */
  runs: RunResult[];
  /** One for each different `settings.data` among the runs, in order of appearance. */
  data: DataRecord[];
  /** What each run's rows were loaded as, by the run's name; without it, no row can be shown. */
  loaded?: ReadonlyMap<string, LoadedData>;
  /** Of the best run, where it has two inputs and tells classes apart. */
  boundary?: Boundary;
  /** The files that layers start from, where there are any. */
  initialWeights?: WeightsRecord[];
  /** SHA-256 (hex) of deno.lock. */
  lockDigest: string;
  numericsVersion: number;
  /** What to type to get these results again, without options that leave the bytes alone. */
  command: string;
  expectedRuns: number;
  /** Where only a part of the experiment was asked for: which, and the journal's key of each run by its name. */
  shard?: Shard & { keys: ReadonlyMap<string, string> };
  /** Runs that were given up while others went on, by name, and why; absent where there are none. */
  setAside?: { run: string; why: string }[];
  /** More lines for environment.json: `{ backend: "simd", threads: 2 }`. */
  environment?: Record<string, string | number | boolean>;
}
