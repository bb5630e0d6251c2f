// A linear layer forward, backward to its weights, its biases and its inputs.
//
// B rows, I inputs, U units. x [B, I], w [U, I], b [U], z and d = dz [B, U], g = dw [U, I].
//
// These loops say in which order every sum is taken: they are the definition of the result, and a
// faster backend takes the same order. Terms go in blocks of 64: a block's sum starts at +0 and adds
// its rounded products one after the other, and the blocks' sums are added one after the other. So
// the error does not grow with every term, and a block of both factors fits a cache.

import { createScratch } from "./scratch.ts";

const f = Math.fround;

/** Terms that are summed before they are added to the total. Part of the definition of the result. */
export const termsOfBlock = 64;

/** Columns that are summed side by side: no sum waits for another. */
const width = 8;

const widenedRow = createScratch();
const widenedColumns = createScratch();
const scaledGradient = createScratch();

/** z[r,u] = Σᵢ x[r,i]·w[u,i] + b[u]; the bias comes last. */
export function linearForward(
  z: Float32Array,
  x: Float32Array,
  w: Float32Array,
  b: Float32Array,
  B: number,
  I: number,
  U: number,
  first: number,
): void {
  for (let r = 0; r < B; r++) forwardRow(z, r * U, x, (first + r) * I, w, b, 1, I, U);
}

/**
 * z[r,u] = scale·Σᵢ x[r,i]·w[u,i] + b[u], x in bytes: the sum of {@linkcode linearForward} over the
 * byte values, then one rounded multiplication by the scale, then the bias. Folding x/255 into the
 * scale costs one multiplication per output instead of one per input.
 */
export function linearForwardBytes(
  z: Float32Array,
  x: Uint8Array,
  w: Float32Array,
  b: Float32Array,
  scale: number,
  B: number,
  I: number,
  U: number,
  first: number,
): void {
  const row = widenedRow(I);
  for (let r = 0; r < B; r++) {
    const from = (first + r) * I;
    for (let i = 0; i < I; i++) row[i] = x[from + i]!;
    forwardRow(z, r * U, row, 0, w, b, scale, I, U);
  }
}

/** One row of z from the row of x that starts at xFrom. A scale of 1 changes no bit. */
function forwardRow(
  z: Float32Array,
  zFrom: number,
  x: Float32Array,
  xFrom: number,
  w: Float32Array,
  b: Float32Array,
  scale: number,
  I: number,
  U: number,
): void {
  const factor = f(scale);
  for (let u = 0; u < U; u++) z[zFrom + u] = 0;
  addProducts(z, zFrom, x, xFrom, 1, w, 0, 1, I, I, U);
  for (let u = 0; u < U; u++) z[zFrom + u] = f(f(z[zFrom + u]! * factor) + b[u]!);
}

/** g[u,i] += Σᵣ d[r,u]·x[r,i]. */
export function weightGradient(
  g: Float32Array,
  d: Float32Array,
  x: Float32Array,
  B: number,
  I: number,
  U: number,
  first: number,
): void {
  for (let u = 0; u < U; u++) addProducts(g, u * I, d, u, U, x, first * I, I, 1, B, I);
}

/**
 * g[u,i] += Σᵣ (scale·d[r,u])·x[r,i], x in bytes: {@linkcode weightGradient} with the rounded
 * product scale·d in place of d.
 */
export function weightGradientBytes(
  g: Float32Array,
  d: Float32Array,
  x: Uint8Array,
  scale: number,
  B: number,
  I: number,
  U: number,
  first: number,
): void {
  const scaled = scaledGradient(B * U);
  const factor = f(scale);
  for (let k = 0; k < B * U; k++) scaled[k] = f(d[k]! * factor);
  const columns = widenedColumns(B * width);
  for (let i = 0; i < I; i += width) {
    const n = Math.min(width, I - i);
    for (let r = 0, from = first * I + i, to = 0; r < B; r++, from += I, to += width) {
      for (let c = 0; c < n; c++) columns[to + c] = x[from + c]!;
    }
    for (let u = 0; u < U; u++) addProducts(g, u * I + i, scaled, u, U, columns, 0, width, 1, B, n);
  }
}

