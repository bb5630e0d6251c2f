// @ts-nocheck: AssemblyScript has types of its own.

// One unit on bytes: here widening costs more than multiplying, so bytes are widened in registers.
// Strides are in bytes.

import { temporaryAt } from "./scratch.ts";
import { sumBlock, sumTwoBlocks } from "./sum_blocks.ts";

/** z[r] = scale·Σᵢ x[r,i]·w[i] + bias, B outputs that stand `step` bytes apart. */
export function neuronForward(
  z: usize,
  step: usize,
  x: usize,
  stride: usize,
  w: usize,
  bias: f32,
  scale: f32,
  B: i32,
  I: i32,
): void {
  for (let r = 0; r < B; r += 8, x += 8 * stride) {
    const rows = min(8, B - r);
    sumRows(x, stride, w, rows, I);
    for (let k = 0; k < rows; k++, z += step) {
      store<f32>(z, load<f32>(temporaryAt + (<usize> k << 2)) * scale + bias);
    }
  }
}

/** The sums of 8 rows, to [8] f32. Rows that are missing repeat the last one. */
function sumRows(x: usize, stride: usize, w: usize, rows: i32, I: i32): void {
  v128.store(0, f32x4.splat(0), temporaryAt), v128.store(0, f32x4.splat(0), temporaryAt + 16);
  addColumns(x, stride, w, rows, 0, I);
}

/** Adds the blocks of the columns from `from` on, a multiple of 128, to the sums of 8 rows. */
export function addColumns(x: usize, stride: usize, w: usize, rows: i32, from: i32, I: i32): void {
  const last = <usize> (rows - 1) * stride;
  const first = <usize> from, paired = <usize> (I & ~127), blocks = <usize> (I & ~63);
  if (first < paired) sumTwoBlocks(x, stride, last, w, first, paired);
  if (paired < blocks) sumBlock(x, stride, last, w, paired, blocks);
  if (blocks < <usize> I) addRest(x + blocks, stride, w + (blocks << 2), rows, I & 63);
}

/** Adds the block of the last n terms to the sums of the rows. */
function addRest(x: usize, stride: usize, w: usize, rows: i32, n: i32): void {
  let out = temporaryAt;
  for (let r = 0; r < rows; r++, x += stride, out += 4) {
    let sum: f32 = 0;
    for (let k: usize = 0; k < <usize> n; k++) {
      sum += <f32> <i32> load<u8>(x + k) * load<f32>(w + (k << 2));
    }
    store<f32>(out, load<f32>(out) + sum);
  }
}

/** g[i] += Σᵣ (scale·d[r])·x[r,i], n columns of at most 64 rows. */
export function neuronGradient(
  g: usize,
  d: usize,
  dStride: usize,
  x: usize,
  stride: usize,
  scale: f32,
  B: i32,
  n: i32,
): void {
  const scaled = temporaryAt + 256;
  for (let r = 0; r < B; r++) {
    store<f32>(scaled + (<usize> r << 2), load<f32>(d + <usize> r * dStride) * scale);
  }
  let i = 0;
  for (; i + 64 <= n; i += 64, x += 64, g += 256) {
    sumColumns(scaled, x, stride, B);
    addSums(g, 256);
  }
  for (; i + 8 <= n; i += 8, x += 8, g += 32) {
    sumEightColumns(scaled, x, stride, B);
    addSums(g, 32);
  }
  for (; i < n; i++, x++, g += 4) {
    let sum: f32 = 0;
    for (let r: usize = 0; r < <usize> B; r++) {
      sum += load<f32>(scaled + (r << 2)) * <f32> <i32> load<u8>(x + r * stride);
    }
    store<f32>(g, load<f32>(g) + sum);
  }
}

/** Adds the sums that stand there to g. */
export function addSums(g: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 16) {
    v128.store(g + k, f32x4.add(v128.load(g + k), v128.load(temporaryAt + k)));
  }
}

// 8 bytes that are loaded, then shuffled like this into two halves, become one instruction of 256 bits.

// @inline
function low(bytes: v128, zero: v128): v128 {
  return f32x4.convert_i32x4_s(
    v128.shuffle<i8>(bytes, zero, 0, 16, 16, 16, 1, 16, 16, 16, 2, 16, 16, 16, 3, 16, 16, 16),
  );
}

