// @ts-nocheck: AssemblyScript has types of its own.

/** The first n of 4 floats, zeros behind them; reads nothing beyond them. */
export function loadFirst(p: usize, n: i32): v128 {
  if (n >= 4) return v128.load(p);
  if (n == 1) return v128.load32_zero(p);
  if (n == 2) return v128.load64_zero(p);
  if (n == 3) return v128.load32_lane(p, v128.load64_zero(p), 2, 8);
  return f32x4.splat(0);
}

/** Widens n bytes to floats and puts zeros behind them up to a multiple of 16. */
export function widen(out: usize, x: usize, n: i32): void {
  let i = 0;
  for (; i + 16 <= n; i += 16) {
    const bytes = v128.load(x + i);
    const low = i16x8.extend_low_i8x16_u(bytes);
    const high = i16x8.extend_high_i8x16_u(bytes);
    const to = out + (<usize> i << 2);
    v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(low)));
    v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(low)), 16);
    v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(high)), 32);
    v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(high)), 48);
  }
  if (i == n) return;
  const end = i + 16;
  for (; i < n; i++) store<f32>(out + (<usize> i << 2), <f32> <i32> load<u8>(x + i));
  for (; i < end; i++) store<f32>(out + (<usize> i << 2), 0);
}

/** Copies n floats and puts zeros behind them up to a multiple of 16. */
export function copyPadded(out: usize, x: usize, n: i32): void {
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 64 <= end; i += 64) {
    v128.store(out + i, v128.load(x + i));
    v128.store(out + i, v128.load(x + i, 16), 16);
    v128.store(out + i, v128.load(x + i, 32), 32);
    v128.store(out + i, v128.load(x + i, 48), 48);
  }
  if (i == end) return;
  const padded = i + 64;
  for (; i < end; i += 4) store<f32>(out + i, load<f32>(x + i));
  for (; i < padded; i += 4) store<f32>(out + i, 0);
}

/** Stores the first n of 4 floats; all of them from 4 on. */
export function storeFirst(p: usize, v: v128, n: i32): void {
  if (n >= 4) v128.store(p, v);
  else if (n == 1) v128.store32_lane(p, v, 0);
  else if (n > 1) {
    v128.store64_lane(p, v, 0);
    if (n == 3) v128.store32_lane(p, v, 2, 8);
  }
}
