// @ts-nocheck: AssemblyScript has types of its own.

// One unit on many bytes that stay: they are kept once more, in an order that suits both directions. Forward
// sums blocks of 64 columns, backward columns: 8 blocks side by side, a lane each, serve both without
// turning a byte. They are a group of 512 columns, woven: column 64·c + t is lane c of vector t. A pass of
// B rows, filled up with zeros to a multiple of 8, is [groups][rows/8][64 vectors][8 rows][8 lanes]: forward
// reads it from the first byte to the last. Columns behind the last whole group are not woven.

import { addColumns, addSums } from "./neuron.ts";
import { temporaryAt } from "./scratch.ts";
import { sumWovenColumns, sumWovenRows } from "./sum_woven.ts";
import { turnSixteen } from "./turned.ts";

/** Bytes of a group in 8 rows. */
const tileBytes: usize = 4096;

// @inline
function groupBytes(B: i32): usize {
  return <usize> ((B + 7) >> 3) * tileBytes;
}

/** Weaves the groups of x [B, I]. */
export function weaveInputs(out: usize, x: usize, B: i32, I: i32): void {
  for (const end = x + <usize> (I & ~511); x < end; x += 512) {
    for (let r = 0; r < B; r += 8, out += tileBytes) {
      for (let k = 0; k < 8; k++) {
        if (r + k < B) weaveRow(out + (<usize> k << 3), x + <usize> (r + k) * <usize> I);
        else {for (let t: usize = 0; t < tileBytes; t += 64) {
            store<u64>(out + (<usize> k << 3) + t, 0);
          }}
      }
    }
  }
}

/** 512 columns of a row. */
function weaveRow(out: usize, x: usize): void {
  for (let t = 0; t < 64; t += 16, x += 16) {
    turnSixteen(temporaryAt, x, 64);
    for (let k: usize = 0; k < 128; k += 8, out += 64) store<u64>(out, load<u64>(temporaryAt + k));
  }
}

/** Weaves n groups of numbers. */
export function weave(out: usize, w: usize, n: i32): void {
  for (; n > 0; n--, w += 2048) {
    for (let t: usize = 0; t < 256; t += 4) {
      for (let c: usize = 0; c < 2048; c += 256, out += 4) store<f32>(out, load<f32>(w + c + t));
    }
  }
}

/** Puts n groups of woven numbers back into their columns. */
export function unweave(out: usize, g: usize, n: i32): void {
  for (; n > 0; n--, out += 2048) {
    for (let t: usize = 0; t < 256; t += 4) {
      for (let c: usize = 0; c < 2048; c += 256, g += 4) store<f32>(out + c + t, load<f32>(g));
    }
  }
}

/** sums [blocks][rows] = Σₜ x[r,t]·w[t] of each block of n groups; x and w woven, rows a multiple of 8. */
export function neuronSumsWoven(sums: usize, x: usize, w: usize, B: i32, n: i32): void {
  const rows = (B + 7) & ~7;
  const stride = <usize> rows << 2;
  for (; n > 0; n--, w += 2048, sums += 8 * stride) {
    let out = sums;
    for (let r = 0; r < rows; r += 8, x += tileBytes, out += 32) {
      sumWovenRows(x, w);
      turnFour(out, stride, temporaryAt);
      turnFour(out + 16, stride, temporaryAt + 128);
      turnFour(out + 4 * stride, stride, temporaryAt + 16);
      turnFour(out + 4 * stride + 16, stride, temporaryAt + 144);
    }
  }
}

/** 4 blocks' sums of 4 rows, which stand 32 bytes apart: a vector for each block. */
// @inline
function turnFour(out: usize, stride: usize, at: usize): void {
  const r0 = v128.load(at), r1 = v128.load(at, 32), r2 = v128.load(at, 64), r3 = v128.load(at, 96);
  const a = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), b = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const c = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7), d = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<f64>(a, b, 0, 2));
  v128.store(out + stride, v128.shuffle<f64>(a, b, 1, 3));
  v128.store(out + 2 * stride, v128.shuffle<f64>(c, d, 0, 2));
  v128.store(out + 3 * stride, v128.shuffle<f64>(c, d, 1, 3));
}

