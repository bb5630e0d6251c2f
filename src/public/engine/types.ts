import type {
  InitializerOptions,
  Layer,
  LossOptions,
  Regularization,
} from "../../experiment/types.ts";

/** Numbers, or bytes such as pixels, which become numbers as they are. */
export type Values = Float32Array | Uint8Array;

/** Rows with what the network is to answer. */
export interface Rows {
  /** [rows, inputs], row after row. */
  inputs: Values;
  /**
   * [rows, outputs], row after row. Two classes: 0 or 1 for one output. More classes: one-hot. Else the
   * numbers themselves.
   */
  targets: Float32Array;
}

/** What computes; all have the same bits. `auto` is the fastest that passes its self-test here. */
export type Backend = "auto" | "reference" | "simd";

/** What a network is; the same settings as in an experiment, with the same defaults. */
export interface NetworkSettings {
  /** Columns of the inputs. */
  inputs: number;
  /** The layers from the first one to the output, which is dense; inputs are not a layer. */
  architecture: readonly Layer[];
  /** Of the initial weights, of shuffling and of dropout: 0 to 2³² − 1; default 1. */
  seed?: number;
  /** Initialisation of the weights of layers that don't name their own; default `he`. */
  init?: InitializerOptions;
  /** Initialisation of the biases of layers that don't name their own; default `zeros`. */
  biasInit?: InitializerOptions;
  /** Default: by the last activation, as in an experiment. */
  loss?: LossOptions;
  /** Default: none. What happens around updates is heeded by the network's optimizers. */
  regularization?: Regularization;
  /** Default `auto`. */
  backend?: Backend;
  /** Threads that may share an epoch, 1 or more; default 1. With more, dispose of the network. */
  threads?: number;
  /** Told where `auto` is not the fastest backend; default `console.warn`. */
  onWarning?: (text: string) => void;
}

/** An array that training changes. */
export interface Parameter {
  /** `layers.0.weight`, as in PyTorch. */
  readonly name: string;
  /** γ and β of a normalisation are `gain` and `shift`. */
  readonly kind: "weight" | "bias" | "gain" | "shift";
  /** [units, inputs] of weights, [units] of everything else. */
  readonly shape: readonly number[];
  /** Row-major; write to it to change the network. */
  readonly values: Float32Array;
  /** What {@linkcode Network.gradient} has found, of the same shape. */
  readonly gradient: Float32Array;
}

/** What {@linkcode Network.evaluate} finds. */
export interface Evaluation {
  /** Mean over rows (and outputs, unless the loss is of rows), without penalty. */
  loss: number;
  /** Share of right answers; absent where the network does not answer questions of yes or no or which. */
  accuracy?: number;
  /** [rows, outputs] The last layer's activations. */
  outputs: Float32Array;
}

/** How a gradient is taken. */
export interface GradientOptions {
  /**
   * Chooses what dropout leaves out, together with the seed and the place of a row; a whole number from
   * 0 to 2³² − 1. Default: another one with each call.
   */
  step?: number;
}

/** A network with its weights. */
export interface Network {
  /** Columns of the inputs. */
  readonly inputs: number;
  /** Units of the last layer. */
  readonly outputs: number;
  /** Of all layers, the first layer's first. */
  readonly parameters: readonly Parameter[];
  /** What computes: never `auto`. */
  readonly backend: "reference" | "simd";
  /**
   * Writes the gradient of the mean loss over the rows, penalties included, to the parameters, and returns
   * that loss, penalties not included, dropout in effect.
   *
   * @throws {RangeError} Arrays that don't fit the network, or no rows.
   */
  gradient(rows: Rows, options?: GradientOptions): number;
  /**
   * Loss, accuracy and outputs, without dropout.
   *
   * @throws {RangeError} Arrays that don't fit the network, or no rows.
   */
  evaluate(rows: Rows): Evaluation;
  /**
   * [rows, outputs] The last layer's activations.
   *
   * @throws {RangeError} An array that doesn't fit the network.
   */
  predict(inputs: Values): Float32Array;
  /**
   * The weights as a file in the format safetensors, which PyTorch reads too.
   *
   * @param metadata Texts that the file carries besides.
   */
  save(metadata?: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer>;
  /**
   * Takes weights from a safetensors file, such as one of `results/…/models/`. Optimizers keep what
   * they remember.
   *
   * @throws {Error} A file that is none, or with other tensors than the network's.
   */
  load(bytes: Uint8Array): void;
  /** Ends the threads; after it the network must not be used. Done by `using`. */
  [Symbol.dispose](): void;
}
