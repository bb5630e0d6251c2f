// @ts-nocheck: AssemblyScript has types of its own.

// Inputs as the first layer wants them: bytes become numbers. n elements.

import { Lanes } from "./lanes.ts";

/** out = (scale·x)·mask. */
export function dropInputs(out: usize, x: usize, mask: usize, scale: f32, n: i32): void {
  const factor = f32x4.splat(scale);
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 16 <= end; i += 16) Inputs.drop<v128>(out + i, x + i, mask + i, factor);
  if (n & 2) {
    Inputs.drop<f64>(out + i, x + i, mask + i, factor);
    i += 8;
  }
  if (n & 1) Inputs.drop<f32>(out + i, x + i, mask + i, factor);
}

/** The same for bytes. */
export function dropInputBytes(out: usize, x: usize, mask: usize, scale: f32, n: i32): void {
  const factor = f32x4.splat(scale);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = <usize> i << 2;
    const scaled = f32x4.mul(factor, Inputs.widen(x + i));
    v128.store(out + at, f32x4.mul(scaled, v128.load(mask + at)));
  }
  for (; i < n; i++) {
    const at = <usize> i << 2;
    store<f32>(out + at, scale * <f32> <i32> load<u8>(x + i) * load<f32>(mask + at));
  }
}

/** out = scale·x. */
export function scaleInputs(out: usize, x: usize, scale: f32, n: i32): void {
  const factor = f32x4.splat(scale);
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 32 <= end; i += 32) {
    const a = f32x4.mul(factor, v128.load(x + i));
    const b = f32x4.mul(factor, v128.load(x + i, 16));
    v128.store(out + i, a), v128.store(out + i, b, 16);
  }
  for (; i < end; i += 4) store<f32>(out + i, scale * load<f32>(x + i));
}

/** The same for bytes. */
export function scaleInputBytes(out: usize, x: usize, scale: f32, n: i32): void {
  const factor = f32x4.splat(scale);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    v128.store(out + (<usize> i << 2), f32x4.mul(factor, Inputs.widen(x + i)));
  }
  for (; i < n; i++) store<f32>(out + (<usize> i << 2), scale * <f32> <i32> load<u8>(x + i));
}

class Inputs {
  @inline
  static drop<T>(out: usize, x: usize, mask: usize, factor: v128): void {
    const scaled = f32x4.mul(factor, Lanes.load<T>(x));
    Lanes.store<T>(out, f32x4.mul(scaled, Lanes.load<T>(mask)));
  }

  /** 4 bytes as floats. */
  @inline
  static widen(x: usize): v128 {
    const words = i16x8.extend_low_i8x16_u(v128.load32_zero(x));
    return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(words));
  }
}
