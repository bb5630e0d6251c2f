// @ts-nocheck: AssemblyScript has types of its own.

// Layer normalisation. B rows of U. A row's sums are doubles, one element after the other, so four rows
// go side by side; behind the last row it goes again, and nothing of that is stored.

import { Lanes } from "./lanes.ts";
import { temporaryAt } from "./scratch.ts";

/** normalized = (x − mean)·inverse of each row, z = gain·normalized + shift. */
export function normalizeRows(
  z: usize,
  normalized: usize,
  inverse: usize,
  x: usize,
  gain: usize,
  shift: usize,
  epsilon: f64,
  B: i32,
  U: i32,
): void {
  const row = <usize> U << 2;
  for (let r = 0; r < B; r += 4) {
    const count = min(4, B - r);
    measureRows(
      x,
      row * (count > 1 ? 1 : 0),
      row * (min(count, 3) - 1),
      row * (count - 1),
      epsilon,
      U,
    );
    for (let k: usize = 0; k < <usize> count; k++) {
      const mean = load<f32>(temporaryAt + (k << 2)),
        factor = load<f32>(temporaryAt + 16 + (k << 2));
      store<f32>(inverse, factor);
      Rows.normalizeOne(z, normalized, x, gain, shift, mean, factor, row);
      z += row, normalized += row, x += row, inverse += 4;
    }
  }
}

/** Mean and 1 / √(variance + ε) of the rows at x, x + x1, x + x2 and x + x3, to the scratch. */
function measureRows(x: usize, x1: usize, x2: usize, x3: usize, epsilon: f64, U: i32): void {
  const units = f64x2.splat(<f64> U);
  const end = x + (<usize> U << 2);
  let a = f64x2.splat(0), b = f64x2.splat(0);
  for (let p = x; p < end; p += 4) {
    a = f64x2.add(a, Rows.pair(p, p + x1));
    b = f64x2.add(b, Rows.pair(p + x2, p + x3));
  }
  const meanA = f64x2.div(a, units), meanB = f64x2.div(b, units);
  a = f64x2.splat(0), b = f64x2.splat(0);
  for (let p = x; p < end; p += 4) {
    const differenceA = f64x2.sub(Rows.pair(p, p + x1), meanA);
    const differenceB = f64x2.sub(Rows.pair(p + x2, p + x3), meanB);
    a = f64x2.add(a, f64x2.mul(differenceA, differenceA));
    b = f64x2.add(b, f64x2.mul(differenceB, differenceB));
  }
  const one = f64x2.splat(1), added = f64x2.splat(epsilon);
  a = f64x2.div(one, f64x2.sqrt(f64x2.add(f64x2.div(a, units), added)));
  b = f64x2.div(one, f64x2.sqrt(f64x2.add(f64x2.div(b, units), added)));
  Rows.store(temporaryAt, meanA, meanB);
  Rows.store(temporaryAt + 16, a, b);
}

/** dx = inverse·((g − mean) − normalized·product), g = dz·gain. */
export function rowsInputGradient(
  dx: usize,
  dz: usize,
  normalized: usize,
  inverse: usize,
  gain: usize,
  B: i32,
  U: i32,
): void {
  const row = <usize> U << 2;
  for (let r = 0; r < B; r += 4) {
    const count = min(4, B - r);
    measureGradients(
      dz,
      normalized,
      gain,
      row * (count > 1 ? 1 : 0),
      row * (min(count, 3) - 1),
      row * (count - 1),
      U,
    );
    for (let k: usize = 0; k < <usize> count; k++) {
      const mean = load<f32>(temporaryAt + (k << 2)),
        product = load<f32>(temporaryAt + 16 + (k << 2));
      Rows.inputGradientOne(dx, dz, normalized, gain, mean, product, load<f32>(inverse), row);
      dx += row, dz += row, normalized += row, inverse += 4;
    }
  }
}

