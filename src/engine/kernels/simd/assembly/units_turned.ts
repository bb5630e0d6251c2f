// @ts-nocheck: AssemblyScript has types of its own.

// Several units on bytes that stay, kept turned as turned.ts says. Panels of 16 sums are widened from two
// groups; the totals of a panel stay at a constant address for all blocks of terms at hand. Strides are
// in bytes.

import { multiplyNarrowTile, multiplyTile } from "./multiply_tile.ts";
import { packColumns, packRows } from "./pack_coefficients.ts";
import { blocksAtHand, bytesOfBlock, bytesOfTile, termsOfBlock } from "./product.ts";
import { widenGroups } from "./rows_panel.ts";
import { coefficientsAt, temporaryAt, totalsAt } from "./scratch.ts";
import { loadFirst, storeFirst } from "./vectors.ts";

/**
 * z [B, U] = scale · x [B, I] · wᵀ + b, at most 64 units, no gaps between rows of z. x from the group on
 * that starts with the first of these rows.
 */
export function unitsForwardTurned(
  z: usize,
  zStride: usize,
  x: usize,
  step: usize,
  w: usize,
  b: usize,
  scale: f32,
  B: i32,
  I: i32,
  U: i32,
): void {
  const most = blocksAtHand(U) * termsOfBlock;
  const bytes = <usize> U << 6;
  for (let i = 0; i < I; i += most) {
    const terms = min(most, I - i);
    packUnits(w + (<usize> i << 2), <usize> I << 2, U, terms);
    let from = x + 8 * <usize> i;
    for (let r = 0; r < B; r += 16, from += 2 * step) {
      const rows = min(16, B - r);
      const totals = totalsOf(z, zStride, r, rows);
      if (i == 0) clearTotals(bytes);
      else copy(totalsAt, totals, bytes);
      addBlocks(from, step, rows, U, terms);
      copy(totals, totalsAt, bytes);
    }
  }
  for (let r = 0; r < B; r += 16) {
    const rows = min(16, B - r);
    copy(totalsAt, totalsOf(z, zStride, r, rows), bytes);
    writeTurned(z + <usize> r * zStride, zStride, b, scale, rows, U);
  }
}

/** Where 16 sums of each unit wait for their next terms: in 16 rows of z, where there are so many. */
// @inline
function totalsOf(z: usize, zStride: usize, r: i32, rows: i32): usize {
  return rows == 16 ? z + <usize> r * zStride : temporaryAt;
}

/** The tiles of all blocks of K terms: of a few units from block to block, which lie side by side. */
function packUnits(w: usize, stride: usize, U: i32, K: i32): void {
  let tile = coefficientsAt;
  for (let u = 0; u < U; u += 4, w += 4 * stride, tile += bytesOfTile) {
    let q = tile, from = w;
    for (let k = 0; k < K; k += termsOfBlock, q += bytesOfBlock(U), from += 4 * termsOfBlock) {
      packRows(q, from, stride, min(4, U - u), min(termsOfBlock, K - k));
    }
  }
}

/** Adds all blocks of K terms at hand to the totals of n sums of each unit. */
function addBlocks(x: usize, step: usize, n: i32, U: i32, K: i32): void {
  const other: usize = n > 8 ? step : 0;
  let tiles = coefficientsAt;
  for (let k = 0; k < K; k += termsOfBlock, x += 8 * termsOfBlock, tiles += bytesOfBlock(U)) {
    // Sums end at the last row of the panel; those before the first term are skipped, 8 at a time. Bytes
    // behind the last term meet a coefficient of 0.
    const skip = (termsOfBlock - min(termsOfBlock, K - k)) >> 3;
    widenGroups(x, other, skip);
    let q = tiles;
    if (n > 8) {
      for (let t = 0; t << 2 < U; t++, q += bytesOfTile) {
        multiplyTile(q, skip, t);
      }
    } else {
      for (let t = 0; t << 3 < U; t++, q += 2 * bytesOfTile) {
        multiplyNarrowTile(q, skip, t);
      }
    }
  }
}

/** z[r, u] = scale · totals[u, r] + b[u] */
function writeTurned(z: usize, stride: usize, b: usize, scale: f32, rows: i32, U: i32): void {
  const width: usize = rows > 8 ? 64 : 32;
  for (let r = 0; r < rows; r++, z += stride) {
    let from = totalsAt + (<usize> r << 2);
    for (let u: usize = 0; u < <usize> U << 2; u += 4, from += width) {
      store<f32>(z + u, load<f32>(from) * scale + load<f32>(b + u));
    }
  }
}

/**
 * g [U, I] += (scale · d)ᵀ · x, at most 64 units; with `isFirst`, g is taken to be 0. `I` columns of g, x
 * from the group on that starts with the first of them.
 */
export function unitsGradientTurned(
  g: usize,
  gStride: usize,
  d: usize,
  dStride: usize,
  x: usize,
  step: usize,
  scale: f32,
  isFirst: i32,
  B: i32,
  I: i32,
  U: i32,
): void {
  const most = blocksAtHand(U) * termsOfBlock;
  for (let r = 0; r < B; r += most, x += 8 * most) {
    const terms = min(most, B - r);
    let q = coefficientsAt;
    for (let k = 0; k < terms; k += termsOfBlock, q += bytesOfBlock(U)) {
      const from = d + <usize> (r + k) * dStride;
      packColumns(q, from, dStride, U, min(termsOfBlock, terms - k), scale);
    }
    let from = x;
    for (let i = 0; i < I; i += 16, from += 2 * step) {
      const n = min(16, I - i);
      const to = g + (<usize> i << 2);
      if (isFirst != 0 && r == 0) clearTotals(<usize> U << 6);
      else loadTotals(to, gStride, n, U);
      addBlocks(from, step, n, U, terms);
      storeTotals(to, gStride, n, U);
    }
  }
}

/** The totals [U][16], or [U][8] for up to 8 columns, from n columns of g. */
function loadTotals(g: usize, stride: usize, n: i32, U: i32): void {
  const width: usize = n > 8 ? 64 : 32;
  for (let u = 0, to = totalsAt; u < U; u++, to += width, g += stride) {
    if (n == 16) copy(to, g, 64);
    else {
      for (let c = 0; c < n; c += 4) {
        const k = <usize> c << 2;
        v128.store(to + k, loadFirst(g + k, n - c));
      }
    }
  }
}

/** And back to them. */
function storeTotals(g: usize, stride: usize, n: i32, U: i32): void {
  const width: usize = n > 8 ? 64 : 32;
  for (let u = 0, from = totalsAt; u < U; u++, from += width, g += stride) {
    if (n == 16) copy(g, from, 64);
    else {
      for (let c = 0; c < n; c += 4) {
        const k = <usize> c << 2;
        storeFirst(g + k, v128.load(from + k), n - c);
      }
    }
  }
}

// @inline
function clearTotals(bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 16) v128.store(totalsAt + k, f32x4.splat(0));
}

/** Whole vectors; a call of memory.copy takes longer. */
// @inline
function copy(to: usize, from: usize, bytes: usize): void {
  for (let k: usize = 0; k < bytes; k += 32) {
    const low = v128.load(from + k), high = v128.load(from + k, 16);
    v128.store(to + k, low), v128.store(to + k, high, 16);
  }
}
