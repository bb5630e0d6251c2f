import type {
  MaskSource,
  OptimizerRule,
  RowActivation,
  RowLoss,
  ScalarActivation,
  ScalarLoss,
} from "./functions.ts";

import type { Planner } from "./plan.ts";

/** Row-major inputs: numbers, or bytes that stand for numbers from 0 to 255. */
export type Values = Uint8Array | Float32Array;

/**
 * What the engine computes with. `reference.ts` defines each operation and its order, hence every
 * bit of every result; another backend has the same bits.
 *
 * Arguments come as outputs, inputs, sizes. `B` rows, `I` inputs, `U` units; matrices are
 * row-major: x [B, I], w [U, I], b [U], z [B, U]. Where a kernel takes `first`, its x is a longer
 * matrix and row 0 of the block is row `first` of it.
 */
export interface Kernels {
  readonly name: string;
  /** Whether x may live in any memory; otherwise only in the arena's. */
  readonly readsAnyMemory: boolean;

  /** z[r,u] = Σᵢ x[r,i]·w[u,i] + b[u]. */
  linearForward(
    z: Float32Array,
    x: Float32Array,
    w: Float32Array,
    b: Float32Array,
    B: number,
    I: number,
    U: number,
    first: number,
  ): void;
  /** z[r,u] = scale·Σᵢ x[r,i]·w[u,i] + b[u], x in bytes. */
  linearForwardBytes(
    z: Float32Array,
    x: Uint8Array,
    w: Float32Array,
    b: Float32Array,
    scale: number,
    B: number,
    I: number,
    U: number,
    first: number,
  ): void;
  /** g[u,i] += Σᵣ d[r,u]·x[r,i]. */
  weightGradient(
    g: Float32Array,
    d: Float32Array,
    x: Float32Array,
    B: number,
    I: number,
    U: number,
    first: number,
  ): void;
  /** g[u,i] += Σᵣ (scale·d[r,u])·x[r,i], x in bytes. */
  weightGradientBytes(
    g: Float32Array,
    d: Float32Array,
    x: Uint8Array,
    scale: number,
    B: number,
    I: number,
    U: number,
    first: number,
  ): void;
  /** g[u] += Σᵣ d[r,u]. */
  biasGradient(g: Float32Array, d: Float32Array, B: number, U: number): void;
  /** dx[r,i] = Σᵤ d[r,u]·w[u,i]. */
  inputGradient(
    dx: Float32Array,
    d: Float32Array,
    w: Float32Array,
    B: number,
    I: number,
    U: number,
  ): void;