/** Means of g and of g·normalized over each of four rows, to the scratch. */
function measureGradients(
  dz: usize,
  normalized: usize,
  gain: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  U: i32,
): void {
  const units = f64x2.splat(<f64> U);
  const end = <usize> U << 2;
  let a = f64x2.splat(0),
    b = f64x2.splat(0),
    productsA = f64x2.splat(0),
    productsB = f64x2.splat(0);
  for (let i: usize = 0; i < end; i += 4) {
    const factor = v128.load32_splat(gain + i);
    const p = dz + i, q = normalized + i;
    const gA = f64x2.promote_low_f32x4(f32x4.mul(Rows.floats(p, p + x1), factor));
    const gB = f64x2.promote_low_f32x4(f32x4.mul(Rows.floats(p + x2, p + x3), factor));
    a = f64x2.add(a, gA);
    b = f64x2.add(b, gB);
    productsA = f64x2.add(productsA, f64x2.mul(gA, Rows.pair(q, q + x1)));
    productsB = f64x2.add(productsB, f64x2.mul(gB, Rows.pair(q + x2, q + x3)));
  }
  Rows.store(temporaryAt, f64x2.div(a, units), f64x2.div(b, units));
  Rows.store(temporaryAt + 16, f64x2.div(productsA, units), f64x2.div(productsB, units));
}

class Rows {
  /** One float of each of two rows, zeros behind them. */
  @inline
  static floats(p: usize, q: usize): v128 {
    return v128.load32_lane(q, v128.load32_zero(p), 1);
  }

  /** The same as doubles. */
  @inline
  static pair(p: usize, q: usize): v128 {
    return f64x2.promote_low_f32x4(Rows.floats(p, q));
  }

  /** Four doubles, rounded. */
  @inline
  static store(p: usize, a: v128, b: v128): void {
    v128.store64_lane(p, f32x4.demote_f64x2_zero(a), 0);
    v128.store64_lane(p + 8, f32x4.demote_f64x2_zero(b), 0);
  }

  @inline
  static normalizeOne(
    z: usize,
    normalized: usize,
    x: usize,
    gain: usize,
    shift: usize,
    mean: f32,
    factor: f32,
    end: usize,
  ): void {
    const means = f32x4.splat(mean), factors = f32x4.splat(factor);
    let i: usize = 0;
    for (; i + 16 <= end; i += 16) {
      Rows.normalize<v128>(i, z, normalized, x, gain, shift, means, factors);
    }
    if (end & 8) {
      Rows.normalize<f64>(i, z, normalized, x, gain, shift, means, factors);
      i += 8;
    }
    if (end & 4) Rows.normalize<f32>(i, z, normalized, x, gain, shift, means, factors);
  }

  @inline
  static normalize<T>(
    i: usize,
    z: usize,
    normalized: usize,
    x: usize,
    gain: usize,
    shift: usize,
    mean: v128,
    factor: v128,
  ): void {
    const value = f32x4.mul(f32x4.sub(Lanes.load<T>(x + i), mean), factor);
    const scaled = f32x4.mul(value, Lanes.load<T>(gain + i));
    const shifted = f32x4.add(scaled, Lanes.load<T>(shift + i));
    Lanes.store<T>(normalized + i, value);
    Lanes.store<T>(z + i, shifted);
  }

  @inline
  static inputGradientOne(
    dx: usize,
    dz: usize,
    normalized: usize,
    gain: usize,
    mean: f32,
    product: f32,
    factor: f32,
    end: usize,
  ): void {
    const means = f32x4.splat(mean), products = f32x4.splat(product), factors = f32x4.splat(factor);
    let i: usize = 0;
    for (; i + 16 <= end; i += 16) {
      Rows.inputGradient<v128>(i, dx, dz, normalized, gain, means, products, factors);
    }
    if (end & 8) {
      Rows.inputGradient<f64>(i, dx, dz, normalized, gain, means, products, factors);
      i += 8;
    }
    if (end & 4) Rows.inputGradient<f32>(i, dx, dz, normalized, gain, means, products, factors);
  }

  @inline
  static inputGradient<T>(
    i: usize,
    dx: usize,
    dz: usize,
    normalized: usize,
    gain: usize,
    mean: v128,
    product: v128,
    factor: v128,
  ): void {
    const g = f32x4.mul(Lanes.load<T>(dz + i), Lanes.load<T>(gain + i));
    const part = f32x4.mul(Lanes.load<T>(normalized + i), product);
    Lanes.store<T>(dx + i, f32x4.mul(factor, f32x4.sub(f32x4.sub(g, mean), part)));
  }
}
