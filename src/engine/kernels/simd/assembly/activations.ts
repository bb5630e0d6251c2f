// @ts-nocheck: AssemblyScript has types of its own.

// Activations and their derivatives. n elements; sigmoid and tanh in double precision, rounded once.

import { sigmoid, tanh } from "./functions.ts";

/** a = z; also where they overlap in full. */
export function linearActivation(a: usize, z: usize, n: i32): void {
  memory.copy(a, z, <usize> n << 2);
}

/** a = 0 where z ≤ 0, z elsewhere; NaN stays. */
export function reluActivation(a: usize, z: usize, n: i32): void {
  const zero = f32x4.splat(0);
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 16 <= end; i += 16) {
    const v = v128.load(z + i);
    v128.store(a + i, v128.andnot(v, f32x4.le(v, zero)));
  }
  for (; i < end; i += 4) {
    const v = load<f32>(z + i);
    store<f32>(a + i, v <= 0 ? 0 : v);
  }
}

/** dz = da · (1 where z > 0, 0 elsewhere), a product so that NaN and the sign of 0 come out. */
export function reluDerivative(dz: usize, da: usize, z: usize, n: i32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 16 <= end; i += 16) {
    const slope = v128.and(f32x4.gt(v128.load(z + i), zero), one);
    v128.store(dz + i, f32x4.mul(v128.load(da + i), slope));
  }
  for (; i < end; i += 4) {
    const slope: f32 = load<f32>(z + i) > 0 ? 1 : 0;
    store<f32>(dz + i, load<f32>(da + i) * slope);
  }
}

/** dz = da · (a · (1 − a)), in double precision, rounded once. */
export function sigmoidDerivative(dz: usize, da: usize, a: usize, n: i32): void {
  const one = f64x2.splat(1);
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 8 <= end; i += 8) {
    const y = f64x2.promote_low_f32x4(v128.load64_zero(a + i));
    const x = f64x2.promote_low_f32x4(v128.load64_zero(da + i));
    const product = f64x2.mul(x, f64x2.mul(y, f64x2.sub(one, y)));
    v128.store64_lane(dz + i, f32x4.demote_f64x2_zero(product), 0);
  }
  if (i == end) return;
  const y = <f64> load<f32>(a + i);
  store<f32>(dz + i, <f32> (<f64> load<f32>(da + i) * (y * (1 - y))));
}

/** dz = da · (1 − a²), in double precision, rounded once. */
export function tanhDerivative(dz: usize, da: usize, a: usize, n: i32): void {
  const one = f64x2.splat(1);
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 8 <= end; i += 8) {
    const y = f64x2.promote_low_f32x4(v128.load64_zero(a + i));
    const x = f64x2.promote_low_f32x4(v128.load64_zero(da + i));
    const product = f64x2.mul(x, f64x2.sub(one, f64x2.mul(y, y)));
    v128.store64_lane(dz + i, f32x4.demote_f64x2_zero(product), 0);
  }
  if (i == end) return;
  const y = <f64> load<f32>(a + i);
  store<f32>(dz + i, <f32> (<f64> load<f32>(da + i) * (1 - y * y)));
}

/** a = 1 / (1 + e⁻ᶻ). */
export function sigmoidActivation(a: usize, z: usize, n: i32): void {
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 8 <= end; i += 8) {
    const y = sigmoid(f64x2.promote_low_f32x4(v128.load64_zero(z + i)));
    v128.store64_lane(a + i, f32x4.demote_f64x2_zero(y), 0);
  }
  if (i == end) return;
  const y = sigmoid(f64x2.promote_low_f32x4(v128.load32_zero(z + i)));
  v128.store32_lane(a + i, f32x4.demote_f64x2_zero(y), 0);
}

/** a = tanh(z). */
export function tanhActivation(a: usize, z: usize, n: i32): void {
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 8 <= end; i += 8) {
    const y = tanh(f64x2.promote_low_f32x4(v128.load64_zero(z + i)));
    v128.store64_lane(a + i, f32x4.demote_f64x2_zero(y), 0);
  }
  if (i == end) return;
  const y = tanh(f64x2.promote_low_f32x4(v128.load32_zero(z + i)));
  v128.store32_lane(a + i, f32x4.demote_f64x2_zero(y), 0);
}
