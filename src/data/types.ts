import type { Examples, Matrix } from "../numerics/matrix.ts";

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
}

/** What a reader returns: decoded, neither split nor normalised. */
export interface LoadedData {
  /** `train` holds all rows where the data is still to be split. */
  parts: { train: Part; validation?: Part; test?: Part };
  /** Shape of one row of inputs: `[64, 64, 3]` for pictures, `[columns]` for tables. */
  inputShape: number[];
  /** Names of the input columns, for tables. */
  features?: string[];
  /** Names of the classes; a class's place in the list is its label. Absent for regression. */
  classes?: string[];
  /** SHA-256 (hex) over shapes, classes, features and every byte of inputs and targets. */
  digest: string;
}

/** Means and standard deviations of the training rows, for `standardize`. */
export interface Standardization {
  /** [columns] */
  mean: Float64Array;
  /** [columns] The population's (divided by the number of rows); 1 for a constant column. */
  deviation: Float64Array;
}

/** A data set split and normalised for one seed. */
export interface PreparedData {
  /** What the network is fitted to. */
  train: Examples;
  /** What settings may be chosen by, where there is such a part. */
  validation?: Examples;
  /** What nothing is chosen by, where there is such a part. */
  test?: Examples;
  /** Present under `standardize`. */
  standardization?: Standardization;
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
