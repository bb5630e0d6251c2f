import type { FamilyMember, OptionTable, OptionValues } from "../options.ts";
import type { Place, Stream } from "../../random/mod.ts";

/** Values of tensors by the path of their file, as the experiment has it, and by their name. */
export type StoredWeights = ReadonlyMap<string, ReadonlyMap<string, Float32Array>>;

/** The layer that a tensor belongs to, and where its draws stand in the stream. */
export interface InitializerContext {
  /** The stream `init` of the seed. */
  readonly stream: Stream;
  /** c0 is the layer, c1 the tensor: 0 weights, 1 biases. Element k of the tensor is draw k. */
  readonly place: Place;
  /** Inputs of the layer. */
  readonly fanIn: number;
  /** Units of the layer. */
  readonly fanOut: number;
  /** The tensor's name: `layers.0.weight`. */
  readonly tensor?: string;
  /** What was read from files. */
  readonly stored?: StoredWeights | undefined;
}

/** How a layer's weights [units, inputs] or biases [units] start. */
export interface Initializer<T extends OptionTable = OptionTable> extends FamilyMember<T> {
  /** Whether it is for weights only: biases are no matrix. */
  readonly needsMatrix?: boolean;
  /**
   * Writes every element of `values`.
   *
   * @throws {RangeError} for biases, where the initializer needs a matrix.
   */
  fill(values: Float32Array, context: InitializerContext, settings: OptionValues<T>): void;
}

/** Gives an initializer its types: those of `settings` come from its options. */
export function defineInitializer<const T extends OptionTable>(
  initializer: Initializer<T>,
): Initializer<T> {
  return initializer;
}
