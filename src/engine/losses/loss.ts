import type { ActivationName } from "../activations/mod.ts";
import type { ScalarLoss } from "../kernels/functions.ts";
import { findMember } from "../members.ts";
import type { FamilyMember, Member, OptionTable, OptionValues } from "../options.ts";

/**
 * A loss of one output and its derivative, in double precision: p is the prediction, y the target.
 * A network's loss is the mean over rows and outputs.
 */
export interface Loss<T extends OptionTable = OptionTable> extends FamilyMember<T> {
  /** What p is: the last layer's logits z, or its activations. */
  readonly of: "logits" | "outputs";
  /** The only activation of the last layer that the loss makes sense with; any by default. */
  readonly requires?: ActivationName;
  value(p: number, y: number, settings: OptionValues<T>): number;
  /** dvalue/dp. */
  gradient(p: number, y: number, settings: OptionValues<T>): number;
}

/** Gives a loss its types: those of `settings` come from its options. */
export function defineLoss<const T extends OptionTable>(loss: Loss<T>): Loss<T> {
  return loss;
}

/** The loss that a member names, with its settings. */
export function bindLoss(
  family: { readonly [name: string]: Loss },
  member: Member,
): ScalarLoss & Pick<Loss, "requires"> {
  const { name, value, gradient, of, requires } = findMember(family, member.type, "loss");
  return { name, settings: member, value, gradient, of, ...(requires ? { requires } : {}) };
}
