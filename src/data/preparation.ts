import { z } from "zod";
import { normalizeNames } from "./preparation_defaults.ts";

const fraction = z.number().min(0).lt(1);

/** Checks `SplitOptions`. */
export const splitSchema = z.strictObject({
  /** Fraction of the training rows kept for validation, in [0, 1); default 0. */
  validation: z.exactOptional(fraction),
  /** Fraction of the training rows kept for testing, in [0, 1); default 0. */
  test: z.exactOptional(fraction),
  /** Every part gets the same shares of the classes; default false. */
  stratify: z.exactOptional(z.boolean()),
}).refine(({ validation = 0, test = 0 }) => validation + test < 1, {
  error: "validation and test together must be below 1: rows must be left for training",
});

/** Checks `NormalizeName`. */
export const normalizeSchema = z.enum(normalizeNames);

/** The two options that every kind of data has beside its own. */
export const preparationShape = {
  /** Fractions of the training rows that become validation and test parts. */
  split: z.exactOptional(splitSchema),
  /** How inputs are scaled; default `auto`. */
  normalize: z.exactOptional(normalizeSchema),
};

/** The paths of formats that keep a part, or all of them, in one file. */
export const fileShape = {
  /** The file with all rows; or give `train`. Relative to the experiment file. */
  path: z.exactOptional(z.string().min(1)),
  /** The file with the training rows. */
  train: z.exactOptional(z.string().min(1)),
  /** The file with the validation rows. */
  validation: z.exactOptional(z.string().min(1)),
  /** The file with the test rows. */
  test: z.exactOptional(z.string().min(1)),
};

/** Refuses `path` beside `train`, `validation` or `test`, and neither of them. */
export function namesFiles(
  options: { path?: string; train?: string; validation?: string; test?: string },
): boolean {
  return options.path === undefined
    ? options.train !== undefined
    : options.train === undefined && options.validation === undefined && options.test === undefined;
}

/** What is said where `namesFiles` is false. */
export const namesFilesError = {
  error: "give either path, one file with all rows, or train with test or validation beside it",
};

export type { NormalizeName, SplitOptions } from "./data_options.ts";