/** Rows of a pass at most. */
const totalsAt = temporaryAt + 0x1000;

/**
 * z[r] = scale·Σᵢ x[r,i]·w[i] + b[0], B outputs that stand `step` bytes apart: adds up the sums of the blocks,
 * then the columns that are not woven. x and w as they are.
 */
export function neuronForwardWoven(
  z: usize,
  step: usize,
  sums: usize,
  x: usize,
  w: usize,
  b: usize,
  scale: f32,
  B: i32,
  I: i32,
): void {
  const bias = load<f32>(b);
  const woven = I & ~511;
  const rows = (B + 7) & ~7;
  addBlocks(sums, rows, woven >> 6);
  for (let r = 0; r < B; r += 8, x += 8 * <usize> I) {
    const at = totalsAt + (<usize> r << 2), count = min(8, B - r);
    v128.store(0, v128.load(at), temporaryAt), v128.store(0, v128.load(at, 16), temporaryAt + 16);
    if (woven < I) addColumns(x, I, w, count, woven, I);
    for (let k = 0; k < count; k++, z += step) {
      store<f32>(z, load<f32>(temporaryAt + (<usize> k << 2)) * scale + bias);
    }
  }
}

/** The totals of so many rows. 32 rows at a time: each waits for its last addition. */
function addBlocks(sums: usize, rows: i32, blocks: i32): void {
  const stride = <usize> rows << 2;
  let r: usize = 0;
  for (; r + 128 <= stride; r += 128) {
    let a = f32x4.splat(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a;
    let p = sums + r;
    for (let k = 0; k < blocks; k++, p += stride) {
      a = f32x4.add(a, v128.load(p)), b = f32x4.add(b, v128.load(p, 16));
      c = f32x4.add(c, v128.load(p, 32)), d = f32x4.add(d, v128.load(p, 48));
      e = f32x4.add(e, v128.load(p, 64)), f = f32x4.add(f, v128.load(p, 80));
      g = f32x4.add(g, v128.load(p, 96)), h = f32x4.add(h, v128.load(p, 112));
    }
    const to = totalsAt + r;
    v128.store(to, a), v128.store(to, b, 16), v128.store(to, c, 32), v128.store(to, d, 48);
    v128.store(to, e, 64), v128.store(to, f, 80), v128.store(to, g, 96), v128.store(to, h, 112);
  }
  for (; r < stride; r += 32) {
    let a = f32x4.splat(0), b = a;
    let p = sums + r;
    for (let k = 0; k < blocks; k++, p += stride) {
      a = f32x4.add(a, v128.load(p)), b = f32x4.add(b, v128.load(p, 16));
    }
    v128.store(totalsAt + r, a), v128.store(totalsAt + r, b, 16);
  }
}

/** g[i] += Σᵣ (scale·d[r])·x[r,i] of n groups, g and x woven. */
export function neuronGradientWoven(
  g: usize,
  d: usize,
  dStride: usize,
  x: usize,
  scale: f32,
  B: i32,
  n: i32,
): void {
  const scaled = temporaryAt + 256;
  const apart = groupBytes(B);
  for (let r = 0; r < B; r += 64, x += 8 * tileBytes) {
    const left = min(64, B - r);
    const rows = (left + 7) & ~7;
    for (let k = 0; k < left; k++, d += dStride) {
      store<f32>(scaled + (<usize> k << 2), load<f32>(d) * scale);
    }
    // Rows of zeros add +0 to sums that are never −0.
    for (let k = left; k < rows; k++) store<f32>(scaled + (<usize> k << 2), 0);
    let from = x, to = g;
    for (let k = 0; k < n; k++, from += apart) {
      for (let t: usize = 0; t < tileBytes; t += 512, to += 256) {
        sumWovenColumns(scaled, from + t, rows);
        addSums(to, 256);
      }
    }
  }
}
