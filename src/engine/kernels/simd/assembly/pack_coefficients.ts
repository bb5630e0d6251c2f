// @ts-nocheck: AssemblyScript has types of its own.

// Fills tiles [64][4] f32, one behind the other, with K terms of M rows, 4 rows a tile, zeros after the last term up to a
// multiple of 8. Rows that are missing in the last tile hold anything: nobody reads their sums.
// Strides are in bytes.

import { loadFirst } from "./vectors.ts";

const bytesOfTile: usize = 1024;

/** Zeros from term K on, up to a multiple of 8. */
function clearRest(tile: usize, K: i32): void {
  const rest = -K & 7;
  if (rest > 0) memory.fill(tile + (<usize> K << 4), 0, <usize> rest << 4);
}

/** scale · a, a [K, M] */
export function packColumns(
  tile: usize,
  a: usize,
  stride: usize,
  M: i32,
  K: i32,
  scale: f32,
): void {
  const factor = f32x4.splat(scale);
  for (let m = 0; m < M; m += 4, tile += bytesOfTile, a += 16) {
    const left = M - m;
    let to = tile;
    let from = a;
    if (left >= 4) {
      for (let k = 0; k < K; k++, to += 16, from += stride) {
        v128.store(to, f32x4.mul(v128.load(from), factor));
      }
    } else {
      for (let k = 0; k < K; k++, to += 16, from += stride) {
        v128.store(to, f32x4.mul(loadFirst(from, left), factor));
      }
    }
    clearRest(tile, K);
  }
}

/** a [M, K] */
export function packRows(tile: usize, a: usize, stride: usize, M: i32, K: i32): void {
  for (let m = 0; m < M; m += 4, tile += bytesOfTile, a += 4 * stride) {
    const last = <usize> (M - 1 - m) * stride;
    const a0 = a, a1 = a + min<usize>(stride, last), a2 = a + min<usize>(2 * stride, last);
    const a3 = a + min<usize>(3 * stride, last);
    let to = tile;
    let k: usize = 0;
    const end = <usize> K << 2;
    for (; k + 16 <= end; k += 16, to += 64) {
      const r0 = v128.load(a0 + k), r1 = v128.load(a1 + k);
      const r2 = v128.load(a2 + k), r3 = v128.load(a3 + k);
      const p0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), p1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const p2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), p3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<f64>(p0, p2, 0, 2));
      v128.store(to, v128.shuffle<f64>(p0, p2, 1, 3), 16);
      v128.store(to, v128.shuffle<f64>(p1, p3, 0, 2), 32);
      v128.store(to, v128.shuffle<f64>(p1, p3, 1, 3), 48);
    }
    for (; k < end; k += 4, to += 16) {
      store<f32>(to, load<f32>(a0 + k));
      store<f32>(to, load<f32>(a1 + k), 4);
      store<f32>(to, load<f32>(a2 + k), 8);
      store<f32>(to, load<f32>(a3 + k), 12);
    }
    clearRest(tile, K);
  }
}

/** a [M, K] in bytes. */
export function packRowsOfBytes(tile: usize, a: usize, stride: usize, M: i32, K: i32): void {
  for (let m = 0; m < M; m += 4, tile += bytesOfTile, a += 4 * stride) {
    const last = <usize> (M - 1 - m) * stride;
    const a0 = a, a1 = a + min<usize>(stride, last), a2 = a + min<usize>(2 * stride, last);
    const a3 = a + min<usize>(3 * stride, last);
    let to = tile;
    let k: usize = 0;
    const end = <usize> K;
    for (; k + 16 <= end; k += 16, to += 256) {
      const r0 = v128.load(a0 + k), r1 = v128.load(a1 + k);
      const r2 = v128.load(a2 + k), r3 = v128.load(a3 + k);
      const p0 = interleaveLow(r0, r1), p1 = interleaveLow(r2, r3);
      const q0 = interleaveHigh(r0, r1), q1 = interleaveHigh(r2, r3);
      storeFour(to, v128.shuffle<i16>(p0, p1, 0, 8, 1, 9, 2, 10, 3, 11));
      storeFour(to + 64, v128.shuffle<i16>(p0, p1, 4, 12, 5, 13, 6, 14, 7, 15));
      storeFour(to + 128, v128.shuffle<i16>(q0, q1, 0, 8, 1, 9, 2, 10, 3, 11));
      storeFour(to + 192, v128.shuffle<i16>(q0, q1, 4, 12, 5, 13, 6, 14, 7, 15));
    }
    for (; k < end; k++, to += 16) {
      store<f32>(to, <f32> <i32> load<u8>(a0 + k));
      store<f32>(to, <f32> <i32> load<u8>(a1 + k), 4);
      store<f32>(to, <f32> <i32> load<u8>(a2 + k), 8);
      store<f32>(to, <f32> <i32> load<u8>(a3 + k), 12);
    }
    clearRest(tile, K);
  }
}

/** 4 terms of 4 rows, bytes that stand as they will stand as floats. */
// @inline
function storeFour(to: usize, bytes: v128): void {
  const low = i16x8.extend_low_i8x16_u(bytes), high = i16x8.extend_high_i8x16_u(bytes);
  v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(low)));
  v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(low)), 16);
  v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(high)), 32);
  v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(high)), 48);
}

// @inline
export function interleaveLow(a: v128, b: v128): v128 {
  return v128.shuffle<i8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

// @inline
export function interleaveHigh(a: v128, b: v128): v128 {
  return v128.shuffle<i8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
