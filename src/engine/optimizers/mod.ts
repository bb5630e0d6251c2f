import type { Written } from "../options.ts";
import { adadelta } from "./adadelta.ts";
import { adagrad } from "./adagrad.ts";
import { adam } from "./adam.ts";
import { adamax } from "./adamax.ts";
import { adamw } from "./adamw.ts";
import { gradientDescent } from "./gradient_descent.ts";
import { lion } from "./lion.ts";
import { momentum } from "./momentum.ts";
import { nadam } from "./nadam.ts";
import { rmsprop } from "./rmsprop.ts";

export {
  defineOptimizer,
  type OptimizerDefinition,
  type OptimizerForm,
  type StepContext,
} from "./optimizer.ts";

/** All optimizers by name. */
export const optimizers = {
  "gradient-descent": gradientDescent,
  momentum,
  adagrad,
  adadelta,
  rmsprop,
  adam,
  adamw,
  adamax,
  nadam,
  lion,
};

export type OptimizerName = keyof typeof optimizers;

/** An optimizer in an experiment: its name, or an object with its name as `type`. */
export type OptimizerOptions = Written<typeof optimizers>;
