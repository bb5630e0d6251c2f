// @ts-nocheck: AssemblyScript has types of its own.

// The backward direction of a linear layer. x [B, I], w and g [U, I], d [B, U], all sums row after
// row or unit after unit.
//
// Few units or rows: x is read where it lies. Otherwise blocks of 64 rows by 64 columns are copied
// side by side (bytes are widened on the way), so that they stay in the first-level cache while all
// units use them, whatever the stride of x is.

import { addByteRows, addRows } from "./row_sums.ts";
import { scratch } from "./scratch.ts";
import {
  addTile,
  clearTile,
  loadTile,
  packCoefficients,
  panelStride,
  storeTile,
  sumTile,
} from "./sum_tiles.ts";
import { copyPadded, widen } from "./vectors.ts";

const termsOfBlock: i32 = 64;
const columnsOfPanel: i32 = 64;
const coefficientRows: i32 = 128;
const columnsOfRowSums: i32 = 1024;

const coefficientsAt: usize = 0; // [32 tiles][64][4] f32
const panelAt: usize = 32768; // [64][64] f32
const tileAt: usize = 49152; // [4][16] f32
const rowSumsAt: usize = 50176; // [1024] f32

/** g += dᵀ · x; x is the first row of the block. */
export function weightGradient(g: usize, d: usize, x: usize, B: i32, I: i32, U: i32): void {
  addProducts(g, d, x, 1, B, I, U, false);
}

/** g += (scale · d)ᵀ · x, x in bytes; x is the first row of the block. */
export function weightGradientBytes(
  g: usize,
  d: usize,
  x: usize,
  scale: f32,
  B: i32,
  I: i32,
  U: i32,
): void {
  addProducts(g, d, x, scale, B, I, U, true);
}

function addProducts(
  g: usize,
  d: usize,
  x: usize,
  scale: f32,
  B: i32,
  I: i32,
  U: i32,
  bytes: bool,
): void {
  if (U < 3 || B < 4 || B > termsOfBlock) {
    for (let u = 0; u < U; u++) {
      addUnit(g, d, x, scale, B, I, U, bytes);
      g += <usize> I << 2;
      d += 4;
    }
    return;
  }
  for (let u = 0; u < U; u += coefficientRows) {
    const units = min(coefficientRows, U - u);
    const from = d + (<usize> u << 2);
    packCoefficients(scratch(coefficientsAt), from, <usize> U << 2, 4, scale, B, units);
    addPanels(g + (<usize> u * I << 2), x, B, I, units, bytes);
  }
}

/** One unit's row of g. */
function addUnit(
  g: usize,
  d: usize,
  x: usize,
  scale: f32,
  B: i32,
  I: i32,
  U: i32,
  bytes: bool,
): void {
  const sums = scratch(rowSumsAt);
  const dStride = <usize> U << 2;
  const stride = <usize> I << (bytes ? 0 : 2);
  for (let i = 0; i < I; i += columnsOfRowSums) {
    const n = min(columnsOfRowSums, I - i);
    const from = x + (<usize> i << (bytes ? 0 : 2));
    memory.fill(sums, 0, <usize> n << 2);
    if (bytes) addByteRows(sums, d, dStride, from, stride, scale, B, n);
    else addRows(sums, d, dStride, from, stride, scale, B, n);
    addTo(g + (<usize> i << 2), sums, n);
  }
}

/** out[c] += sums[c] */
function addTo(out: usize, sums: usize, n: i32): void {
  let c: usize = 0;
  const end = <usize> n << 2;
  for (; c + 32 <= end; c += 32) {
    const a = f32x4.add(v128.load(out + c), v128.load(sums + c));
    const b = f32x4.add(v128.load(out + c, 16), v128.load(sums + c, 16));
    v128.store(out + c, a), v128.store(out + c, b, 16);
  }
  for (; c < end; c += 4) store<f32>(out + c, load<f32>(out + c) + load<f32>(sums + c));
}

