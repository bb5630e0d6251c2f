// @ts-nocheck: AssemblyScript has types of its own.

// Sums for few rows or few units, where filling panels would cost more than the sums: 4 outputs side
// by side, the factors where they lie. Strides are in bytes.

import { tileAt } from "./scratch.ts";

/**
 * out[m] += Σₖ p[m, k]·q[k] over at most 64 terms, for M outputs that stand `step` bytes apart: one
 * block of {@link addProduct}.
 */
export function addDots(
  out: usize,
  step: usize,
  p: usize,
  stride: usize,
  q: usize,
  M: i32,
  K: i32,
): void {
  const end = <usize> K << 2;
  let m = 0;
  for (; m + 8 <= M; m += 8, p += 8 * stride, out += 8 * step) {
    addDots8(out, step, p, stride, q, end);
  }
  for (; m < M; m++, p += stride, out += step) {
    let sum: f32 = 0;
    for (let k: usize = 0; k < end; k += 4) sum += load<f32>(p + k) * load<f32>(q + k);
    store<f32>(out, load<f32>(out) + sum);
  }
}

/** 8 outputs: rows of 4 terms are turned, so that a lane is an output. */
function addDots8(out: usize, step: usize, p: usize, stride: usize, q: usize, end: usize): void {
  let a = f32x4.splat(0), b = f32x4.splat(0);
  const o = p + 4 * stride;
  let k: usize = 0;
  for (; k + 16 <= end; k += 16) {
    const v = v128.load(q + k);
    const v0 = v128.shuffle<f32>(v, v, 0, 0, 0, 0), v1 = v128.shuffle<f32>(v, v, 1, 1, 1, 1);
    const v2 = v128.shuffle<f32>(v, v, 2, 2, 2, 2), v3 = v128.shuffle<f32>(v, v, 3, 3, 3, 3);
    let r0 = v128.load(p + k), r1 = v128.load(p + stride + k);
    let r2 = v128.load(p + 2 * stride + k), r3 = v128.load(p + 3 * stride + k);
    let p0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), p1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    let p2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), p3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    a = f32x4.add(a, f32x4.mul(v128.shuffle<f64>(p0, p2, 0, 2), v0));
    a = f32x4.add(a, f32x4.mul(v128.shuffle<f64>(p0, p2, 1, 3), v1));
    a = f32x4.add(a, f32x4.mul(v128.shuffle<f64>(p1, p3, 0, 2), v2));
    a = f32x4.add(a, f32x4.mul(v128.shuffle<f64>(p1, p3, 1, 3), v3));
    r0 = v128.load(o + k), r1 = v128.load(o + stride + k);
    r2 = v128.load(o + 2 * stride + k), r3 = v128.load(o + 3 * stride + k);
    p0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), p1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    p2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), p3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    b = f32x4.add(b, f32x4.mul(v128.shuffle<f64>(p0, p2, 0, 2), v0));
    b = f32x4.add(b, f32x4.mul(v128.shuffle<f64>(p0, p2, 1, 3), v1));
    b = f32x4.add(b, f32x4.mul(v128.shuffle<f64>(p1, p3, 0, 2), v2));
    b = f32x4.add(b, f32x4.mul(v128.shuffle<f64>(p1, p3, 1, 3), v3));
  }
  v128.store(tileAt, a), v128.store(tileAt, b, 16);
  for (let m: usize = 0; m < 8; m++, p += stride, out += step) {
    let sum = load<f32>(tileAt + (m << 2));
    for (let i = k; i < end; i += 4) sum += load<f32>(p + i) * load<f32>(q + i);
    store<f32>(out, load<f32>(out) + sum);
  }
}

/** out[c] += Σₖ a[k]·b[k, c] for n columns, in blocks of 64 terms. */
export function addRows(
  out: usize,
  a: usize,
  aStride: usize,
  b: usize,
  stride: usize,
  K: i32,
  n: i32,
): void {
  for (let k = 0; k < K; k += 64, a += 64 * aStride, b += 64 * stride) {
    addBlock(out, a, aStride, b, stride, min(64, K - k), n);
  }
}

function addBlock(
  out: usize,
  a: usize,
  aStride: usize,
  b: usize,
  stride: usize,
  K: i32,
  n: i32,
): void {
  let c = 0;
  for (; c + 16 <= n; c += 16, out += 64, b += 64) {
    let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
    let p = a;
    let q = b;
    for (let k = 0; k < K; k++, p += aStride, q += stride) {
      const v = v128.load32_splat(p);
      s0 = f32x4.add(s0, f32x4.mul(v, v128.load(q)));
      s1 = f32x4.add(s1, f32x4.mul(v, v128.load(q, 16)));
      s2 = f32x4.add(s2, f32x4.mul(v, v128.load(q, 32)));
      s3 = f32x4.add(s3, f32x4.mul(v, v128.load(q, 48)));
    }
    v128.store(out, f32x4.add(v128.load(out), s0));
    v128.store(out, f32x4.add(v128.load(out, 16), s1), 16);
    v128.store(out, f32x4.add(v128.load(out, 32), s2), 32);
    v128.store(out, f32x4.add(v128.load(out, 48), s3), 48);
  }
  for (; c + 4 <= n; c += 4, out += 16, b += 16) {
    let s = f32x4.splat(0);
    let p = a;
    let q = b;
    for (let k = 0; k < K; k++, p += aStride, q += stride) {
      s = f32x4.add(s, f32x4.mul(v128.load32_splat(p), v128.load(q)));
    }
    v128.store(out, f32x4.add(v128.load(out), s));
  }
  for (; c < n; c++, out += 4, b += 4) {
    let s: f32 = 0;
    let p = a;
    let q = b;
    for (let k = 0; k < K; k++, p += aStride, q += stride) s += load<f32>(p) * load<f32>(q);
    store<f32>(out, load<f32>(out) + s);
  }
}
