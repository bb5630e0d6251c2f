import type { Written } from "../options.ts";
import { binaryCrossEntropy } from "./binary_cross_entropy.ts";
import { squaredError } from "./squared_error.ts";

export { bindLoss, defineLoss, type Loss } from "./loss.ts";

/** All losses by name. */
export const losses = {
  "binary-cross-entropy": binaryCrossEntropy,
  "squared-error": squaredError,
};

export type LossName = keyof typeof losses;

/** A loss in an experiment: its name, or an object with its name as `type`. */
export type LossOptions = Written<typeof losses>;