// @inline
function high(bytes: v128, zero: v128): v128 {
  return f32x4.convert_i32x4_s(
    v128.shuffle<i8>(bytes, zero, 4, 16, 16, 16, 5, 16, 16, 16, 6, 16, 16, 16, 7, 16, 16, 16),
  );
}

/** Σᵣ d[r]·x[r,c] of 64 columns, to [64] f32. */
function sumColumns(d: usize, x: usize, stride: usize, B: i32): void {
  const o = i32x4.splat(0);
  let a0 = f32x4.splat(0), b0 = f32x4.splat(0), a1 = f32x4.splat(0), b1 = f32x4.splat(0);
  let a2 = f32x4.splat(0), b2 = f32x4.splat(0), a3 = f32x4.splat(0), b3 = f32x4.splat(0);
  let a4 = f32x4.splat(0), b4 = f32x4.splat(0), a5 = f32x4.splat(0), b5 = f32x4.splat(0);
  let a6 = f32x4.splat(0), b6 = f32x4.splat(0), a7 = f32x4.splat(0), b7 = f32x4.splat(0);
  for (let r = 0; r < B; r++, d += 4, x += stride) {
    const v = v128.load32_splat(d);
    let x8 = v128.load64_zero(x);
    a0 = f32x4.add(a0, f32x4.mul(v, low(x8, o))), b0 = f32x4.add(b0, f32x4.mul(v, high(x8, o)));
    x8 = v128.load64_zero(x, 8);
    a1 = f32x4.add(a1, f32x4.mul(v, low(x8, o))), b1 = f32x4.add(b1, f32x4.mul(v, high(x8, o)));
    x8 = v128.load64_zero(x, 16);
    a2 = f32x4.add(a2, f32x4.mul(v, low(x8, o))), b2 = f32x4.add(b2, f32x4.mul(v, high(x8, o)));
    x8 = v128.load64_zero(x, 24);
    a3 = f32x4.add(a3, f32x4.mul(v, low(x8, o))), b3 = f32x4.add(b3, f32x4.mul(v, high(x8, o)));
    x8 = v128.load64_zero(x, 32);
    a4 = f32x4.add(a4, f32x4.mul(v, low(x8, o))), b4 = f32x4.add(b4, f32x4.mul(v, high(x8, o)));
    x8 = v128.load64_zero(x, 40);
    a5 = f32x4.add(a5, f32x4.mul(v, low(x8, o))), b5 = f32x4.add(b5, f32x4.mul(v, high(x8, o)));
    x8 = v128.load64_zero(x, 48);
    a6 = f32x4.add(a6, f32x4.mul(v, low(x8, o))), b6 = f32x4.add(b6, f32x4.mul(v, high(x8, o)));
    x8 = v128.load64_zero(x, 56);
    a7 = f32x4.add(a7, f32x4.mul(v, low(x8, o))), b7 = f32x4.add(b7, f32x4.mul(v, high(x8, o)));
  }
  v128.store(0, a0, temporaryAt), v128.store(0, b0, temporaryAt + 16);
  v128.store(0, a1, temporaryAt + 32), v128.store(0, b1, temporaryAt + 48);
  v128.store(0, a2, temporaryAt + 64), v128.store(0, b2, temporaryAt + 80);
  v128.store(0, a3, temporaryAt + 96), v128.store(0, b3, temporaryAt + 112);
  v128.store(0, a4, temporaryAt + 128), v128.store(0, b4, temporaryAt + 144);
  v128.store(0, a5, temporaryAt + 160), v128.store(0, b5, temporaryAt + 176);
  v128.store(0, a6, temporaryAt + 192), v128.store(0, b6, temporaryAt + 208);
  v128.store(0, a7, temporaryAt + 224), v128.store(0, b7, temporaryAt + 240);
}

/** Σᵣ d[r]·x[r,c] of 8 columns, to [8] f32. */
function sumEightColumns(d: usize, x: usize, stride: usize, B: i32): void {
  const o = i32x4.splat(0);
  let a = f32x4.splat(0), b = f32x4.splat(0);
  for (let r = 0; r < B; r++, d += 4, x += stride) {
    const v = v128.load32_splat(d);
    const x8 = v128.load64_zero(x);
    a = f32x4.add(a, f32x4.mul(v, low(x8, o))), b = f32x4.add(b, f32x4.mul(v, high(x8, o)));
  }
  v128.store(0, a, temporaryAt), v128.store(0, b, temporaryAt + 16);
}
