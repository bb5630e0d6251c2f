// @ts-nocheck: AssemblyScript has types of its own.

// One unit on bytes: here widening costs more than multiplying, so bytes are widened in registers,
// where two halves of 4 lanes become 256 bits: both come from the same 16 bytes. Strides are in bytes.

import { interleaveHigh, interleaveLow } from "./pack_coefficients.ts";
import { temporaryAt } from "./scratch.ts";

// @inline
function low(bytes: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(bytes));
}

// @inline
function high(bytes: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(bytes));
}

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
function sumRows(x0: usize, stride: usize, w: usize, rows: i32, I: i32): void {
  const last = <usize> (rows - 1) * stride;
  const x1 = x0 + min<usize>(stride, last), x2 = x0 + min<usize>(2 * stride, last);
  const x3 = x0 + min<usize>(3 * stride, last), x4 = x0 + min<usize>(4 * stride, last);
  const x5 = x0 + min<usize>(5 * stride, last), x6 = x0 + min<usize>(6 * stride, last);
  const x7 = x0 + min<usize>(7 * stride, last);
  let a = f32x4.splat(0), b = f32x4.splat(0);
  let i: usize = 0;
  const blocks = <usize> (I & ~63);
  while (i < blocks) {
    let s = f32x4.splat(0), t = f32x4.splat(0);
    for (const end = i + 64; i < end; i += 16, w += 64) {
      // 16 columns of 8 rows, turned: each register gets two columns.
      const r0 = v128.load(x0 + i), r4 = v128.load(x4 + i);
      const p0 = interleaveLow(r0, r4), q0 = interleaveHigh(r0, r4);
      const r1 = v128.load(x1 + i), r5 = v128.load(x5 + i);
      const p1 = interleaveLow(r1, r5), q1 = interleaveHigh(r1, r5);
      const r2 = v128.load(x2 + i), r6 = v128.load(x6 + i);
      const p2 = interleaveLow(r2, r6), q2 = interleaveHigh(r2, r6);
      const r3 = v128.load(x3 + i), r7 = v128.load(x7 + i);
      const p3 = interleaveLow(r3, r7), q3 = interleaveHigh(r3, r7);
      let m0 = interleaveLow(p0, p2), m1 = interleaveLow(p1, p3);
      let v = v128.load(w);
      let c = interleaveLow(m0, m1);
      let d = i16x8.extend_low_i8x16_u(c);
      let f = v128.shuffle<f32>(v, v, 0, 0, 0, 0);
      s = f32x4.add(s, f32x4.mul(f, low(d))), t = f32x4.add(t, f32x4.mul(f, high(d)));
      d = i16x8.extend_high_i8x16_u(c), f = v128.shuffle<f32>(v, v, 1, 1, 1, 1);
      s = f32x4.add(s, f32x4.mul(f, low(d))), t = f32x4.add(t, f32x4.mul(f, high(d)));
      c = interleaveHigh(m0, m1);
      d = i16x8.extend_low_i8x16_u(c), f = v128.shuffle<f32>(v, v, 2, 2, 2, 2);
      s = f32x4.add(s, f32x4.mul(f, low(d))), t = f32x4.add(t, f32x4.mul(f, high(d)));
      d = i16x8.extend_high_i8x16_u(c), f = v128.shuffle<f32>(v, v, 3, 3, 3, 3);
      s = f32x4.add(s, f32x4.mul(f, low(d))), t = f32x4.add(t, f32x4.mul(f, high(d)));
      m0 = interleaveHigh(p0, p2), m1 = interleaveHigh(p1, p3);
      v = v128.load(w, 16);
      c = interleaveLow(m0, m1);
      d = i16x8.extend_low_i8x16_u(c), f = v128.shuffle<f32>(v, v, 0, 0, 0, 0);
      s = f32x4.add(s, f32x4.mul(f, low(d))), t = f32x4.add(t, f32x4.mul(f, high(d)));
      d = i16x8.extend_high_i8x16_u(c), f = v128.shuffle<f32>(v, v, 1, 1, 1, 1);
      s = f32x4.add(s, f32x4.mul(f, low(d))), t = f32x4.add(t, f32x4.mul(f, high(d)));
      c = interleaveHigh(m0, m1);
      d = i16x8.extend_low_i8x16_u(c), f = v128.shuffle<f32>(v, v, 2, 2, 2, 2);
      s = f32x4.add(s, f32x4.mul(f, low(d))), t = f32x4.add(t, f32x4.mul(f, high(d)));
      d = i16x8.extend_high_i8x16_u(c), f = v128.shuffle<f32>(v, v, 3, 3, 3, 3);
      s = f32x4.add(s, f32x4.mul(f, low(d))), t = f32x4.add(t, f32x4.mul(f, high(d)));
      m0 = interleaveLow(q0, q2), m1 = interleaveLow(q1, q3);
      v = v128.load(w, 32);
      c = interleaveLow(m0, m1);
      d = i16x8.extend_low_i8x16_u(c), f = v128.shuffle<f32>(v, v, 0, 0, 0, 0);
      s = f32x4.add(s, f32x4.mul(f, low(d))), t = f32x4.add(t, f32x4.mul(f, high(d)));
      d = i16x8.extend_high_i8x16_u(c), f = v128.shuffle<f32>(v, v, 1, 1, 1, 1);
      s = f32x4.add(s, f32x4.mul(f, low(d))), t = f32x4.add(t, f32x4.mul(f, high(d)));
      c = interleaveHigh(m0, m1);
      d = i16x8.extend_low_i8x16_u(c), f = v128.shuffle<f32>(v, v, 2, 2, 2, 2);
      s = f32x4.add(s, f32x4.mul(f, low(d))), t = f32x4.add(t, f32x4.mul(f, high(d)));
      d = i16x8.extend_high_i8x16_u(c), f = v128.shuffle<f32>(v, v, 3, 3, 3, 3);
      s = f32x4.add(s, f32x4.mul(f, low(d))), t = f32x4.add(t, f32x4.mul(f, high(d)));
      m0 = interleaveHigh(q0, q2), m1 = interleaveHigh(q1, q3);
      v = v128.load(w, 48);
      c = interleaveLow(m0, m1);
      d = i16x8.extend_low_i8x16_u(c), f = v128.shuffle<f32>(v, v, 0, 0, 0, 0);
      s = f32x4.add(s, f32x4.mul(f, low(d))), t = f32x4.add(t, f32x4.mul(f, high(d)));
      d = i16x8.extend_high_i8x16_u(c), f = v128.shuffle<f32>(v, v, 1, 1, 1, 1);
      s = f32x4.add(s, f32x4.mul(f, low(d))), t = f32x4.add(t, f32x4.mul(f, high(d)));
      c = interleaveHigh(m0, m1);
      d = i16x8.extend_low_i8x16_u(c), f = v128.shuffle<f32>(v, v, 2, 2, 2, 2);
      s = f32x4.add(s, f32x4.mul(f, low(d))), t = f32x4.add(t, f32x4.mul(f, high(d)));
      d = i16x8.extend_high_i8x16_u(c), f = v128.shuffle<f32>(v, v, 3, 3, 3, 3);
      s = f32x4.add(s, f32x4.mul(f, low(d))), t = f32x4.add(t, f32x4.mul(f, high(d)));
    }
    a = f32x4.add(a, s), b = f32x4.add(b, t);
  }
  v128.store(0, a, temporaryAt), v128.store(0, b, temporaryAt + 16);
  if (i == <usize> I) return;
  addRest(x0 + i, stride, w, rows, I & 63);
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
    for (let k: usize = 0; k < 256; k += 16) {
      v128.store(g + k, f32x4.add(v128.load(g + k), v128.load(temporaryAt + k)));
    }
  }
  for (; i < n; i++, x++, g += 4) {
    let sum: f32 = 0;
    for (let r: usize = 0; r < <usize> B; r++) {
      sum += load<f32>(scaled + (r << 2)) * <f32> <i32> load<u8>(x + r * stride);
    }
    store<f32>(g, load<f32>(g) + sum);
  }
}

