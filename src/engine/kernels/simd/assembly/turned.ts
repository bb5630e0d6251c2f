// @ts-nocheck: AssemblyScript has types of its own.

// One unit on bytes that stay: they are kept twice more, turned so that each direction reads 8 sums side
// by side and one term after the other. [groups of 8 sums][terms][8], what is missing in the last group
// being 0, groups `step` bytes apart.

import { temporaryAt } from "./scratch.ts";
import {
  sumGroups1,
  sumGroups2,
  sumGroups3,
  sumGroups4,
  sumGroups5,
  sumGroups6,
  sumGroups7,
  sumGroups8,
} from "./sum_groups.ts";

/** Turns x [B, I] for sums of rows: groups of 8 rows, a term for each column. */
export function turnRows(out: usize, step: usize, x: usize, B: i32, I: i32): void {
  for (let r = 0; r < B; r += 8, out += step, x += 8 * <usize> I) {
    const rows = min(8, B - r);
    let i = 0;
    if (rows == 8) {
      for (; i + 16 <= I; i += 16) turnSixteen(out + 8 * <usize> i, x + i, I);
    }
    for (; i < I; i++) {
      for (let k: usize = 0; k < 8; k++) {
        const value: u8 = <i32> k < rows ? load<u8>(x + k * I + i) : <u8> 0;
        store<u8>(out + 8 * <usize> i + k, value);
      }
    }
  }
}

/** Turns x [B, I] for sums of columns: groups of 8 columns, a term for each row. */
export function turnColumns(out: usize, step: usize, x: usize, B: i32, I: i32): void {
  for (let i = 0; i < I; i += 8, out += step, x += 8) {
    const columns = <usize> min(8, I - i);
    for (let r: usize = 0; r < <usize> B; r++) {
      const from = x + r * I, to = out + 8 * r;
      if (columns == 8) store<u64>(to, load<u64>(from));
      else {for (let k: usize = 0; k < 8; k++) {
          store<u8>(to + k, k < columns ? load<u8>(from + k) : <u8> 0);
        }}
    }
  }
}

/** 16 columns of 8 rows, the rows of a column side by side. */
export function turnSixteen(out: usize, x: usize, stride: usize): void {
  const p4 = x + 4 * stride;
  const r0 = v128.load(x), r1 = v128.load(x + stride);
  const r2 = v128.load(x + 2 * stride), r3 = v128.load(p4 - stride);
  const r4 = v128.load(p4), r5 = v128.load(p4 + stride);
  const r6 = v128.load(p4 + 2 * stride), r7 = v128.load(p4 + 3 * stride);
  turnEight(out, low8(r0, r1), low8(r2, r3), low8(r4, r5), low8(r6, r7));
  turnEight(out + 64, high8(r0, r1), high8(r2, r3), high8(r4, r5), high8(r6, r7));
}

/** 8 columns from the pairs of rows. */
// @inline
function turnEight(out: usize, p0: v128, p1: v128, p2: v128, p3: v128): void {
  const a = low16(p0, p1), b = high16(p0, p1), c = low16(p2, p3), d = high16(p2, p3);
  v128.store(out, v128.shuffle<i32>(a, c, 0, 4, 1, 5));
  v128.store(out + 16, v128.shuffle<i32>(a, c, 2, 6, 3, 7));
  v128.store(out + 32, v128.shuffle<i32>(b, d, 0, 4, 1, 5));
  v128.store(out + 48, v128.shuffle<i32>(b, d, 2, 6, 3, 7));
}

// @inline
function low8(a: v128, b: v128): v128 {
  return v128.shuffle<i8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

// @inline
function high8(a: v128, b: v128): v128 {
  return v128.shuffle<i8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

// @inline
function low16(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

// @inline
function high16(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

/**
 * z[r] = scale·Σᵢ x[r,i]·w[i] + b[0], B outputs that stand `zStride` bytes apart. x from the group on that
 * starts with the first of these rows.
 */
export function neuronForwardTurned(
  z: usize,
  zStride: usize,
  x: usize,
  step: usize,
  w: usize,
  b: usize,
  scale: f32,
  B: i32,
  I: i32,
): void {
  const bias = load<f32>(b);
  let left = (B + 7) >> 3;
  for (let r = 0; r < B;) {
    const n = groupsNext(left);
    clearTotals();
    sumGroups(n, w, x, step, I);
    const end = min(B, r + 8 * n);
    for (let at = temporaryAt; r < end; r++, at += 4, z += zStride) {
      store<f32>(z, load<f32>(at) * scale + bias);
    }
    x += <usize> n * step;
    left -= n;
  }
}

// @inline
function clearTotals(): void {
  for (let k: usize = 0; k < 256; k += 16) v128.store(temporaryAt + k, f32x4.splat(0));
}

/** Rows whose factors find room: whole blocks. */
const rowsAtOnce: i32 = 1024;
const scaledAt = temporaryAt + 0x1000;

/**
 * g[i] += Σᵣ (scale·d[r])·x[r,i], n columns; with `isFirst`, g is taken to be 0. x from the group on that
 * starts with the first of these columns.
 */
export function neuronGradientTurned(
  g: usize,
  d: usize,
  dStride: usize,
  x: usize,
  step: usize,
  scale: f32,
  isFirst: i32,
  B: i32,
  n: i32,
): void {
  for (let r = 0; r < B; r += rowsAtOnce, x += 8 * <usize> rowsAtOnce) {
    const rows = min(rowsAtOnce, B - r);
    for (let k = 0; k < rows; k++, d += dStride) {
      store<f32>(scaledAt + (<usize> k << 2), load<f32>(d) * scale);
    }
    let left = (n + 7) >> 3;
    let from = x, to = g;
    for (let i = 0; i < n;) {
      const groups = groupsNext(left);
      const bytes = <usize> min<i32>(n - i, 8 * groups) << 2;
      if (isFirst != 0 && r == 0) clearTotals();
      else copy(temporaryAt, to, bytes);
      sumGroups(groups, scaledAt, from, step, rows);
      copy(to, temporaryAt, bytes);
      from += <usize> groups * step, to += bytes;
      i += 8 * groups, left -= groups;
    }
  }
}

/** Whole floats, whole groups mostly; a call of memory.copy takes longer. */
// @inline
function copy(to: usize, from: usize, bytes: usize): void {
  let k: usize = 0;
  for (; k + 32 <= bytes; k += 32) {
    const low = v128.load(from + k), high = v128.load(from + k, 16);
    v128.store(to + k, low), v128.store(to + k, high, 16);
  }
  for (; k < bytes; k += 4) store<f32>(to + k, load<f32>(from + k));
}

/** How many of the groups that are left are summed together: nearly the same number each time. */
// @inline
function groupsNext(left: i32): i32 {
  const times = (left + 7) >> 3;
  return (left + times - 1) / times;
}

function sumGroups(n: i32, d: usize, x: usize, step: usize, K: i32): void {
  switch (n) {
    case 1:
      return sumGroups1(d, x, step, K);
    case 2:
      return sumGroups2(d, x, step, K);
    case 3:
      return sumGroups3(d, x, step, K);
    case 4:
      return sumGroups4(d, x, step, K);
    case 5:
      return sumGroups5(d, x, step, K);
    case 6:
      return sumGroups6(d, x, step, K);
    case 7:
      return sumGroups7(d, x, step, K);
    default:
      sumGroups8(d, x, step, K);
  }
}
