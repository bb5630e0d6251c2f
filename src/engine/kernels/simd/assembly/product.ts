// @ts-nocheck: AssemblyScript has types of its own.

// out [M, N] += a · b over K terms, in blocks of 64: the sums that the linear kernels are made of. A
// block of b goes to a panel of 16 columns, a block of a to tiles of 4 rows; `multiplyTile` does the
// work. What is left of at most 8 columns goes to `multiplyNarrowTile`, 8 rows at a time. Strides are in
// bytes.

import { multiplyNarrowTile, multiplyTile } from "./multiply_tile.ts";
import { packColumns, packRows, packRowsOfBytes } from "./pack_coefficients.ts";
import { copyPanel, copyStrip, transposePanel, widenPanel } from "./pack_panel.ts";
import { coefficientsAt, stripAt, tileAt } from "./scratch.ts";
import { loadFirst, storeFirst } from "./vectors.ts";

/** How a factor lies in memory. */
export const termsAcross: i32 = 0; // a [M, K], b [N, K]: the terms of a sum side by side
export const termsDown: i32 = 1; // a [K, M], b [K, N]: the terms of a sum one below the other
export const bytesAcross: i32 = 2;
export const bytesDown: i32 = 3;

/** A strip: what a cache line has of bytes. */
const columnsAtOnce: i32 = 64;

/** Sums that go to their tile. */
export const noTotals: i32 = -1;

export const termsOfBlock: i32 = 64;
export const bytesOfTile: usize = 1024;
const rowsOfBlock: i32 = 128;

/** How many blocks of terms of so many rows there are tiles for; narrow tiles take two. */
// @inline
export function blocksAtHand(rows: i32): i32 {
  return rowsOfBlock / (max(1, rows) + 7 & -8);
}

/** Bytes that the tiles of a block of terms take. */
// @inline
export function bytesOfBlock(rows: i32): usize {
  return <usize> ((rows + 7) >> 3) * 2 * bytesOfTile;
}

/** A scale of 1 changes no bit of a. */
export function addProduct(
  out: usize,
  outStride: usize,
  a: usize,
  aStride: usize,
  aLayout: i32,
  scale: f32,
  b: usize,
  bStride: usize,
  bLayout: i32,
  M: i32,
  N: i32,
  K: i32,
): void {
  for (let m = 0; m < M; m += rowsOfBlock) {
    const rows = min(rowsOfBlock, M - m);
    const most = blocksAtHand(rows) * termsOfBlock;
    const aRows = a + rowOffset(m, aStride, aLayout);
    const to = out + <usize> m * outStride;
    for (let k = 0; k < K; k += most) {
      const terms = min(most, K - k);
      packBlocks(aRows + termOffset(k, aStride, aLayout), aStride, aLayout, scale, rows, terms);
      const bTerms = b + termOffset(k, bStride, bLayout);
      // All terms at hand before the next columns: their sums, and lines of bytes, stay in the cache.
      for (let n = 0; n < N; n += columnsAtOnce) {
        const from = bTerms + rowOffset(n, bStride, bLayout);
        const columns = min(columnsAtOnce, N - n);
        addColumns(to + (<usize> n << 2), outStride, from, bStride, bLayout, rows, columns, terms);
      }
    }
  }
}

/** The tiles of all blocks of K terms of M rows. */
function packBlocks(a: usize, stride: usize, layout: i32, scale: f32, M: i32, K: i32): void {
  let tile = coefficientsAt;
  for (let k = 0; k < K; k += termsOfBlock, tile += bytesOfBlock(M)) {
    const terms = min(termsOfBlock, K - k);
    const from = a + termOffset(k, stride, layout);
    if (layout == termsAcross) packRows(tile, from, stride, M, terms);
    else if (layout == bytesAcross) packRowsOfBytes(tile, from, stride, M, terms);
    else packColumns(tile, from, stride, M, terms, scale);
  }
}