/** Σᵣ d[r]·x[r,c] of 64 columns, to [64] f32. */
function sumColumns(d: usize, x: usize, stride: usize, B: i32): void {
  let a0 = f32x4.splat(0), b0 = f32x4.splat(0), a1 = f32x4.splat(0), b1 = f32x4.splat(0);
  let a2 = f32x4.splat(0), b2 = f32x4.splat(0), a3 = f32x4.splat(0), b3 = f32x4.splat(0);
  let a4 = f32x4.splat(0), b4 = f32x4.splat(0), a5 = f32x4.splat(0), b5 = f32x4.splat(0);
  let a6 = f32x4.splat(0), b6 = f32x4.splat(0), a7 = f32x4.splat(0), b7 = f32x4.splat(0);
  for (let r = 0; r < B; r++, d += 4, x += stride) {
    const v = v128.load32_splat(d);
    let bytes = v128.load(x);
    let c = i16x8.extend_low_i8x16_u(bytes);
    a0 = f32x4.add(a0, f32x4.mul(v, low(c))), b0 = f32x4.add(b0, f32x4.mul(v, high(c)));
    c = i16x8.extend_high_i8x16_u(bytes);
    a1 = f32x4.add(a1, f32x4.mul(v, low(c))), b1 = f32x4.add(b1, f32x4.mul(v, high(c)));
    bytes = v128.load(x, 16);
    c = i16x8.extend_low_i8x16_u(bytes);
    a2 = f32x4.add(a2, f32x4.mul(v, low(c))), b2 = f32x4.add(b2, f32x4.mul(v, high(c)));
    c = i16x8.extend_high_i8x16_u(bytes);
    a3 = f32x4.add(a3, f32x4.mul(v, low(c))), b3 = f32x4.add(b3, f32x4.mul(v, high(c)));
    bytes = v128.load(x, 32);
    c = i16x8.extend_low_i8x16_u(bytes);
    a4 = f32x4.add(a4, f32x4.mul(v, low(c))), b4 = f32x4.add(b4, f32x4.mul(v, high(c)));
    c = i16x8.extend_high_i8x16_u(bytes);
    a5 = f32x4.add(a5, f32x4.mul(v, low(c))), b5 = f32x4.add(b5, f32x4.mul(v, high(c)));
    bytes = v128.load(x, 48);
    c = i16x8.extend_low_i8x16_u(bytes);
    a6 = f32x4.add(a6, f32x4.mul(v, low(c))), b6 = f32x4.add(b6, f32x4.mul(v, high(c)));
    c = i16x8.extend_high_i8x16_u(bytes);
    a7 = f32x4.add(a7, f32x4.mul(v, low(c))), b7 = f32x4.add(b7, f32x4.mul(v, high(c)));
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
