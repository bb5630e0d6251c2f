import type { Kernels } from "../kernels.ts";

type Address = number;

/**
 * Of the module's exports; see `assembly/columns.ts`, `batch_statistics.ts`, `normalize_columns.ts` and
 * `normalize_rows.ts`. Those of columns take U of the `stride` columns that a row has.
 */
export interface NormalizeExports {
  columnSums(sums: Address, x: Address, B: number, U: number, stride: number): void;
  columnSquares(
    sums: Address,
    x: Address,
    means: Address,
    B: number,
    U: number,
    stride: number,
  ): void;
  columnProducts(
    sums: Address,
    x: Address,
    y: Address,
    B: number,
    U: number,
    stride: number,
  ): void;
  batchMeans(
    means: Address,
    exact: Address,
    running: Address,
    sums: Address,
    n: number,
    momentum: number,
    U: number,
  ): void;
  batchInverses(
    inverse: Address,
    running: Address,
    sums: Address,
    n: number,
    momentum: number,
    epsilon: number,
    U: number,
  ): void;
  batchGradients(gradient: Address, means: Address, sums: Address, n: number, U: number): void;
  runningStatistics(
    means: Address,
    inverse: Address,
    runningMeans: Address,
    runningVariances: Address,
    epsilon: number,
    U: number,
  ): void;
  normalizeColumns(
    z: Address,
    normalized: Address,
    x: Address,
    mean: Address,
    inverse: Address,
    gain: Address,
    shift: Address,
    B: number,
    U: number,
    stride: number,
  ): void;
  columnsInputGradient(
    dx: Address,
    dz: Address,
    normalized: Address,
    mean: Address,
    product: Address,
    inverse: Address,
    gain: Address,
    B: number,
    U: number,
    stride: number,
  ): void;
  normalizeRows(
    z: Address,
    normalized: Address,
    inverse: Address,
    x: Address,
    gain: Address,
    shift: Address,
    epsilon: number,
    B: number,
    U: number,
  ): void;
  rowsInputGradient(
    dx: Address,
    dz: Address,
    normalized: Address,
    inverse: Address,
    gain: Address,
    B: number,
    U: number,
  ): void;
  gainGradient(g: Address, d: Address, x: Address, B: number, U: number, stride: number): void;
}

export function normalizeKernels(simd: NormalizeExports): Pick<Kernels, keyof NormalizeExports> {
  return {
    columnSums(sums, x, B, U) {
      simd.columnSums(sums.byteOffset, x.byteOffset, B, U, U);
    },
    columnSquares(sums, x, means, B, U) {
      simd.columnSquares(sums.byteOffset, x.byteOffset, means.byteOffset, B, U, U);
    },
    columnProducts(sums, x, y, B, U) {
      simd.columnProducts(sums.byteOffset, x.byteOffset, y.byteOffset, B, U, U);
    },
    batchMeans(means, exact, running, sums, n, momentum, U) {
      const [to, from] = [means.byteOffset, sums.byteOffset];
      simd.batchMeans(to, exact.byteOffset, running.byteOffset, from, n, momentum, U);
    },
    batchInverses(inverse, running, sums, n, momentum, epsilon, U) {
      const [to, from] = [inverse.byteOffset, sums.byteOffset];
      simd.batchInverses(to, running.byteOffset, from, n, momentum, epsilon, U);
    },
    batchGradients(gradient, means, sums, n, U) {
      simd.batchGradients(gradient.byteOffset, means.byteOffset, sums.byteOffset, n, U);
    },
    runningStatistics(means, inverse, runningMeans, runningVariances, epsilon, U) {
      simd.runningStatistics(
        means.byteOffset,
        inverse.byteOffset,
        runningMeans.byteOffset,
        runningVariances.byteOffset,
        epsilon,
        U,
      );
    },
    normalizeColumns(z, normalized, x, mean, inverse, gain, shift, B, U) {
      simd.normalizeColumns(
        z.byteOffset,
        normalized.byteOffset,
        x.byteOffset,
        mean.byteOffset,
        inverse.byteOffset,
        gain.byteOffset,
        shift.byteOffset,
        B,
        U,
        U,
      );
    },
    columnsInputGradient(dx, dz, normalized, mean, product, inverse, gain, B, U) {
      simd.columnsInputGradient(
        dx.byteOffset,
        dz.byteOffset,
        normalized.byteOffset,
        mean.byteOffset,
        product.byteOffset,
        inverse.byteOffset,
        gain.byteOffset,
        B,
        U,
        U,
      );
    },
    normalizeRows(z, normalized, inverse, x, gain, shift, epsilon, B, U) {
      simd.normalizeRows(
        z.byteOffset,
        normalized.byteOffset,
        inverse.byteOffset,
        x.byteOffset,
        gain.byteOffset,
        shift.byteOffset,
        epsilon,
        B,
        U,
      );
    },
    rowsInputGradient(dx, dz, normalized, inverse, gain, B, U) {
      simd.rowsInputGradient(
        dx.byteOffset,
        dz.byteOffset,
        normalized.byteOffset,
        inverse.byteOffset,
        gain.byteOffset,
        B,
        U,
      );
    },
    gainGradient(g, d, x, B, U) {
      simd.gainGradient(g.byteOffset, d.byteOffset, x.byteOffset, B, U, U);
    },
  };
}