/** g[u] += Σᵣ d[r,u]: a sum that starts at +0, then added to g. */
export function biasGradient(g: Float32Array, d: Float32Array, B: number, U: number): void {
  for (let u = 0; u < U; u++) {
    let sum = f(0);
    for (let r = 0; r < B; r++) sum = f(sum + d[r * U + u]!);
    g[u] = f(g[u]! + sum);
  }
}

/** dx[r,i] = Σᵤ d[r,u]·w[u,i]. */
export function inputGradient(
  dx: Float32Array,
  d: Float32Array,
  w: Float32Array,
  B: number,
  I: number,
  U: number,
): void {
  for (let k = 0; k < B * I; k++) dx[k] = 0;
  for (let r = 0; r < B; r++) addProducts(dx, r * I, d, r * U, 1, w, 0, I, 1, U, I);
}

/**
 * out[c] += Σₖ a[k]·b[k,c] for K terms and n columns: the sums that all linear kernels are made of.
 * a[k] stands at aFrom + k·aStep, b[k,c] at bFrom + k·bStep + c·bColumn, out[c] at outFrom + c.
 */
function addProducts(
  out: Float32Array,
  outFrom: number,
  a: Float32Array,
  aFrom: number,
  aStep: number,
  b: Float32Array,
  bFrom: number,
  bStep: number,
  bColumn: number,
  K: number,
  n: number,
): void {
  for (let k = 0; k < K; k += termsOfBlock) {
    const p = aFrom + k * aStep;
    const q = bFrom + k * bStep;
    const terms = Math.min(termsOfBlock, K - k);
    let c = 0;
    for (; c + width <= n; c += width) {
      addBlock(out, outFrom + c, a, p, aStep, b, q + c * bColumn, bStep, bColumn, terms);
    }
    for (; c < n; c++) {
      let sum = f(0);
      for (let t = 0; t < terms; t++) {
        sum = f(sum + f(a[p + t * aStep]! * b[q + t * bStep + c * bColumn]!));
      }
      out[outFrom + c] = f(out[outFrom + c]! + sum);
    }
  }
}

/** One block of terms in 8 columns side by side. */
function addBlock(
  out: Float32Array,
  o: number,
  a: Float32Array,
  aFrom: number,
  aStep: number,
  b: Float32Array,
  bFrom: number,
  bStep: number,
  bColumn: number,
  terms: number,
): void {
  let s0 = f(0), s1 = f(0), s2 = f(0), s3 = f(0), s4 = f(0), s5 = f(0), s6 = f(0), s7 = f(0);
  for (let t = 0, p = aFrom, q = bFrom; t < terms; t++, p += aStep, q += bStep) {
    const v = a[p]!;
    s0 = f(s0 + f(v * b[q]!));
    s1 = f(s1 + f(v * b[q + bColumn]!));
    s2 = f(s2 + f(v * b[q + 2 * bColumn]!));
    s3 = f(s3 + f(v * b[q + 3 * bColumn]!));
    s4 = f(s4 + f(v * b[q + 4 * bColumn]!));
    s5 = f(s5 + f(v * b[q + 5 * bColumn]!));
    s6 = f(s6 + f(v * b[q + 6 * bColumn]!));
    s7 = f(s7 + f(v * b[q + 7 * bColumn]!));
  }
  out[o] = f(out[o]! + s0);
  out[o + 1] = f(out[o + 1]! + s1);
  out[o + 2] = f(out[o + 2]! + s2);
  out[o + 3] = f(out[o + 3]! + s3);
  out[o + 4] = f(out[o + 4]! + s4);
  out[o + 5] = f(out[o + 5]! + s5);
  out[o + 6] = f(out[o + 6]! + s6);
  out[o + 7] = f(out[o + 7]! + s7);
}
