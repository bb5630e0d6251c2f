/** A matrix in row-major order: `values[row * columns + column]`. */
export interface Matrix<T extends Uint8Array | Float32Array = Uint8Array | Float32Array> {
  /** Backed by a SharedArrayBuffer where workers are to share one copy. */
  values: T;
  rows: number;
  columns: number;
}

/** Rows of inputs and targets, ready for the engine. */
export interface Examples {
  /** Pictures and bytes stay `Uint8Array` (0 to 255); everything else is `Float32Array`. */
  inputs: Matrix;
  /** Two classes: one column of 0 and 1. K > 2 classes: K columns, one-hot. Else the numbers. */
  targets: Matrix<Float32Array>;
  /** The rows of `inputs` and `targets` that belong here, ascending; all of them when absent. */
  rows?: Uint32Array;
  /** The engine multiplies inputs by this: 1/255 for `unit` on bytes, otherwise 1. */
  inputScale: number;
}
