import type { RowActivation, ScalarActivation } from "../kernels/functions.ts";
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
  kinks?(settings: OptionValues<T>): readonly number[];
}

/**
 * An activation of all units of a row together. It has no derivative of its own: the loss that it
 * belongs to takes the logits.
 */
export interface OutputActivation<T extends OptionTable = OptionTable> extends FamilyMember<T> {
  readonly of: "rows";
  /** Writes a[from … from + U − 1] from the same places of z. */
  forwardRow(
    a: Float32Array,
    z: Float32Array,
    from: number,
    U: number,
    settings: OptionValues<T>,
  ): void;
}

/** Gives an activation its types: those of `settings` come from its options. */
export function defineActivation<const T extends OptionTable>(
  activation: Activation<T>,
): Activation<T> {
  return activation;
}

/** Gives an activation of rows its types. */
export function defineRowActivation<const T extends OptionTable>(
  activation: OutputActivation<T>,
): OutputActivation<T> {
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

/** The activation of rows that a member names, with its settings; `undefined` for all others. */
export function bindRowActivation(
  family: { readonly [name: string]: OutputActivation },
  member: Member,
): RowActivation | undefined {
  if (!Object.hasOwn(family, member.type)) return undefined;
  const { name, forwardRow } = family[member.type]!;
  return { name, settings: member, forwardRow };
}
