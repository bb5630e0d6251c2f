import { z } from "zod";
import { preparationShape } from "./preparation.ts";

const partShape = {
  /** A row of numbers for each example, all of one length. */
  inputs: z.array(z.array(z.number()).min(1)).min(1),
  /** A number for each example, or a row of numbers. */
  targets: z.union([z.array(z.number()).min(1), z.array(z.array(z.number()).min(1)).min(1)]),
};

/** Checks the options of `inline` data. */
export const inlineSchema = z.strictObject({
  type: z.literal("inline"),
  ...partShape,
  validation: z.exactOptional(z.strictObject(partShape)),
  test: z.exactOptional(z.strictObject(partShape)),
  /** Names of the input columns. */
  features: z.exactOptional(z.array(z.string().min(1)).min(1)),
  /** Names of the classes, in the order of their labels 0, 1, …. */
  classes: z.exactOptional(z.array(z.string().min(1)).min(2)),
  /** Default: what the targets look like; see `encodeTargets`. */
  task: z.exactOptional(z.enum(["classification", "regression"])),
  ...preparationShape,
});

export type { InlineOptions } from "./data_options.ts";