  /** a = activation(z), n elements. */
  activationForward(a: Float32Array, z: Float32Array, f: ScalarActivation, n: number): void;
  /** dz = da·activation′(z), n elements; dz may be da. */
  activationBackward(
    dz: Float32Array,
    da: Float32Array,
    z: Float32Array,
    a: Float32Array,
    f: ScalarActivation,
    n: number,
  ): void;
  /** The sum of the losses over the last layer's n logits. */
  lossForward(
    z: Float32Array,
    y: Float32Array,
    loss: ScalarLoss,
    activation: ScalarActivation,
    n: number,
  ): number;
  /** dz = scale·∂loss/∂z of the last layer, n elements. */
  lossBackward(
    dz: Float32Array,
    z: Float32Array,
    y: Float32Array,
    loss: ScalarLoss,
    activation: ScalarActivation,
    scale: number,
    n: number,
  ): void;
  /** a[r] = activation(z[r]) of B rows of U logits. */
  rowActivationForward(
    a: Float32Array,
    z: Float32Array,
    f: RowActivation,
    B: number,
    U: number,
  ): void;
  /** The sum of the losses of B rows of U logits. */
  rowLossForward(z: Float32Array, y: Float32Array, loss: RowLoss, B: number, U: number): number;
  /** dz = scale·∂loss/∂z of the last layer, B rows of U logits. */
  rowLossBackward(
    dz: Float32Array,
    z: Float32Array,
    y: Float32Array,
    loss: RowLoss,
    scale: number,
    B: number,
    U: number,
  ): void;
  /** out = x·m, n elements; out may be x. */
  multiply(out: Float32Array, x: Float32Array, m: Float32Array, n: number): void;
  /** out += k·x, n elements. */
  addScaled(out: Float32Array, x: Float32Array, k: number, n: number): void;
  /** out += k·x with the factor factors[index], n elements. */
  addScaledBy(
    out: Float32Array,
    x: Float32Array,
    factors: Float32Array,
    index: number,
    n: number,
  ): void;
  /** out += k·sign(x), n elements. */
  addSign(out: Float32Array, x: Float32Array, k: number, n: number): void;
  /** Σ x² over n elements from `first` on, in double precision. */
  sumOfSquares(x: Float32Array, first: number, n: number): number;
  /** x = k·x, n elements from `first` on. */
  scale(x: Float32Array, k: number, first: number, n: number): void;
  /** x = the nearest number between −limit and limit, n elements. */
  clip(x: Float32Array, limit: number, n: number): void;
  /** Scales all gradients by one factor, where their norm is above the limit. */
  clipNorm(gradients: readonly Float32Array[], limit: number): void;
  /** Scales each row of w [U, I] whose norm is above the limit. */
  limitNorms(w: Float32Array, limit: number, U: number, I: number): void;
  /** mask [B, U]: 0 where a unit of one of the B rows is dropped, the source's `kept` elsewhere. */
  dropoutMask(
    mask: Float32Array,
    rows: Uint32Array,
    source: MaskSource,
    epoch: number,
    B: number,
    U: number,
  ): void;
  /** out = (scale·x)·mask, n elements, those of x from `first` on. */
  dropInputs(
    out: Float32Array,
    x: Values,
    mask: Float32Array,
    scale: number,
    first: number,
    n: number,
  ): void;
  /** out = scale·x, n elements, those of x from `first` on. */
  scaleInputs(out: Float32Array, x: Values, scale: number, first: number, n: number): void;
  /** sums[u] += Σᵣ x[r,u], in double precision. */
  columnSums(sums: Float64Array, x: Float32Array, B: number, U: number): void;
  /** sums[u] += Σᵣ (x[r,u] − means[u])², in double precision. */
  columnSquares(
    sums: Float64Array,
    x: Float32Array,
    means: Float64Array,
    B: number,
    U: number,
  ): void;
  /** sums[u] += Σᵣ x[r,u]·y[r,u], in double precision. */
  columnProducts(
    sums: Float64Array,
    x: Float32Array,
    y: Float32Array,
    B: number,
    U: number,
  ): void;
  /**
   * Turns sums over n rows into means, exact and rounded; running = (1 − momentum)·running +
   * momentum·mean. The sums become 0. All [U].
   */
  batchMeans(
    means: Float32Array,
    exact: Float64Array,
    running: Float32Array,
    sums: Float64Array,
    n: number,
    momentum: number,
    U: number,
  ): void;
  /**
   * Turns sums of squares over n rows, 2 or more, into inverse = 1 / √(variance + ε); running follows
   * the variance that divides by n − 1. The sums become 0. All [U].
   */
  batchInverses(
    inverse: Float32Array,
    running: Float32Array,
    sums: Float64Array,
    n: number,
    momentum: number,
    epsilon: number,
    U: number,
  ): void;
  /** Stores sums over n rows as a gradient, and their means. The sums become 0. All [U]. */
  batchGradients(
    gradient: Float32Array,
    means: Float32Array,
    sums: Float64Array,
    n: number,
    U: number,
  ): void;
  /** Takes means and inverse = 1 / √(variance + ε) from the running estimates. All [U]. */
  runningStatistics(
    means: Float32Array,
    inverse: Float32Array,
    runningMeans: Float32Array,
    runningVariances: Float32Array,
    epsilon: number,
    U: number,
  ): void;
  /**
   * normalized = (x − mean)·inverse, mean and inverse [U]; z = gain·normalized + shift. Normalized
   * may be x.
   */
  normalizeColumns(
    z: Float32Array,
    normalized: Float32Array,
    x: Float32Array,
    mean: Float32Array,
    inverse: Float32Array,
    gain: Float32Array,
    shift: Float32Array,
    B: number,
    U: number,
  ): void;
  /** dx = gain·inverse·(dz − mean − normalized·product), mean and product [U]. */
  columnsInputGradient(
    dx: Float32Array,
    dz: Float32Array,
    normalized: Float32Array,
    mean: Float32Array,
    product: Float32Array,
    inverse: Float32Array,
    gain: Float32Array,
    B: number,
    U: number,
  ): void;
  /**
   * normalized = (x − mean)·inverse of each row, inverse [B]; z = gain·normalized + shift. Normalized
   * may be x.
   */
  normalizeRows(
    z: Float32Array,
    normalized: Float32Array,
    inverse: Float32Array,
    x: Float32Array,
    gain: Float32Array,
    shift: Float32Array,
    epsilon: number,
    B: number,
    U: number,
  ): void;
  /** dx from dz through `normalizeRows`. */
  rowsInputGradient(
    dx: Float32Array,
    dz: Float32Array,
    normalized: Float32Array,
    inverse: Float32Array,
    gain: Float32Array,
    B: number,
    U: number,
  ): void;
  /** g[u] += Σᵣ d[r,u]·x[r,u], each sum in double precision. */
  gainGradient(g: Float32Array, d: Float32Array, x: Float32Array, B: number, U: number): void;
  /** Updates w and the optimizer's state from the gradient g, n elements. */
  optimizerUpdate(
    w: Float32Array,
    state: readonly Float32Array[],
    g: Float32Array,
    numbers: Float32Array,
    rule: OptimizerRule,
    n: number,
  ): void;
  /**
   * rows[r] = where position from + r stands in the data: chosen[order[from + r]], either of them
   * left out if absent, B rows.
   */
  findRows(
    rows: Uint32Array,
    order: Uint32Array | undefined,
    chosen: Uint32Array | undefined,
    from: number,
    B: number,
  ): void;
  /** out [B, columns] = those rows of the values. */
  gatherRows(out: Values, values: Values, rows: Uint32Array, B: number, columns: number): void;
  /** out = 0, n elements. */
  clear(out: Float32Array, n: number): void;
  /** out[first + k] = x[k], n elements. */
  copy(out: Float32Array, first: number, x: Float32Array, n: number): void;
  /** Turns calls into plans, where a backend can. */
  readonly planner?: Planner;
}

/** What a step is made of, whether it is computed or recorded. */
export type StepKernels = Omit<Kernels, "planner">;
