import type { Written } from "../options.ts";
import { linear } from "./linear.ts";
import { relu } from "./relu.ts";
import { sigmoid } from "./sigmoid.ts";
import { tanh } from "./tanh.ts";

export { type Activation, bindActivation, defineActivation } from "./activation.ts";

/** All activations by name. */
export const activations = { linear, sigmoid, tanh, relu };

export type ActivationName = keyof typeof activations;

/** An activation in an experiment: its name, or an object with its name as `type`. */
export type ActivationOptions = Written<typeof activations>;
