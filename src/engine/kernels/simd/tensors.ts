import type { Kernels } from "../kernels.ts";

type Address = number;

/** Of the module's exports; see `assembly/norms.ts`, `inputs.ts` and `masks.ts`. */
export interface TensorExports {
  addSign(out: Address, x: Address, k: number, n: number): void;
  sumOfSquares(x: Address, n: number): number;
  scale(x: Address, k: number, n: number): void;
  clip(x: Address, limit: number, n: number): void;
  clipNorm(table: Address, count: number, limit: number): void;
  limitNorms(w: Address, limit: number, U: number, I: number): void;
  dropInputs(out: Address, x: Address, mask: Address, scale: number, n: number): void;
  dropInputBytes(out: Address, x: Address, mask: Address, scale: number, n: number): void;
  scaleInputs(out: Address, x: Address, scale: number, n: number): void;
  scaleInputBytes(out: Address, x: Address, scale: number, n: number): void;
  dropoutMask(
    mask: Address,
    rows: Address,
    key0: number,
    key1: number,
    key2: number,
    key3: number,
    epoch: number,
    layer: number,
    threshold: number,
    kept: number,
    B: number,
    U: number,
  ): void;
}

type Tensors =
  | "addSign"
  | "sumOfSquares"
  | "scale"
  | "clip"
  | "clipNorm"
  | "limitNorms"
  | "dropInputs"
  | "scaleInputs"
  | "dropoutMask";

/** Where lists of tensors are written down for the module. */
interface TableMemory {
  uint32(length: number): Uint32Array;
}

export function tensorKernels(simd: TensorExports, memory: TableMemory): Pick<Kernels, Tensors> {
  const addressOfTable = createTables(memory);
  return {
    addSign(out, x, k, n) {
      simd.addSign(out.byteOffset, x.byteOffset, k, n);
    },
    sumOfSquares: (x, first, n) => simd.sumOfSquares(x.byteOffset + 4 * first, n),
    scale(x, k, first, n) {
      simd.scale(x.byteOffset + 4 * first, k, n);
    },
    clip(x, limit, n) {
      simd.clip(x.byteOffset, limit, n);
    },
    clipNorm(gradients, limit) {
      simd.clipNorm(addressOfTable(gradients), gradients.length, limit);
    },
    limitNorms(w, limit, U, I) {
      simd.limitNorms(w.byteOffset, limit, U, I);
    },
    dropInputs(out, x, mask, scale, first, n) {
      const [to, by] = [out.byteOffset, mask.byteOffset];
      if (x instanceof Uint8Array) simd.dropInputBytes(to, x.byteOffset + first, by, scale, n);
      else simd.dropInputs(to, x.byteOffset + 4 * first, by, scale, n);
    },
    scaleInputs(out, x, scale, first, n) {
      const to = out.byteOffset;
      if (x instanceof Uint8Array) simd.scaleInputBytes(to, x.byteOffset + first, scale, n);
      else simd.scaleInputs(to, x.byteOffset + 4 * first, scale, n);
    },
    dropoutMask(mask, rows, { key, layer, threshold, kept }, epoch, B, U) {
      simd.dropoutMask(
        mask.byteOffset,
        rows.byteOffset,
        key[0]!,
        key[1]!,
        key[2]!,
        key[3]!,
        epoch,
        layer,
        threshold,
        kept,
        B,
        U,
      );
    },
  };
}

/** Tables of lists of tensors: address and length of each, written once for a list. */
function createTables(memory: TableMemory): (tensors: readonly Float32Array[]) => Address {
  const tables = new WeakMap<readonly Float32Array[], Address>();
  return (tensors) => {
    let address = tables.get(tensors);
    if (address === undefined) {
      const table = memory.uint32(2 * tensors.length);
      tensors.forEach(({ byteOffset, length }, k) => table.set([byteOffset, length], 2 * k));
      tables.set(tensors, address = table.byteOffset);
    }
    return address;
  };
}
