// A linear layer forward, backward to its weights, its biases and its inputs.
//
// B rows, I inputs, U units. x [B, I], w [U, I], b [U], z and d = dz [B, U], g = dw [U, I].
//
// These loops say in which order every sum is taken: they are the definition of the result, and a
// faster backend takes the same order. Every sum of a dot product runs in 8 lanes and every other
// one in 8 neighbouring columns, so that both fill vector registers.

import { createScratch } from "./scratch.ts";

const f = Math.fround;

/** Columns that are summed side by side. */
const width = 8;

const widenedRow = createScratch();
const widenedColumns = createScratch();
const scaledGradient = createScratch();
const columnSums = new Float32Array(width);

/**
 * z[r,u] = Σᵢ x[r,i]·w[u,i] + b[u].
 *
 * Lane l of 8 starts at +0 and adds the rounded products of i = l, l+8, l+16, … one after the
 * other. The sum is ((l0+l4)+(l2+l6)) + ((l1+l5)+(l3+l7)), the bias comes last. Each of these
 * operations rounds to float32. A last group of fewer than 8 products counts as padded with zeros.
 */
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
    forwardRow(z, r * U, row, 0, w, b, f(scale), I, U);
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
  const tail = I & 7;
  const end = xFrom + I - tail;
  const factor = f(scale);
  for (let u = 0; u < U; u++) {
    let l0 = f(0), l1 = f(0), l2 = f(0), l3 = f(0), l4 = f(0), l5 = f(0), l6 = f(0), l7 = f(0);
    let p = xFrom;
    let q = u * I;
    for (; p < end; p += 8, q += 8) {
      l0 = f(l0 + f(x[p]! * w[q]!));
      l1 = f(l1 + f(x[p + 1]! * w[q + 1]!));
      l2 = f(l2 + f(x[p + 2]! * w[q + 2]!));
      l3 = f(l3 + f(x[p + 3]! * w[q + 3]!));
      l4 = f(l4 + f(x[p + 4]! * w[q + 4]!));
      l5 = f(l5 + f(x[p + 5]! * w[q + 5]!));
      l6 = f(l6 + f(x[p + 6]! * w[q + 6]!));
      l7 = f(l7 + f(x[p + 7]! * w[q + 7]!));
    }
    if (tail > 0) l0 = f(l0 + f(x[p]! * w[q]!));
    if (tail > 1) l1 = f(l1 + f(x[p + 1]! * w[q + 1]!));
    if (tail > 2) l2 = f(l2 + f(x[p + 2]! * w[q + 2]!));
    if (tail > 3) l3 = f(l3 + f(x[p + 3]! * w[q + 3]!));
    if (tail > 4) l4 = f(l4 + f(x[p + 4]! * w[q + 4]!));
    if (tail > 5) l5 = f(l5 + f(x[p + 5]! * w[q + 5]!));
    if (tail > 6) l6 = f(l6 + f(x[p + 6]! * w[q + 6]!));
    const sum = f(f(f(l0 + l4) + f(l2 + l6)) + f(f(l1 + l5) + f(l3 + l7)));
    z[zFrom + u] = f(f(sum * factor) + b[u]!);
  }
}

/**
 * g[u,i] += Σᵣ d[r,u]·x[r,i].
 *
 * The block's sum starts at +0 and adds the rounded products row after row; then it is added to g.
 * A caller that gives at most 64 rows at a time gets blocked sums over any number of rows, and has
 * each block of x in cache for both directions.
 */
export function weightGradient(
  g: Float32Array,
  d: Float32Array,
  x: Float32Array,
  B: number,
  I: number,
  U: number,
  first: number,
): void {
  for (let i = 0; i < I; i += width) {
    const columns = Math.min(width, I - i);
    addColumns(g, i, d, x, first * I + i, I, B, I, U, columns);
  }
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
  const tile = widenedColumns(B * width);
  for (let i = 0; i < I; i += width) {
    const columns = Math.min(width, I - i);
    for (let r = 0, from = first * I + i, to = 0; r < B; r++, from += I, to += width) {
      for (let c = 0; c < columns; c++) tile[to + c] = x[from + c]!;
    }
    addColumns(g, i, scaled, tile, 0, width, B, I, U, columns);
  }
}

/** Columns i to i + columns of g, from the columns of x that start at xFrom. */
function addColumns(
  g: Float32Array,
  i: number,
  d: Float32Array,
  x: Float32Array,
  xFrom: number,
  xStride: number,
  B: number,
  I: number,
  U: number,
  columns: number,
): void {
  for (let u = 0; u < U; u++) {
    sumColumns(columnSums, d, u, U, x, xFrom, xStride, B, columns);
    const q = u * I + i;
    for (let c = 0; c < columns; c++) g[q + c] = f(g[q + c]! + columnSums[c]!);
  }
}

/** g[u] += Σᵣ d[r,u], summed like {@linkcode weightGradient}. */
export function biasGradient(g: Float32Array, d: Float32Array, B: number, U: number): void {
  for (let u = 0; u < U; u++) {
    let sum = f(0);
    for (let r = 0; r < B; r++) sum = f(sum + d[r * U + u]!);
    g[u] = f(g[u]! + sum);
  }
}

/**
 * dx[r,i] = Σᵤ d[r,u]·w[u,i]: starts at +0 and adds the rounded products unit after unit.
 */
export function inputGradient(
  dx: Float32Array,
  d: Float32Array,
  w: Float32Array,
  B: number,
  I: number,
  U: number,
): void {
  for (let i = 0; i < I; i += width) {
    const columns = Math.min(width, I - i);
    for (let r = 0; r < B; r++) {
      sumColumns(columnSums, d, r * U, 1, w, i, I, U, columns);
      const q = r * I + i;
      for (let c = 0; c < columns; c++) dx[q + c] = columnSums[c]!;
    }
  }
}

/**
 * sums[c] = Σₖ d[dFrom + k·dStride]·x[xFrom + k·xStride + c] for k below n and c below columns,
 * each sequential from +0.
 */
function sumColumns(
  sums: Float32Array,
  d: Float32Array,
  dFrom: number,
  dStride: number,
  x: Float32Array,
  xFrom: number,
  xStride: number,
  n: number,
  columns: number,
): void {
  if (columns < width) {
    for (let c = 0; c < columns; c++) {
      let sum = f(0);
      for (let k = 0; k < n; k++) {
        sum = f(sum + f(d[dFrom + k * dStride]! * x[xFrom + k * xStride + c]!));
      }
      sums[c] = sum;
    }
    return;
  }
  let s0 = f(0), s1 = f(0), s2 = f(0), s3 = f(0), s4 = f(0), s5 = f(0), s6 = f(0), s7 = f(0);
  for (let k = 0, p = xFrom, q = dFrom; k < n; k++, p += xStride, q += dStride) {
    const v = d[q]!;
    s0 = f(s0 + f(v * x[p]!));
    s1 = f(s1 + f(v * x[p + 1]!));
    s2 = f(s2 + f(v * x[p + 2]!));
    s3 = f(s3 + f(v * x[p + 3]!));
    s4 = f(s4 + f(v * x[p + 4]!));
    s5 = f(s5 + f(v * x[p + 5]!));
    s6 = f(s6 + f(v * x[p + 6]!));
    s7 = f(s7 + f(v * x[p + 7]!));
  }
  sums[0] = s0;
  sums[1] = s1;
  sums[2] = s2;
  sums[3] = s3;
  sums[4] = s4;
  sums[5] = s5;
  sums[6] = s6;
  sums[7] = s7;
}
