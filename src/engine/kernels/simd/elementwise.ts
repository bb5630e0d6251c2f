import type { Kernels } from "../kernels.ts";

type Address = number;

/** Of the module's exports; see `assembly/elementwise.ts` and `assembly/gather_rows.ts`. */
export interface ElementwiseExports {
  multiply(out: Address, x: Address, m: Address, n: number): void;
  addScaled(out: Address, x: Address, k: number, n: number): void;
  addScaledBy(out: Address, x: Address, factor: Address, n: number): void;
}

export function elementwiseKernels(
  simd: ElementwiseExports,
): Pick<Kernels, keyof ElementwiseExports> {
  return {
    multiply(out, x, m, n) {
      simd.multiply(out.byteOffset, x.byteOffset, m.byteOffset, n);
    },
    addScaled(out, x, k, n) {
      simd.addScaled(out.byteOffset, x.byteOffset, k, n);
    },
    addScaledBy(out, x, factors, index, n) {
      simd.addScaledBy(out.byteOffset, x.byteOffset, factors.byteOffset + 4 * index, n);
    },
  };
}
