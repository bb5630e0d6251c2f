// @ts-nocheck: AssemblyScript has types of its own.

// The linear kernels for a few products in all: one sum after the other, as in src/engine/kernels, and
// nothing to set up. Strides are in bytes. A sum over one block of terms starts at +0 and can't be −0,
// so adding it to 0 would change no bit.

/** Products that cost less than choosing a faster way. */
const tinyProducts: i32 = 64;

// @inline
function isTiny(B: i32, I: i32, U: i32): bool {
  // Each at most 64, so that no product overflows and a sum is one block.
  return (B | I | U) <= 64 && B * I * U <= tinyProducts;
}

/** Whether tinyForward pays: few.ts takes 8 units side by side. */
// @inline
export function isTinyForward(B: i32, I: i32, U: i32): bool {
  return U < 8 && isTiny(B, I, U);
}

/** Whether the gradients for few inputs pay: few.ts takes 4 columns side by side. */
// @inline
export function isTinyGradient(B: i32, I: i32, U: i32): bool {
  return I < 4 && isTiny(B, I, U);
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
      let i: usize = 0;
      // By twos: a turn of a loop costs as much as a product.
      for (; i + 8 <= bytes; i += 8) {
        sum += load<f32>(x + i) * load<f32>(p + i);
        sum += load<f32>(x + i, 4) * load<f32>(p + i, 4);
      }
      if (i < bytes) sum += load<f32>(x + i) * load<f32>(p + i);
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

/** gb [U] += d, gw [U, I] += dᵀ · x, of one row. */
export function addTinyRowGradients(
  gb: usize,
  gw: usize,
  d: usize,
  x: usize,
  I: i32,
  U: i32,
): void {
  const end = x + (<usize> I << 2);
  for (const dEnd = d + (<usize> U << 2); d < dEnd; d += 4, gb += 4) {
    const v = load<f32>(d);
    store<f32>(gb, load<f32>(gb) + (<f32> 0 + v));
    let q = x;
    for (; q + 8 <= end; q += 8, gw += 8) {
      store<f32>(gw, load<f32>(gw) + (<f32> 0 + v * load<f32>(q)));
      store<f32>(gw, load<f32>(gw, 4) + (<f32> 0 + v * load<f32>(q, 4)), 4);
    }
    if (q < end) {
      store<f32>(gw, load<f32>(gw) + (<f32> 0 + v * load<f32>(q)));
      gw += 4;
    }
  }
}

/** gb [U] = d, gw [U, I] = dᵀ · x, of one row; a −0 becomes the +0 that it is when added to 0. */
export function tinyRowGradients(gb: usize, gw: usize, d: usize, x: usize, I: i32, U: i32): void {
  const end = x + (<usize> I << 2);
  for (const dEnd = d + (<usize> U << 2); d < dEnd; d += 4, gb += 4) {
    const v = load<f32>(d);
    store<f32>(gb, <f32> 0 + v);
    let q = x;
    for (; q + 8 <= end; q += 8, gw += 8) {
      store<f32>(gw, <f32> 0 + v * load<f32>(q));
      store<f32>(gw, <f32> 0 + v * load<f32>(q, 4), 4);
    }
    if (q < end) {
      store<f32>(gw, <f32> 0 + v * load<f32>(q));
      gw += 4;
    }
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
      let u: usize = 0;
      for (; u + 8 <= units; u += 8, q += 2 * wStride) {
        sum += load<f32>(d + u) * load<f32>(q);
        sum += load<f32>(d + u, 4) * load<f32>(q + wStride);
      }
      if (u < units) sum += load<f32>(d + u) * load<f32>(q);
      store<f32>(dx + i, sum);
    }
  }
}
