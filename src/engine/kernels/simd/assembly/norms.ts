// @ts-nocheck: AssemblyScript has types of its own.

// What regularisation does to whole tensors; see norms.ts of the reference for each order. n
// elements. Lists of tensors are tables of pairs: address, length.

import { Lanes } from "./lanes.ts";

/** out += k·sign(x). */
export function addSign(out: usize, x: usize, k: f32, n: i32): void {
  const step = f32x4.splat(k);
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 16 <= end; i += 16) Signs.add<v128>(out + i, x + i, step);
  if (n & 2) {
    Signs.add<f64>(out + i, x + i, step);
    i += 8;
  }
  if (n & 1) Signs.add<f32>(out + i, x + i, step);
}

class Signs {
  @inline
  static add<T>(out: usize, x: usize, step: v128): void {
    const pull = f32x4.mul(step, Lanes.sign(Lanes.load<T>(x)));
    Lanes.store<T>(out, f32x4.add(Lanes.load<T>(out), pull));
  }
}

/** Σ x² in four lanes of doubles, added in a tree. */
export function sumOfSquares(x: usize, n: i32): f64 {
  let a = f64x2.splat(0), b = f64x2.splat(0);
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 16 <= end; i += 16) {
    const p = Lanes.promote<f64>(x + i), q = Lanes.promote<f64>(x + i + 8);
    a = f64x2.add(a, f64x2.mul(p, p));
    b = f64x2.add(b, f64x2.mul(q, q));
  }
  // No sum of squares is −0: adding the zeros behind the end changes nothing.
  if (n & 2) {
    const p = Lanes.promote<f64>(x + i);
    a = f64x2.add(a, f64x2.mul(p, p));
    i += 8;
  }
  if (n & 1) {
    const p = Lanes.promote<f32>(x + i);
    if (n & 2) b = f64x2.add(b, f64x2.mul(p, p));
    else a = f64x2.add(a, f64x2.mul(p, p));
  }
  return (f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1)) +
    (f64x2.extract_lane(b, 0) + f64x2.extract_lane(b, 1));
}

/** x = k·x. */
export function scale(x: usize, k: f32, n: i32): void {
  const factor = f32x4.splat(k);
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 32 <= end; i += 32) {
    const a = f32x4.mul(v128.load(x + i), factor);
    const b = f32x4.mul(v128.load(x + i, 16), factor);
    v128.store(x + i, a), v128.store(x + i, b, 16);
  }
  for (; i < end; i += 4) store<f32>(x + i, load<f32>(x + i) * k);
}

/**
 * x = the nearest number between −limit and limit, which is not negative. NaN stays, as pmin and pmax
 * give their first operand where it does not compare.
 */
export function clip(x: usize, limit: f32, n: i32): void {
  const high = f32x4.splat(limit), low = f32x4.splat(-limit);
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 32 <= end; i += 32) {
    const a = f32x4.pmax(f32x4.pmin(v128.load(x + i), high), low);
    const b = f32x4.pmax(f32x4.pmin(v128.load(x + i, 16), high), low);
    v128.store(x + i, a), v128.store(x + i, b, 16);
  }
  for (; i < end; i += 4) store<f32>(x + i, max(-limit, min(limit, load<f32>(x + i))));
}

/** Scales all tensors of the table by one factor, where their norm is above the limit. */
export function clipNorm(table: usize, count: i32, limit: f64): void {
  const end = table + (<usize> count << 3);
  let sum: f64 = 0;
  for (let t = table; t < end; t += 8) sum += sumOfSquares(load<u32>(t), load<i32>(t, 4));
  const norm = sqrt(sum);
  if (!(norm > limit)) return;
  for (let t = table; t < end; t += 8) scale(load<u32>(t), <f32> (limit / norm), load<i32>(t, 4));
}

/** Scales each row of w [U, I] whose norm is above the limit. */
export function limitNorms(w: usize, limit: f64, U: i32, I: i32): void {
  const row = <usize> I << 2;
  for (let u = 0; u < U; u++, w += row) {
    const norm = sqrt(sumOfSquares(w, I));
    if (norm > limit) scale(w, <f32> (limit / norm), I);
  }
}
