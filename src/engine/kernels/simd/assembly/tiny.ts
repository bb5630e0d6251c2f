// @ts-nocheck: AssemblyScript has types of its own.

// The linear kernels for a few products in all: one sum after the other, as in src/engine/kernels, and
// nothing to set up. Strides are in bytes. A sum over one block of terms starts at +0 and can't be −0,
// so adding it to 0 would change no bit.

/** Products that cost less than choosing a faster way. */
const tinyProducts: i32 = 64;

// @inline
export function isTiny(B: i32, I: i32, U: i32): bool {
  // Each below 64, so that no product overflows and a sum is one block.
  return (B | I | U) < 64 && B * I * U <= tinyProducts;
}

/** z [B, U] = x [B, I] · wᵀ + b */
export function tinyForward(
  z: usize,
  zStride: usize,
  x: usize,
  w: usize,
  b: usize,
  B: i32,
  I: i32,
  U: i32,
): void {
  const bytes = <usize> I << 2, units = <usize> U << 2;
  for (let r = 0; r < B; r++, x += bytes, z += zStride) {
    let p = w;
    for (let u: usize = 0; u < units; u += 4, p += bytes) {
      let sum: f32 = 0;
      for (let i: usize = 0; i < bytes; i += 4) sum += load<f32>(x + i) * load<f32>(p + i);
      store<f32>(z + u, sum + load<f32>(b + u));
    }
  }
}

/** g [U, I] += dᵀ · x */
export function tinyWeightGradient(
  g: usize,
  gStride: usize,
  d: usize,
  dStride: usize,
  x: usize,
  xStride: usize,
  B: i32,
  I: i32,
  U: i32,
): void {
  const bytes = <usize> I << 2;
  const dEnd = <usize> B * dStride;
  for (const end = d + (<usize> U << 2); d < end; d += 4, g += gStride) {
    for (let i: usize = 0; i < bytes; i += 4) {
      let sum: f32 = 0;
      let q = x + i;
      for (let r: usize = 0; r < dEnd; r += dStride, q += xStride) {
        sum += load<f32>(d + r) * load<f32>(q);
      }
      store<f32>(g + i, load<f32>(g + i) + sum);
    }
  }
}

/** gb [U] += Σᵣ d[r], gw [U, I] += dᵀ · x; rows without gaps. */
export function tinyGradients(
  gb: usize,
  gw: usize,
  d: usize,
  x: usize,
  B: i32,
  I: i32,
  U: i32,
): void {
  const bytes = <usize> I << 2, units = <usize> U << 2;
  const dBytes = <usize> B * units;
  for (const end = d + units; d < end; d += 4, gb += 4) {
    let sum: f32 = 0;
    for (let r: usize = 0; r < dBytes; r += units) sum += load<f32>(d + r);
    store<f32>(gb, load<f32>(gb) + sum);
    for (const to = x + bytes; x < to; x += 4, gw += 4) {
      let sum: f32 = 0;
      let q = x;
      for (let r: usize = 0; r < dBytes; r += units, q += bytes) {
        sum += load<f32>(d + r) * load<f32>(q);
      }
      store<f32>(gw, load<f32>(gw) + sum);
    }
    x -= bytes;
  }
}

/** dx [B, I] = d · w */
export function tinyInputGradient(
  dx: usize,
  dxStride: usize,
  d: usize,
  dStride: usize,
  w: usize,
  wStride: usize,
  B: i32,
  I: i32,
  U: i32,
): void {
  const bytes = <usize> I << 2, units = <usize> U << 2;
  for (let r = 0; r < B; r++, d += dStride, dx += dxStride) {
    for (let i: usize = 0; i < bytes; i += 4) {
      let sum: f32 = 0;
      let q = w + i;
      for (let u: usize = 0; u < units; u += 4, q += wStride) {
        sum += load<f32>(d + u) * load<f32>(q);
      }
      store<f32>(dx + i, sum);
    }
  }
}
