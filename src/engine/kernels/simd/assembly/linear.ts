// @ts-nocheck: AssemblyScript has types of its own.

// The linear kernels of linear.ts: which of the ways to add products suits their shapes. All ways
// give the same bits. Strides are in bytes, so that threads can share out rows, units or columns.

import { addDots, addRows } from "./few.ts";
import { addFewUnits, areFewUnits } from "./few_units.ts";
import { clear } from "./gather_rows.ts";
import { neuronForward, neuronGradient } from "./neuron.ts";
import { addProduct, bytesAcross, bytesDown, termsAcross, termsDown } from "./product.ts";
import { temporaryAt } from "./scratch.ts";
import {
  isTinyForward,
  isTinyGradient,
  tinyForward,
  tinyInputGradient,
  tinyWeightGradient,
} from "./tiny.ts";
import { widen } from "./vectors.ts";

/** Below so many rows, or units, panels do not pay. */
const few: i32 = 4;

/** z [B, U] = x [B, I] · wᵀ + b */
export function linearForward(
  z: usize,
  zStride: usize,
  x: usize,
  w: usize,
  b: usize,
  B: i32,
  I: i32,
  U: i32,
): void {
  if (isTinyForward(B, I, U)) return tinyForward(z, zStride, x, w, b, B, I, U);
  const stride = <usize> I << 2;
  clearRows(z, zStride, B, U);
  if (B < few) {
    for (let r = 0; r < B; r++) {
      dotRows(z + <usize> r * zStride, 4, w, stride, x + <usize> r * stride, U, I);
    }
  } else if (U < few) {
    for (let u = 0; u < U; u++) {
      dotRows(z + (<usize> u << 2), zStride, x, stride, w + <usize> u * stride, B, I);
    }
  } else {
    addProduct(z, zStride, x, stride, termsAcross, 1, w, stride, termsAcross, B, U, I);
  }
  addBias(z, zStride, b, 1, B, U);
}

/** z [B, U] = scale · x [B, I] · wᵀ + b, x in bytes. */
export function linearForwardBytes(
  z: usize,
  zStride: usize,
  x: usize,
  w: usize,
  b: usize,
  scale: f32,
  B: i32,
  I: i32,
  U: i32,
): void {
  const stride = <usize> I << 2;
  if (U == 1) return neuronForward(z, zStride, x, I, w, load<f32>(b), scale, B, I);
  clearRows(z, zStride, B, U);
  if (B < few) {
    for (let r = 0; r < B; r++) {
      dotBytes(z + <usize> r * zStride, w, stride, x + <usize> r * I, U, I);
    }
  } else if (areFewUnits(B, I, U)) {
    addFewUnits(z, zStride, x, I, w, stride, B, I, U);
  } else {
    addProduct(z, zStride, x, I, bytesAcross, 1, w, stride, termsAcross, B, U, I);
  }
  addBias(z, zStride, b, scale, B, U);
}

/** g [U, I] += dᵀ · x; `I` columns of x and g. */
export function weightGradient(
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
  if (isTinyGradient(B, I, U)) {
    return tinyWeightGradient(g, gStride, d, dStride, x, xStride, B, I, U);
  }
  if (U < few || B < few) {
    for (let u = 0; u < U; u++) {
      addRows(g + <usize> u * gStride, d + (<usize> u << 2), dStride, x, xStride, B, I);
    }
  } else {
    addProduct(g, gStride, d, dStride, termsDown, 1, x, xStride, termsDown, U, I, B);
  }
}

/** g [U, I] += (scale · d)ᵀ · x, x in bytes; `I` columns of x and g. */
export function weightGradientBytes(
  g: usize,
  gStride: usize,
  d: usize,
  dStride: usize,
  x: usize,
  xStride: usize,
  scale: f32,
  B: i32,
  I: i32,
  U: i32,
): void {
  if (U == 1) {
    for (let r = 0; r < B; r += 64) {
      const from = x + <usize> r * xStride;
      neuronGradient(g, d + <usize> r * dStride, dStride, from, xStride, scale, min(64, B - r), I);
    }
  } else {
    addProduct(g, gStride, d, dStride, termsDown, scale, x, xStride, bytesDown, U, I, B);
  }
}

/** dx [B, I] = d · w; `I` columns of w and dx. */
export function inputGradient(
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
  if (isTinyGradient(B, I, U)) {
    return tinyInputGradient(dx, dxStride, d, dStride, w, wStride, B, I, U);
  }
  clearRows(dx, dxStride, B, I);
  if (U < few || B < few) {
    for (let r = 0; r < B; r++) {
      addRows(dx + <usize> r * dxStride, d + <usize> r * dStride, 4, w, wStride, U, I);
    }
  } else {
    addProduct(dx, dxStride, d, dStride, termsAcross, 1, w, wStride, termsDown, B, I, U);
  }
}

/** g[u] += Σᵣ d[r,u]; `U` columns of d and g. */
export function biasGradient(g: usize, d: usize, dStride: usize, B: i32, U: i32): void {
  const end = <usize> B * dStride;
  let u = 0;
  for (; u + 4 <= U; u += 4, g += 16, d += 16) {
    let sum = f32x4.splat(0);
    for (let r: usize = 0; r < end; r += dStride) sum = f32x4.add(sum, v128.load(d + r));
    v128.store(g, f32x4.add(v128.load(g), sum));
  }
  for (; u < U; u++, g += 4, d += 4) {
    let sum: f32 = 0;
    for (let r: usize = 0; r < end; r += dStride) sum += load<f32>(d + r);
    store<f32>(g, load<f32>(g) + sum);
  }
}

function clearRows(out: usize, stride: usize, B: i32, n: i32): void {
  const bytes = <usize> n << 2;
  if (stride == bytes) clear(out, <i32> (<usize> B * bytes));
  else for (let r = 0; r < B; r++, out += stride) clear(out, <i32> bytes);
}

/** out[m] += p[m] · q for M rows of p. */
function dotRows(out: usize, step: usize, p: usize, stride: usize, q: usize, M: i32, K: i32): void {
  for (let k = 0; k < K; k += 64, p += 256, q += 256) {
    addDots(out, step, p, stride, q, M, min(64, K - k));
  }
}

/** out[m] += p[m] · q for M rows of p, q in bytes. */
function dotBytes(out: usize, p: usize, stride: usize, q: usize, M: i32, K: i32): void {
  for (let k = 0; k < K; k += 64, p += 256, q += 64) {
    const terms = min(64, K - k);
    widen(temporaryAt, q, terms);
    addDots(out, 4, p, stride, temporaryAt, M, terms);
  }
}

/** z = scale · z + b */
function addBias(z: usize, stride: usize, b: usize, scale: f32, B: i32, U: i32): void {
  const factor = f32x4.splat(scale);
  for (let r = 0; r < B; r++, z += stride) {
    let u: usize = 0;
    const end = <usize> U << 2;
    for (; u + 16 <= end; u += 16) {
      v128.store(z + u, f32x4.add(f32x4.mul(v128.load(z + u), factor), v128.load(b + u)));
    }
    for (; u < end; u += 4) store<f32>(z + u, load<f32>(z + u) * scale + load<f32>(b + u));
  }
}
