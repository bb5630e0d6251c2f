import type { Written } from "../options.ts";
import { elu } from "./elu.ts";
import { gelu } from "./gelu.ts";
import { leakyRelu } from "./leaky_relu.ts";
import { linear } from "./linear.ts";
import { relu } from "./relu.ts";
import { selu } from "./selu.ts";
import { sigmoid } from "./sigmoid.ts";
import { silu } from "./silu.ts";
import { softmax } from "./softmax.ts";
import { softplus } from "./softplus.ts";
import { tanh } from "./tanh.ts";

export {
  type Activation,
  bindActivation,
  bindRowActivation,
  defineActivation,
  defineRowActivation,
  type OutputActivation,
} from "./activation.ts";

/** All activations of a unit by itself, by name: those that any layer may have. */
export const activations = {
  linear,
  sigmoid,
  tanh,
  relu,
  "leaky-relu": leakyRelu,
  elu,
  selu,
  gelu,
  silu,
  softplus,
};

/** All activations of a whole row by name: those that only the last layer may have. */
export const rowActivations = { softmax };

/** All activations by name: those that a last layer may have. */
export const outputActivations = { ...activations, ...rowActivations };

export type ActivationName = keyof typeof outputActivations;

/** An activation in an experiment: its name, or an object with its name as `type`. */
export type ActivationOptions = Written<typeof outputActivations>;
