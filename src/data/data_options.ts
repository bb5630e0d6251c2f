// Spelled out for those who read them; a test compares them with the schemas, which check them.

/** Fractions of the training rows for the other parts. */
export interface SplitOptions {
  /** Fraction of the training rows kept for validation, in [0, 1); default 0. */
  validation?: number;
  /** Fraction of the training rows kept for testing, in [0, 1); default 0. */
  test?: number;
  /** Every part gets the same shares of the classes; default false. */
  stratify?: boolean;
}

/**
 * How inputs are scaled before they reach the network:
 *
 * - `unit`: x / 255, for pixels;
 * - `standardize`: (x − mean) / deviation of each column, from the training rows;
 * - `none`: as they are;
 * - `auto` (the default): `unit` for bytes, that is pictures and other 8-bit arrays, else `none`.
 */
export type NormalizeName = "auto" | "unit" | "standardize" | "none";

/** What every kind of data has beside its own options. */
export interface PreparationOptions {
  /** Fractions of the training rows that become validation and test parts; default: none. */
  split?: SplitOptions;
  /** How inputs are scaled; default `auto`. */
  normalize?: NormalizeName;
}

/** The paths of formats that keep a part, or all of them, in one file: `path`, or the others. */
export interface FileOptions {
  /** The file (of pictures: the folder) with all rows; or give `train`. Relative to the experiment file. */
  path?: string;
  /** The file with the training rows. */
  train?: string;
  /** The file with the validation rows. */
  validation?: string;
  /** The file with the test rows. */
  test?: string;
}

/** Pictures in folders. */
export interface ImagesOptions extends FileOptions, PreparationOptions {
  /** Tells the kinds of data apart. */
  type: "images";
  /** `[height, width]` in pixels of the pictures that the network sees; default `[64, 64]`. */
  size?: [number, number];
  /**
   * `stretch` (the default) shrinks or stretches both sides to `size`; `cover` keeps the shape of
   * things and takes the middle of the picture.
   */
  resize?: "stretch" | "cover";
  /**
   * Where the class of a picture is read from. `folders`: the sub-folder it is in. `names`: its
   * file's name, up to the first dot (`cat.12.jpg`) or up to the number at the end (`cat_12.jpg`,
   * `cat12.jpg`). Default `auto`: `folders` where there are sub-folders, otherwise `names`.
   */
  labels?: "auto" | "folders" | "names";
  /**
   * Which labels make up which class: `{ "non-cat": ["dog", "other"], "cat": ["cat"] }`. The first
   * class gets label 0; names that are whole numbers come before others, as in every object.
   * Default: each label is a class, in code-unit order.
   */
  classes?: Record<string, string[]>;
}

/** A table of text. */
export interface CsvOptions extends FileOptions, PreparationOptions {
  /** Tells the kinds of data apart. */
  type: "csv";
  /** The column to predict: its name, or its place from 0. */
  target: string | number;
  /** The columns to predict from; default: all others. */
  features?: (string | number)[];
  /** Features made of words: one column of 0 and 1 for each, named `column=word`. */
  categorical?: (string | number)[];
  /** Whether the first line names the columns; default true. */
  header?: boolean;
  /**
   * What to do about missing values: refuse them, drop the row, or put the mean of the training
   * rows in their place (a row without a target is dropped then, too). Default `error`.
   */
  missing?: "error" | "drop" | "mean";
  /** What stands for a missing value; default an empty field and `NA`. */
  missingValues?: string[];
  /** What stands between fields; default a comma. */
  separator?: string;
  /** Default: `classification` where the target is text or has at most two values. */
  task?: "classification" | "regression";
}

/** The name of an array in every file, or one for each part. */
export type ArrayName = string | ArrayNames;

/** The name of an array in the file of each part. */
export interface ArrayNames {
  /** In the file with the training rows. */
  train: string;
  /** In the file with the validation rows. */
  validation?: string;
  /** In the file with the test rows. */
  test?: string;
}

/** Formats whose files hold arrays with names. */
export interface NamedArraysOptions extends FileOptions, PreparationOptions {
  /** The array of inputs; default: the one that is named like `x`, `train_set_x`, `images`. */
  inputs?: ArrayName;
  /** The array of labels; default: the one that is named like `y`, `train_set_y`, `labels`. */
  labels?: ArrayName;
  /** Names of the classes, or the array that holds them; default: `list_classes`, if there. */
  classes?: string | string[];
  /** Default: what the labels look like. */
  task?: "classification" | "regression";
}

/** Arrays in HDF5. */
export interface Hdf5Options extends NamedArraysOptions {
  /** Tells the kinds of data apart. */
  type: "hdf5";
}

/** Arrays of NumPy, several in a file. */
export interface NpzOptions extends NamedArraysOptions {
  /** Tells the kinds of data apart. */
  type: "npz";
}

/** The files of a part of `npy` data. */
export interface NpyPart {
  /** The file of inputs, a row (of any shape) for each example. */
  inputs: string;
  /** The file of labels. */
  labels: string;
}

/** Arrays of NumPy, one in a file. */
export interface NpyOptions extends PreparationOptions {
  /** Tells the kinds of data apart. */
  type: "npy";
  /** Files of the training rows, or of all rows where they are still to be split. */
  train: NpyPart;
  /** Files of the validation rows. */
  validation?: NpyPart;
  /** Files of the test rows. */
  test?: NpyPart;
  /** Names of the classes, in the order of their labels. */
  classes?: string[];
  /** Default: what the labels look like. */
  task?: "classification" | "regression";
}

/** The rows of a part of `inline` data. */
export interface InlinePart {
  /** A row of numbers for each example, all of one length. */
  inputs: number[][];
  /** A number for each example, or a row of numbers. */
  targets: number[] | number[][];
}

/** Rows in the experiment itself: those of training, and of other parts beside them. */
export interface InlineOptions extends InlinePart, PreparationOptions {
  /** Tells the kinds of data apart. */
  type: "inline";
  /** The validation rows. */
  validation?: InlinePart;
  /** The test rows. */
  test?: InlinePart;
  /** Names of the input columns. */
  features?: string[];
  /** Names of the classes, in the order of their labels 0, 1, …. */
  classes?: string[];
  /** Default: what the targets look like. */
  task?: "classification" | "regression";
}

/** Points in the plane that are made up. */
export interface GeneratedOptions extends PreparationOptions {
  /** Tells the kinds of data apart. */
  type: "generated";
  /** What the points of the classes look like. */
  shape: "two-moons" | "spiral" | "xor" | "blobs";
  /** Number of points, dealt to the classes in turn; default 200. */
  rows?: number;
  /** Standard deviation of the normal noise on both coordinates; default 0.1. */
  noise?: number;
  /** Number of classes, for `spiral` and `blobs`; default 2. */
  classes?: number;
  /** Seed of the noise, apart from the seeds of the runs; default 1. */
  seed?: number;
}

/** The `data` of an experiment. */
export type DataOptions =
  | ImagesOptions
  | CsvOptions
  | Hdf5Options
  | NpyOptions
  | NpzOptions
  | InlineOptions
  | GeneratedOptions;
