import type { Written } from "../options.ts";
import { absoluteError } from "./absolute_error.ts";
import { binaryCrossEntropy } from "./binary_cross_entropy.ts";
import { categoricalCrossEntropy } from "./categorical_cross_entropy.ts";
import { hinge } from "./hinge.ts";
import { huber } from "./huber.ts";
import { squaredError } from "./squared_error.ts";

export { bindLoss, defineLoss, defineRowsLoss, type Loss, type RowsLoss } from "./loss.ts";

/** All losses of an output by itself, by name. */
export const outputLosses = {
  "binary-cross-entropy": binaryCrossEntropy,
  "squared-error": squaredError,
  "absolute-error": absoluteError,
  huber,
  hinge,
};

/** All losses of a whole row by name. */
export const rowLosses = { "categorical-cross-entropy": categoricalCrossEntropy };

/** All losses by name. */
export const losses = { ...outputLosses, ...rowLosses };

export type LossName = keyof typeof losses;

/** A loss in an experiment: its name, or an object with its name as `type`. */
export type LossOptions = Written<typeof losses>;
