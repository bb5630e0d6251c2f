import type { Kernels } from "../kernels.ts";

type Address = number;

/** Of the module's exports; see `assembly/linear.ts`. Strides are in bytes. */
export interface LinearExports {
  linearForward(
    z: Address,
    zStride: number,
    x: Address,
    w: Address,
    b: Address,
    B: number,
    I: number,
    U: number,
  ): void;
  linearForwardBytes(
    z: Address,
    zStride: number,
    x: Address,
    w: Address,
    b: Address,
    scale: number,
    B: number,
    I: number,
    U: number,
  ): void;
  weightGradient(
    g: Address,
    gStride: number,
    d: Address,
    dStride: number,
    x: Address,
    xStride: number,
    B: number,
    I: number,
    U: number,
  ): void;
  weightGradientBytes(
    g: Address,
    gStride: number,
    d: Address,
    dStride: number,
    x: Address,
    xStride: number,
    scale: number,
    B: number,
    I: number,
    U: number,
  ): void;
  neuronForwardTurned(
    z: Address,
    zStride: number,
    x: Address,
    step: number,
    w: Address,
    b: Address,
    scale: number,
    B: number,
    I: number,
  ): void;
  neuronGradientTurned(
    g: Address,
    d: Address,
    dStride: number,
    x: Address,
    step: number,
    scale: number,
    isFirst: number,
    B: number,
    I: number,
  ): void;
  unitsForwardTurned(
    z: Address,
    zStride: number,
    x: Address,
    step: number,
    w: Address,
    b: Address,
    scale: number,
    B: number,
    I: number,
    U: number,
  ): void;
  unitsGradientTurned(
    g: Address,
    gStride: number,
    d: Address,
    dStride: number,
    x: Address,
    step: number,
    scale: number,
    isFirst: number,
    B: number,
    I: number,
    U: number,
  ): void;
  turnRows(out: Address, step: number, x: Address, B: number, I: number): void;
  turnColumns(out: Address, step: number, x: Address, B: number, I: number): void;
  weaveInputs(out: Address, x: Address, B: number, I: number): void;
  weave(out: Address, w: Address, n: number): void;
  unweave(out: Address, g: Address, n: number): void;
  neuronSumsWoven(sums: Address, x: Address, w: Address, B: number, n: number): void;
  neuronForwardWoven(
    z: Address,
    zStride: number,
    sums: Address,
    x: Address,
    w: Address,
    b: Address,
    scale: number,
    B: number,
    I: number,
  ): void;
  neuronGradientWoven(
    g: Address,
    d: Address,
    dStride: number,
    x: Address,
    scale: number,
    B: number,
    n: number,
  ): void;
  biasGradient(g: Address, d: Address, dStride: number, B: number, U: number): void;
  inputGradient(
    dx: Address,
    dxStride: number,
    d: Address,
    dStride: number,
    w: Address,
    wStride: number,
    B: number,
    I: number,
    U: number,
  ): void;
}

/** What only plans have: no caller asks for these. */
type OfPlans =
  | "neuronForwardTurned"
  | "neuronGradientTurned"
  | "unitsForwardTurned"
  | "unitsGradientTurned"
  | "turnRows"
  | "turnColumns"
  | "weaveInputs"
  | "weave"
  | "unweave"
  | "neuronSumsWoven"
  | "neuronForwardWoven"
  | "neuronGradientWoven";

export function linearKernels(
  simd: LinearExports,
): Pick<Kernels, Exclude<keyof LinearExports, OfPlans>> {
  return {
    linearForward(z, x, w, b, B, I, U, first) {
      const row = x.byteOffset + 4 * first * I;
      simd.linearForward(z.byteOffset, 4 * U, row, w.byteOffset, b.byteOffset, B, I, U);
    },
    linearForwardBytes(z, x, w, b, scale, B, I, U, first) {
      const row = x.byteOffset + first * I;
      const to = z.byteOffset;
      simd.linearForwardBytes(to, 4 * U, row, w.byteOffset, b.byteOffset, scale, B, I, U);
    },
    weightGradient(g, d, x, B, I, U, first) {
      const row = x.byteOffset + 4 * first * I;
      simd.weightGradient(g.byteOffset, 4 * I, d.byteOffset, 4 * U, row, 4 * I, B, I, U);
    },
    weightGradientBytes(g, d, x, scale, B, I, U, first) {
      const row = x.byteOffset + first * I;
      simd.weightGradientBytes(g.byteOffset, 4 * I, d.byteOffset, 4 * U, row, I, scale, B, I, U);
    },
    biasGradient(g, d, B, U) {
      simd.biasGradient(g.byteOffset, d.byteOffset, 4 * U, B, U);
    },
    inputGradient(dx, d, w, B, I, U) {
      const [to, from, weights] = [dx.byteOffset, d.byteOffset, w.byteOffset];
      simd.inputGradient(to, 4 * I, from, 4 * U, weights, 4 * I, B, I, U);
    },
  };
}
