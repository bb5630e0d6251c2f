// @ts-nocheck: AssemblyScript has types of its own.

// Batch normalisation: what happens to elements. B rows, U of the `stride` columns of each matrix,
// from the addresses on.

import { Lanes } from "./lanes.ts";

/** normalized = (x − mean)·inverse, z = gain·normalized + shift. */
export function normalizeColumns(
  z: usize,
  normalized: usize,
  x: usize,
  mean: usize,
  inverse: usize,
  gain: usize,
  shift: usize,
  B: i32,
  U: i32,
  stride: i32,
): void {
  const row = <usize> stride << 2;
  const end = <usize> U << 2;
  for (let r = 0; r < B; r++, z += row, normalized += row, x += row) {
    let i: usize = 0;
    for (; i + 16 <= end; i += 16) {
      Columns.normalize<v128>(i, z, normalized, x, mean, inverse, gain, shift);
    }
    if (U & 2) {
      Columns.normalize<f64>(i, z, normalized, x, mean, inverse, gain, shift);
      i += 8;
    }
    if (U & 1) Columns.normalize<f32>(i, z, normalized, x, mean, inverse, gain, shift);
  }
}

/** dx = (gain·inverse)·((dz − mean) − normalized·product). */
export function columnsInputGradient(
  dx: usize,
  dz: usize,
  normalized: usize,
  mean: usize,
  product: usize,
  inverse: usize,
  gain: usize,
  B: i32,
  U: i32,
  stride: i32,
): void {
  const row = <usize> stride << 2;
  const end = <usize> U << 2;
  for (let r = 0; r < B; r++, dx += row, dz += row, normalized += row) {
    let i: usize = 0;
    for (; i + 16 <= end; i += 16) {
      Columns.inputGradient<v128>(i, dx, dz, normalized, mean, product, inverse, gain);
    }
    if (U & 2) {
      Columns.inputGradient<f64>(i, dx, dz, normalized, mean, product, inverse, gain);
      i += 8;
    }
    if (U & 1) Columns.inputGradient<f32>(i, dx, dz, normalized, mean, product, inverse, gain);
  }
}

/** As many columns as T has room for, from byte i of a row on. */
class Columns {
  @inline
  static normalize<T>(
    i: usize,
    z: usize,
    normalized: usize,
    x: usize,
    mean: usize,
    inverse: usize,
    gain: usize,
    shift: usize,
  ): void {
    const centred = f32x4.sub(Lanes.load<T>(x + i), Lanes.load<T>(mean + i));
    const value = f32x4.mul(centred, Lanes.load<T>(inverse + i));
    const scaled = f32x4.mul(value, Lanes.load<T>(gain + i));
    const shifted = f32x4.add(scaled, Lanes.load<T>(shift + i));
    Lanes.store<T>(normalized + i, value);
    Lanes.store<T>(z + i, shifted);
  }

  @inline
  static inputGradient<T>(
    i: usize,
    dx: usize,
    dz: usize,
    normalized: usize,
    mean: usize,
    product: usize,
    inverse: usize,
    gain: usize,
  ): void {
    const part = f32x4.mul(Lanes.load<T>(normalized + i), Lanes.load<T>(product + i));
    const centred = f32x4.sub(f32x4.sub(Lanes.load<T>(dz + i), Lanes.load<T>(mean + i)), part);
    const factor = f32x4.mul(Lanes.load<T>(gain + i), Lanes.load<T>(inverse + i));
    Lanes.store<T>(dx + i, f32x4.mul(factor, centred));
  }
}
