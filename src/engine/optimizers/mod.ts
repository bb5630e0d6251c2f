import type { Written } from "../options.ts";
import { adam } from "./adam.ts";
import { gradientDescent } from "./gradient_descent.ts";
import { momentum } from "./momentum.ts";

export { defineOptimizer, type OptimizerDefinition, type StepContext } from "./optimizer.ts";

/** All optimizers by name. */
export const optimizers = {
  "gradient-descent": gradientDescent,
  momentum,
  adam,
};

export type OptimizerName = keyof typeof optimizers;

/** An optimizer in an experiment: its name, or an object with its name as `type`. */
export type OptimizerOptions = Written<typeof optimizers>;