/** The rows of g that the packed coefficients are for. */
function addPanels(g: usize, x: usize, B: i32, I: i32, units: i32, bytes: bool): void {
  const tile = scratch(tileAt);
  for (let i = 0; i < I; i += columnsOfPanel) {
    const columns = min(columnsOfPanel, I - i);
    packPanel(x, I, i, B, columns, bytes);
    let coefficients = scratch(coefficientsAt);
    for (let u = 0; u < units; u += 4, coefficients += <usize> B << 4) {
      for (let c = 0; c < columns; c += 16) {
        clearTile(tile);
        sumTile(tile, coefficients, scratch(panelAt) + (<usize> c << 2), B);
        const out = g + (<usize> (u * I + i + c) << 2);
        addTile(out, <usize> I << 2, tile, min(4, units - u), min(16, columns - c));
      }
    }
  }
}

/** Columns i to i + columns of K rows. */
function packPanel(x: usize, I: i32, i: i32, K: i32, columns: i32, bytes: bool): void {
  let panel = scratch(panelAt);
  for (let k = 0; k < K; k++, panel += panelStride) {
    const at = <usize> k * I + i;
    if (bytes) widen(panel, x + at, columns);
    else copyPadded(panel, x + (at << 2), columns);
  }
}

/** dx = d · w, in blocks of 64 units: dx holds the sums so far. */
export function inputGradient(dx: usize, d: usize, w: usize, B: i32, I: i32, U: i32): void {
  if (B < 4) {
    memory.fill(dx, 0, <usize> B * I << 2);
    for (let r = 0; r < B; r++) {
      addRows(dx, d, 4, w, <usize> I << 2, 1, U, I);
      dx += <usize> I << 2;
      d += <usize> U << 2;
    }
    return;
  }
  if (U == 0) memory.fill(dx, 0, <usize> B * I << 2);
  for (let r = 0; r < B; r += coefficientRows) {
    const rows = min(coefficientRows, B - r);
    const out = dx + (<usize> r * I << 2);
    for (let u = 0; u < U; u += termsOfBlock) {
      const K = min(termsOfBlock, U - u);
      const from = d + (<usize> (r * U + u) << 2);
      packCoefficients(scratch(coefficientsAt), from, 4, <usize> U << 2, 1, K, rows);
      addTerms(out, w + (<usize> u * I << 2), rows, I, K, u > 0);
    }
  }
}

/** K units' share of dx. */
function addTerms(dx: usize, w: usize, rows: i32, I: i32, K: i32, more: bool): void {
  const tile = scratch(tileAt);
  const stride = <usize> I << 2;
  for (let i = 0; i < I; i += columnsOfPanel) {
    const columns = min(columnsOfPanel, I - i);
    packPanel(w, I, i, K, columns, false);
    let coefficients = scratch(coefficientsAt);
    for (let r = 0; r < rows; r += 4, coefficients += <usize> K << 4) {
      const T = min(4, rows - r);
      for (let c = 0; c < columns; c += 16) {
        const n = min(16, columns - c);
        const out = dx + (<usize> (r * I + i + c) << 2);
        if (more) loadTile(tile, out, stride, T, n);
        else clearTile(tile);
        sumTile(tile, coefficients, scratch(panelAt) + (<usize> c << 2), K);
        storeTile(out, stride, tile, T, n);
      }
    }
  }
}

/** g[u] += Σᵣ d[r,u]. */
export function biasGradient(g: usize, d: usize, B: i32, U: i32): void {
  const stride = <usize> U << 2;
  const end = <usize> B * stride;
  let u: usize = 0;
  for (; u + 16 <= stride; u += 16) {
    let sum = f32x4.splat(0);
    for (let r: usize = 0; r < end; r += stride) sum = f32x4.add(sum, v128.load(d + r + u));
    v128.store(g + u, f32x4.add(v128.load(g + u), sum));
  }
  for (; u < stride; u += 4) {
    let sum: f32 = 0;
    for (let r: usize = 0; r < end; r += stride) sum += load<f32>(d + r + u);
    store<f32>(g + u, load<f32>(g + u) + sum);
  }
}
