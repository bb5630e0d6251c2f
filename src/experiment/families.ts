import { outputActivations } from "../engine/activations/mod.ts";
import { initializers } from "../engine/initializers/mod.ts";
import { losses } from "../engine/losses/mod.ts";
import type { Family } from "../engine/options.ts";
import { optimizers } from "../engine/optimizers/mod.ts";
import { schedules } from "../engine/schedules/mod.ts";

/** Where a family's members are named: the key in the settings or in a layer. */
export type MemberKey = "activation" | "init" | "biasInit" | "loss" | "optimizer" | "schedule";

/** The members that a key may name. */
export const families: { readonly [K in MemberKey]: Family } = {
  activation: outputActivations,
  init: initializers,
  biasInit: initializers,
  loss: losses,
  optimizer: optimizers,
  schedule: schedules,
};

/** The member that stands where a key is left out; the loss depends on the last layer. */
export const defaultMembers = {
  activation: "linear",
  init: "he",
  biasInit: "zeros",
  optimizer: "gradient-descent",
  schedule: "constant",
} as const satisfies { readonly [K in Exclude<MemberKey, "loss">]: string };

/** Whether a key names a member of a family. */
export function isMemberKey(key: string): key is MemberKey {
  return Object.hasOwn(families, key);
}

/**
 * A member in its long form: a name becomes `{ type: name }`, and nothing becomes the default
 * member of its key. Everything else is returned as it is.
 */
export function longForm(key: MemberKey, written: unknown): unknown {
  if (typeof written === "string") return { type: written };
  if (written === undefined && key !== "loss") return { type: defaultMembers[key] };
  return written;
}
