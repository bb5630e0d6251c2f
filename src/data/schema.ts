import { z } from "zod";
import { hdf5Schema, npySchema, npzSchema } from "./array_options.ts";
import { csvSchema } from "./csv_options.ts";
import { generatedSchema } from "./generated_options.ts";
import { imagesSchema } from "./images_options.ts";
import { inlineSchema } from "./inline_options.ts";

/** Checks the `data` of an experiment: the options of one reader, told apart by `type`. */
export const dataSchema = z.discriminatedUnion("type", [
  imagesSchema,
  csvSchema,
  hdf5Schema,
  npySchema,
  npzSchema,
  inlineSchema,
  generatedSchema,
]);

export type { DataOptions } from "./data_options.ts";
