import type { Kernels } from "../kernels.ts";

type Address = number;

/** Of the module's exports; see `assembly/gather_rows.ts`. */
export interface RowsExports {
  findRows(rows: Address, order: Address, chosen: Address, from: number, B: number): void;
  gatherRows(out: Address, values: Address, rows: Address, B: number, bytes: number): void;
  clear(out: Address, bytes: number): void;
  copy(out: Address, from: Address, bytes: number): void;
}

export function rowKernels(simd: RowsExports): Pick<Kernels, keyof RowsExports> {
  return {
    findRows(rows, order, chosen, from, B) {
      simd.findRows(rows.byteOffset, order?.byteOffset ?? 0, chosen?.byteOffset ?? 0, from, B);
    },
    gatherRows(out, values, rows, B, columns) {
      const bytes = columns * values.BYTES_PER_ELEMENT;
      simd.gatherRows(out.byteOffset, values.byteOffset, rows.byteOffset, B, bytes);
    },
    clear(out, n) {
      simd.clear(out.byteOffset, 4 * n);
    },
    copy(out, first, from, n) {
      simd.copy(out.byteOffset + 4 * first, from.byteOffset, 4 * n);
    },
  };
}
