import { z } from "zod";
import { fileShape, namesFiles, namesFilesError, preparationShape } from "./preparation.ts";

const column = z.union([z.string().min(1), z.int().min(0)]);

/** Checks the options of `csv` data. */
export const csvSchema = z.strictObject({
  type: z.literal("csv"),
  ...fileShape,
  /** The column to predict: its name, or its place from 0. */
  target: column,
  /** The columns to predict from; default: all others. */
  features: z.exactOptional(z.array(column).min(1)),
  /** Features made of words: one column of 0 and 1 for each, named `column=word`. */
  categorical: z.exactOptional(z.array(column)),
  /** Whether the first line names the columns; default true. */
  header: z.exactOptional(z.boolean()),
  /**
   * What to do about missing values: refuse them, drop the row, or put the mean of the training
   * rows in their place (a row without a target is dropped then, too). Default `error`.
   */
  missing: z.exactOptional(z.enum(["error", "drop", "mean"])),
  /** What stands for a missing value; default an empty field and `NA`. */
  missingValues: z.exactOptional(z.array(z.string())),
  /** What stands between fields; default a comma. */
  separator: z.exactOptional(z.string().length(1)),
  /** Default: `classification` where the target is text or has at most two values. */
  task: z.exactOptional(z.enum(["classification", "regression"])),
  ...preparationShape,
}).refine(namesFiles, namesFilesError);

export type { CsvOptions } from "./data_options.ts";
