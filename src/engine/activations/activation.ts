import type { ScalarActivation } from "../kernels/functions.ts";
import { findMember } from "../members.ts";
import type { FamilyMember, Member, OptionTable, OptionValues } from "../options.ts";

/**
 * An activation function of one unit and its derivative, in double precision: z is the logit, a the
 * activation. The kernels round once to float32.
 */
export interface Activation<T extends OptionTable = OptionTable> extends FamilyMember<T> {
  /** a(z). */
  forward(z: number, settings: OptionValues<T>): number;
  /** da/dz, at a kink the value of the side that its file names. */
  backward(z: number, a: number, settings: OptionValues<T>): number;
  /** The z where the derivative jumps; none by default. */
  readonly kinks?: readonly number[];
}

/** Gives an activation its types: those of `settings` come from its options. */
export function defineActivation<const T extends OptionTable>(
  activation: Activation<T>,
): Activation<T> {
  return activation;
}

/** The activation that a member names, with its settings. */
export function bindActivation(
  family: { readonly [name: string]: Activation },
  member: Member,
): ScalarActivation {
  const { name, forward, backward } = findMember(family, member.type, "activation");
  return { name, settings: member, forward, backward };
}
