import { blockRows } from "./block.ts";
import { isNormalization } from "./normalizations/mod.ts";
import type { NetworkSpec } from "./spec.ts";

/** What the buffers of a pass may take: about what a processor's caches hold. */
const bytesOfBuffers = 16 * 1024 * 1024;

/** What the inputs of a pass may take where a batch needs several: they are read in both directions. */
const bytesOfInputs = 1024 * 1024;

/** Beyond so many rows, larger passes are no faster. */
const maximumRows = 256;

/**
 * Rows that a network has buffers for: whole blocks. Rows that go through it together cost fewer steps,
 * and weights are made ready for them once; no bit depends on how many there are.
 */
export function rowsOfBuffers({ inputs, layers, inputDropout = 0 }: NetworkSpec): number {
  const numbers = layers.reduce(
    (sum, layer) => sum + 5 * (isNormalization(layer) ? inputs : layer.units),
    (inputDropout > 0 ? 3 : 1) * inputs,
  );
  return wholeBlocks(bytesOfBuffers / (4 * numbers), maximumRows);
}

/**
 * Rows of each pass over `rows` rows. One unit has no weights to be made ready: for it, only the cache
 * counts, unless its two directions read the rows from different places: from copies that are turned.
 */
export function rowsOfPass(
  rows: number,
  { capacity, bytesPerRow, units, isTurned = false }: {
    capacity: number;
    bytesPerRow: number;
    units: number;
    isTurned?: boolean;
  },
): number {
  if (isTurned || rows <= capacity && units > 1) return capacity;
  return wholeBlocks(bytesOfInputs / bytesPerRow, capacity);
}

function wholeBlocks(rows: number, most: number): number {
  const whole = Math.floor(rows / blockRows) * blockRows;
  return Math.min(most, Math.max(blockRows, whole));
}

/** A buffer's blocks, made once, so that a step makes no view. [R, columns], R a multiple of 64. */
export function viewsOfBlocks(values: Float32Array, columns: number): Float32Array[] {
  const length = blockRows * columns;
  return Array.from(
    { length: values.length / length },
    (_, k) => values.subarray(k * length, (k + 1) * length),
  );
}

/** Calls with the number of each block of B rows, and how many rows it has. */
export function forEachBlock(B: number, take: (block: number, rows: number) => void): void {
  for (let r = 0; r < B; r += blockRows) take(r / blockRows, Math.min(blockRows, B - r));
}
