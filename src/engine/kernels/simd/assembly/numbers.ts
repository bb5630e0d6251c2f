// What the module calls the members of the families. Both TypeScript and AssemblyScript read this
// file, so there is one table.

/** An activation of a unit by itself; gelu is two of them. */
export enum ActivationNumber {
  linear = 0,
  sigmoid = 1,
  tanh = 2,
  relu = 3,
  leakyRelu = 4,
  elu = 5,
  selu = 6,
  gelu = 7,
  geluByTanh = 8,
  silu = 9,
  softplus = 10,
}

/** An activation of a row. */
export enum RowActivationNumber {
  softmax = 0,
}

/** A loss of an output by itself. */
export enum LossNumber {
  binaryCrossEntropy = 0,
  squaredError = 1,
  absoluteError = 2,
  huber = 3,
  hinge = 4,
}

/** A loss of a row. */
export enum RowLossNumber {
  categoricalCrossEntropy = 0,
}
