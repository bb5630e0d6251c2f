import type { OptimizerRule } from "../kernels/functions.ts";
import type { FamilyMember, OptionTable, OptionValues } from "../options.ts";

/** What a step's numbers are made of. */
export interface StepContext {
  /** η of this step. */
  readonly learningRate: number;
  /** 1 for the first step. */
  readonly step: number;
}

/** One update rule with its explicit state. Kernels tell rules apart by their names. */
export interface OptimizerForm<T extends OptionTable = OptionTable> extends OptimizerRule {
  /** Names of the buffers that each parameter needs beside itself; they start at 0. */
  readonly state: readonly string[];
  /** How many numbers `prepare` writes. */
  readonly numbers: number;
  /** Writes the numbers that all elements share in this step; storing rounds them to float32. */
  prepare(numbers: Float32Array, context: StepContext, settings: OptionValues<T>): void;
  /**
   * Updates n elements of the weights w and of the state from the gradient g. Every operation
   * rounds to float32.
   */
  update(
    w: Float32Array,
    state: readonly Float32Array[],
    g: Float32Array,
    numbers: Float32Array,
    n: number,
  ): void;
}

/**
 * How weights follow their gradients. The definition is itself the rule of its default options;
 * options that need another rule, or more state, are served by `form`.
 */
export interface OptimizerDefinition<T extends OptionTable = OptionTable>
  extends FamilyMember<T>, OptimizerForm<T> {
  readonly name: string;
  /** The rule that the options ask for, where it is not the definition's own. */
  form?(settings: OptionValues<T>): OptimizerForm<T> | undefined;
}

/** Gives an optimizer its types: those of `settings` come from its options. */
export function defineOptimizer<const T extends OptionTable>(
  optimizer: OptimizerDefinition<T>,
): OptimizerDefinition<T> {
  return optimizer;
}
