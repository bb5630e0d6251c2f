import { z } from "zod";
import { fileShape, namesFiles, namesFilesError, preparationShape } from "./preparation.ts";

const task = z.exactOptional(z.enum(["classification", "regression"]));

/** A name in every file, or one for each part. */
const arrayName = z.union([
  z.string().min(1),
  z.strictObject({
    train: z.string().min(1),
    validation: z.exactOptional(z.string().min(1)),
    test: z.exactOptional(z.string().min(1)),
  }),
]);

const namedArraysShape = {
  ...fileShape,
  /** The array of inputs; default: the one that is named like `x`, `train_set_x`, `images`. */
  inputs: z.exactOptional(arrayName),
  /** The array of labels; default: the one that is named like `y`, `train_set_y`, `labels`. */
  labels: z.exactOptional(arrayName),
  /** Names of the classes, or the array that holds them; default: `list_classes`, if there. */
  classes: z.exactOptional(z.union([z.string().min(1), z.array(z.string().min(1)).min(2)])),
  /** Default: what the labels look like; see `encodeTargets`. */
  task,
  ...preparationShape,
};

/** Checks the options of `hdf5` data. */
export const hdf5Schema = z.strictObject({ type: z.literal("hdf5"), ...namedArraysShape })
  .refine(namesFiles, namesFilesError);

/** Checks the options of `npz` data. */
export const npzSchema = z.strictObject({ type: z.literal("npz"), ...namedArraysShape })
  .refine(namesFiles, namesFilesError);

const npyPart = z.strictObject({
  /** The file of inputs, a row (of any shape) for each example. */
  inputs: z.string().min(1),
  /** The file of labels. */
  labels: z.string().min(1),
});

/** Checks the options of `npy` data. */
export const npySchema = z.strictObject({
  type: z.literal("npy"),
  /** Files of the training rows, or of all rows where they are still to be split. */
  train: npyPart,
  validation: z.exactOptional(npyPart),
  test: z.exactOptional(npyPart),
  /** Names of the classes, in the order of their labels. */
  classes: z.exactOptional(z.array(z.string().min(1)).min(2)),
  /** Default: what the labels look like; see `encodeTargets`. */
  task,
  ...preparationShape,
});

export type { Hdf5Options, NpyOptions, NpzOptions } from "./data_options.ts";
