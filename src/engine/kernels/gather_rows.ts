// Which rows of the data a block holds, and how they get there. B rows.

import type { Values } from "./kernels.ts";

/** rows[r] = chosen[order[from + r]]; without an order or a choice, the positions themselves. */
export function findRows(
  rows: Uint32Array,
  order: Uint32Array | undefined,
  chosen: Uint32Array | undefined,
  from: number,
  B: number,
): void {
  for (let r = 0; r < B; r++) {
    const position = order ? order[from + r]! : from + r;
    rows[r] = chosen ? chosen[position]! : position;
  }
}

/** out[r] = values[rows[r]] */
export function gatherRows(
  out: Values,
  values: Values,
  rows: Uint32Array,
  B: number,
  columns: number,
): void {
  if (values instanceof Uint8Array) gatherBytes(out, values, rows, B, columns);
  else gatherFloats(out, values, rows, B, columns);
}

function gatherFloats(
  out: Values,
  values: Float32Array,
  rows: Uint32Array,
  B: number,
  columns: number,
): void {
  for (let r = 0, k = 0; r < B; r++) {
    const from = rows[r]! * columns;
    for (let c = 0; c < columns; c++, k++) out[k] = values[from + c]!;
  }
}

/** The same: a loop that only ever meets one kind of array is several times faster. */
function gatherBytes(
  out: Values,
  values: Uint8Array,
  rows: Uint32Array,
  B: number,
  columns: number,
): void {
  for (let r = 0, k = 0; r < B; r++) {
    const from = rows[r]! * columns;
    for (let c = 0; c < columns; c++, k++) out[k] = values[from + c]!;
  }
}