/** Adds all blocks at hand to M rows and N columns of out. */
function addColumns(
  out: usize,
  outStride: usize,
  b: usize,
  stride: usize,
  layout: i32,
  M: i32,
  N: i32,
  K: i32,
): void {
  // At such strides the rows of a panel share a few sets of a cache, which forgets a line of theirs before
  // the next panel comes to the rest of it: so all of a line is copied at once.
  const inStrip = layout == bytesDown && N == columnsAtOnce && (stride & 511) == 0;
  const step = inStrip ? <usize> columnsAtOnce : stride;
  let tiles = coefficientsAt;
  for (let k = 0; k < K; k += termsOfBlock, tiles += bytesOfBlock(M)) {
    const terms = min(termsOfBlock, K - k);
    // Sums end at the last row of the panel; those before the first term are skipped, 8 at a time.
    const skip = (termsOfBlock - terms) >> 3;
    let from = b + termOffset(k, stride, layout);
    if (inStrip) {
      copyStrip(from, stride, terms);
      from = stripAt;
    }
    for (let n = 0; n < N; n += 16) {
      const columns = min(16, N - n);
      const at = from + rowOffset(n, step, layout);
      if (layout == termsAcross) transposePanel(at, step, columns, terms, skip);
      else if (layout == termsDown) copyPanel(at, step, columns, terms, skip);
      else widenPanel(at, step, columns, terms, skip);
      addPanel(out + (<usize> n << 2), outStride, tiles, M, columns, skip);
    }
  }
}

/** Adds the products of tiles and the panel to M rows and n columns of out. */
function addPanel(to: usize, outStride: usize, q: usize, M: i32, n: i32, skip: i32): void {
  if (n > 8) {
    for (let r = 0; r < M; r += 4, q += bytesOfTile, to += 4 * outStride) {
      multiplyTile(q, skip, noTotals);
      addTile(to, outStride, 16, min(4, M - r), n);
    }
  } else {
    for (let r = 0; r < M; r += 8, q += 2 * bytesOfTile, to += 8 * outStride) {
      multiplyNarrowTile(q, skip, noTotals);
      addTile(to, outStride, 8, min(8, M - r), n);
    }
  }
}

function termOffset(k: i32, stride: usize, layout: i32): usize {
  if (layout == termsAcross) return <usize> k << 2;
  if (layout == bytesAcross) return <usize> k;
  return <usize> k * stride;
}

/** Of row m of a, or column n of b. */
function rowOffset(m: i32, stride: usize, layout: i32): usize {
  if (layout == termsDown) return <usize> m << 2;
  if (layout == bytesDown) return <usize> m;
  return <usize> m * stride;
}

/** Adds the finished tile, `width` columns wide, to T rows and n columns of out. */
function addTile(out: usize, stride: usize, width: i32, T: i32, n: i32): void {
  let tile = tileAt;
  const tileStride = <usize> width << 2;
  if (n == 16) {
    for (let t = 0; t < T; t++, tile += tileStride, out += stride) {
      v128.store(out, f32x4.add(v128.load(out), v128.load(tile)));
      v128.store(out, f32x4.add(v128.load(out, 16), v128.load(tile, 16)), 16);
      v128.store(out, f32x4.add(v128.load(out, 32), v128.load(tile, 32)), 32);
      v128.store(out, f32x4.add(v128.load(out, 48), v128.load(tile, 48)), 48);
    }
    return;
  }
  for (let t = 0; t < T; t++, tile += tileStride, out += stride) {
    let c = 0;
    for (; c + 4 <= n; c += 4) {
      const k = <usize> c << 2;
      v128.store(out + k, f32x4.add(v128.load(out + k), v128.load(tile + k)));
    }
    if (c < n) {
      const k = <usize> c << 2;
      const sum = f32x4.add(loadFirst(out + k, n - c), v128.load(tile + k));
      storeFirst(out + k, sum, n - c);
    }
  }
}
