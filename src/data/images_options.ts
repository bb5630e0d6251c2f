import { z } from "zod";
import { imageLabelNames, resizeNames } from "./images/settings.ts";
import { fileShape, namesFiles, preparationShape } from "./preparation.ts";

const side = z.int().min(1).max(1024);

/** Checks the options of `images` data. */
export const imagesSchema = z.strictObject({
  type: z.literal("images"),
  ...fileShape,
  /** `[height, width]` in pixels of the pictures that the network sees; default `[64, 64]`. */
  size: z.exactOptional(z.tuple([side, side])),
  /**
   * `stretch` (the default) shrinks or stretches both sides to `size`; `cover` keeps the shape of
   * things and takes the middle of the picture.
   */
  resize: z.exactOptional(z.enum(resizeNames)),
  /**
   * Where the class of a picture is read from. `folders`: the sub-folder it is in. `names`: its
   * file's name, up to the first dot (`cat.12.jpg`) or up to the number at the end (`cat_12.jpg`,
   * `cat12.jpg`). Default `auto`: `folders` where there are sub-folders, otherwise `names`.
   */
  labels: z.exactOptional(z.enum(imageLabelNames)),
  /**
   * Which labels make up which class: `{ "non-cat": ["dog", "other"], "cat": ["cat"] }`. The first
   * class gets label 0; names that are whole numbers come before others, as in every object.
   * Default: each label is a class, in code-unit order.
   */
  classes: z.exactOptional(
    z.record(z.string().min(1), z.array(z.string().min(1)).min(1))
      .refine((classes) => Object.keys(classes).length >= 2, {
        error: "there must be at least two classes",
      })
      .refine((classes) => repeatedLabel(classes) === undefined, {
        error: ({ input }) =>
          `label "${
            repeatedLabel(input as Record<string, string[]>)
          }" is listed twice: a picture has one class`,
      }),
  ),
  ...preparationShape,
}).refine(namesFiles, {
  error: "give either path, one folder with all pictures, " +
    "or train with test or validation beside it",
});

function repeatedLabel(classes: Record<string, string[]>): string | undefined {
  const labels = Object.values(classes).flat();
  return labels.find((label, index) => labels.indexOf(label) !== index);
}

export type { ImagesOptions } from "./data_options.ts";
