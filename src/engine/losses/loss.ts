import type { ActivationName } from "../activations/mod.ts";
import type { RowLoss, ScalarLoss } from "../kernels/functions.ts";
import { findMember } from "../members.ts";
import type { FamilyMember, Member, OptionTable, OptionValues } from "../options.ts";

/** What losses of both kinds declare. */
interface LossBase<T extends OptionTable> extends FamilyMember<T> {
  /** The only activation of the last layer that the loss makes sense with; any by default. */
  readonly requires?: ActivationName;
  /**
   * The output from which on the answer to a yes-or-no question is yes. Given by losses that are
   * for such questions; with another loss it is 0.5.
   */
  readonly threshold?: number;
}

/**
 * A loss of one output and its derivative, in double precision: p is the prediction, y the target.
 * A network's loss is the mean over rows and outputs.
 */
export interface Loss<T extends OptionTable = OptionTable> extends LossBase<T> {
  /** What p is: the last layer's logits z, or its activations. */
  readonly of: "logits" | "outputs";
  value(p: number, y: number, settings: OptionValues<T>): number;
  /** dvalue/dp, at a kink the value of the side that its file names. */
  gradient(p: number, y: number, settings: OptionValues<T>): number;
  /** The p where the derivative jumps, for the target y; none by default. */
  kinks?(y: number, settings: OptionValues<T>): readonly number[];
}

/**
 * A loss of all outputs of a row together and its derivative, in double precision. A network's loss
 * is the mean over rows.
 */
export interface RowsLoss<T extends OptionTable = OptionTable> extends LossBase<T> {
  readonly of: "rows";
  /** Of the U logits z[from …] and the targets at the same places of y. */
  valueOfRow(
    z: Float32Array,
    y: Float32Array,
    from: number,
    U: number,
    settings: OptionValues<T>,
  ): number;
  /** Writes scale · ∂value/∂z to the same places of dz, rounded once to float32. */
  gradientOfRow(
    dz: Float32Array,
    z: Float32Array,
    y: Float32Array,
    from: number,
    U: number,
    scale: number,
    settings: OptionValues<T>,
  ): void;
}

/** Gives a loss its types: those of `settings` come from its options. */
export function defineLoss<const T extends OptionTable>(loss: Loss<T>): Loss<T> {
  return loss;
}

/** Gives a loss of rows its types. */
export function defineRowsLoss<const T extends OptionTable>(loss: RowsLoss<T>): RowsLoss<T> {
  return loss;
}

/** The loss that a member names, with its settings. */
export function bindLoss(
  family: { readonly [name: string]: Loss | RowsLoss },
  member: Member,
): (ScalarLoss | RowLoss) & Pick<Loss, "requires" | "threshold"> {
  return { ...findMember(family, member.type, "loss"), settings: member };
}
