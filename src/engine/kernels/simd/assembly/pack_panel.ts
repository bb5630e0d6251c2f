// @ts-nocheck: AssemblyScript has types of its own.

// Fills the panel [64][16] f32 with K terms of n columns, zeros wherever there is neither term nor
// column. The terms start at row 8·skip. Strides are in bytes.

import { widenPanel as widenWholePanel } from "./rows_panel.ts";
import { panelAt, stripAt } from "./scratch.ts";
import { copyPadded, widen } from "./vectors.ts";

/** Bytes of a row of the panel. */
const rowBytes: usize = 64;

function firstRow(skip: i32): usize {
  return panelAt + (<usize> skip << 9);
}

/** Zeros from row K on, up to a multiple of 8. */
function clearRest(first: usize, K: i32): void {
  const rest = -K & 7;
  if (rest > 0) memory.fill(first + <usize> K * rowBytes, 0, <usize> rest * rowBytes);
}

/** b [K, n] */
export function copyPanel(b: usize, stride: usize, n: i32, K: i32, skip: i32): void {
  const first = firstRow(skip);
  let to = first;
  if (n == 16) {
    for (let k = 0; k < K; k++, to += rowBytes, b += stride) {
      v128.store(to, v128.load(b));
      v128.store(to, v128.load(b, 16), 16);
      v128.store(to, v128.load(b, 32), 32);
      v128.store(to, v128.load(b, 48), 48);
    }
  } else {
    for (let k = 0; k < K; k++, to += rowBytes, b += stride) copyPadded(to, b, n);
  }
  clearRest(first, K);
}

/** The strip [64][64] bytes from b [K, 64]. */
export function copyStrip(b: usize, stride: usize, K: i32): void {
  const end = stripAt + (<usize> K << 6);
  for (let to = stripAt; to < end; to += 64, b += stride) {
    v128.store(to, v128.load(b));
    v128.store(to, v128.load(b, 16), 16);
    v128.store(to, v128.load(b, 32), 32);
    v128.store(to, v128.load(b, 48), 48);
  }
}

/** b [K, n] in bytes. */
export function widenPanel(b: usize, stride: usize, n: i32, K: i32, skip: i32): void {
  if (n == 16 && K == 64) return widenWholePanel(b, stride);
  const first = firstRow(skip);
  let to = first;
  if (n == 16) {
    for (let k = 0; k < K; k++, to += rowBytes, b += stride) {
      const bytes = v128.load(b);
      const low = i16x8.extend_low_i8x16_u(bytes), high = i16x8.extend_high_i8x16_u(bytes);
      v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(low)));
      v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(low)), 16);
      v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(high)), 32);
      v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(high)), 48);
    }
  } else {
    for (let k = 0; k < K; k++, to += rowBytes, b += stride) widen(to, b, n);
  }
  clearRest(first, K);
}

/** b [n, K] */
export function transposePanel(b: usize, stride: usize, n: i32, K: i32, skip: i32): void {
  const first = firstRow(skip);
  let to = first;
  // A narrow tile does not read the second half.
  const end = n > 8 ? 16 : 8;
  for (let c = 0; c < end; c += 4, to += 16, b += 4 * stride) {
    transposeColumns(to, b, stride, n - c, K);
  }
  clearRest(first, K);
}

/** 4 columns of the panel, `left` of them there. */
function transposeColumns(to: usize, b: usize, stride: usize, left: i32, K: i32): void {
  const zero = f32x4.splat(0);
  let k = 0;
  if (left >= 4) {
    for (; k + 4 <= K; k += 4, to += 4 * rowBytes, b += 16) {
      const r0 = v128.load(b), r1 = v128.load(b + stride);
      const r2 = v128.load(b + 2 * stride), r3 = v128.load(b + 3 * stride);
      const a0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), a1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const a2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), a3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<f64>(a0, a2, 0, 2));
      v128.store(to + rowBytes, v128.shuffle<f64>(a0, a2, 1, 3));
      v128.store(to + 2 * rowBytes, v128.shuffle<f64>(a1, a3, 0, 2));
      v128.store(to + 3 * rowBytes, v128.shuffle<f64>(a1, a3, 1, 3));
    }
  }
  for (; k < K; k++, to += rowBytes, b += 4) {
    v128.store(to, zero);
    if (left > 0) store<f32>(to, load<f32>(b));
    if (left > 1) store<f32>(to, load<f32>(b + stride), 4);
    if (left > 2) store<f32>(to, load<f32>(b + 2 * stride), 8);
    if (left > 3) store<f32>(to, load<f32>(b + 3 * stride), 12);
  }
}
