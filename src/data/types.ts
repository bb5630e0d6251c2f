import type { Examples, Matrix } from "../numerics/matrix.ts";
import type { NormalizeName } from "./preparation.ts";

export type { Examples, Matrix };

/** Examples: a row of inputs and a row of targets for each. */
export interface Part {
  /** Pictures and bytes stay `Uint8Array` (0 to 255); everything else is `Float32Array`. */
  inputs: Matrix;
  /**
   * Two classes: one column of 0 and 1. K > 2 classes: K columns, one-hot. Otherwise: the numbers.
   */
  targets: Matrix<Float32Array>;
  /** What the user would call each row: a picture's path; absent for tables. */
  names?: string[];
  /** The line of the file that each row starts in, from 1; for tables from text files. */
  lines?: Uint32Array;
}

/** What a reader returns: decoded, neither split nor normalised. */
export interface LoadedData {
  /** `train` holds all rows where the data is still to be split. */
  parts: { train: Part; validation?: Part; test?: Part };
  /** Shape of one row of inputs: `[64, 64, 3]` for pictures, `[columns]` for tables. */
  inputShape: number[];
  /** Names of the input columns, for tables. */
  features?: string[];
  /** How columns of the table became the input columns, where columns have names. */
  encoding?: FeatureEncoding[];
  /** Whether rows may have missing values, which the means of the training rows replace. */
  imputes?: boolean;
  /** Names of the classes; a class's place in the list is its label. Absent for regression. */
  classes?: string[];
  /** SHA-256 (hex) over shapes, classes, features and every byte of inputs and targets. */
  digest: string;
}

/** How one column of a table becomes input columns. */
export interface FeatureEncoding {
  /** Its name. */
  column: string;
  /** For a column of words: one input column of 0 and 1 for each, in this order. */
  words?: string[];
}

/** What was done to the training rows and has to be done to every row that the network sees. */
export interface Preprocessing {
  /** Shape of one row of inputs: `[64, 64, 3]` for pictures, `[columns]` for tables. */
  inputShape: number[];
  /** Whether inputs are whole numbers from 0 to 255. */
  bytes: boolean;
  normalize: Exclude<NormalizeName, "auto">;
  /** Means of the training rows, column by column: under `standardize`, and to replace NaN. */
  mean?: number[];
  /**
   * Standard deviations of the training rows, under `standardize`: the population's (divided by the
   * number of rows), 1 for a constant column.
   */
  deviation?: number[];
  /** Absent where columns have no names. */
  encoding?: FeatureEncoding[];
  /** Absent for regression. */
  classes?: string[];
}

/** A data set split and normalised for one seed. */
export interface PreparedData {
  /** What the network is fitted to. */
  train: Examples;
  /** What settings may be chosen by, where there is such a part. */
  validation?: Examples;
  /** What nothing is chosen by, where there is such a part. */
  test?: Examples;
  /** How new rows are to be prepared. */
  preprocessing: Preprocessing;
}

/** Reports progress of a long load: `done` of `total` items. */
export type Progress = (done: number, total: number) => void;

/** What every reader gets beside its own options. */
export interface LoadContext {
  /** Absolute folder that relative paths start from: the experiment file's. */
  folder: string;
  /** Absolute folder for decoded pictures; nothing is cached when absent. */
  cache?: string;
  /** Called while pictures are decoded. */
  progress?: Progress;
}
