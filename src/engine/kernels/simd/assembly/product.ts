// @ts-nocheck: AssemblyScript has types of its own.

// out [M, N] += a · b over K terms, in blocks of 64: the sums that the linear kernels are made of. A
// block of b goes to a panel of 16 columns, a block of a to tiles of 4 rows; `multiplyTile` does the
// work. What is left of at most 8 columns goes to `multiplyNarrowTile`, 8 rows at a time. Strides are in
// bytes.

import { multiplyNarrowTile, multiplyTile } from "./multiply_tile.ts";
import { packColumns, packRows, packRowsOfBytes } from "./pack_coefficients.ts";
import { copyPanel, transposePanel, widenPanel } from "./pack_panel.ts";
import { coefficientsAt, tileAt } from "./scratch.ts";
import { loadFirst, storeFirst } from "./vectors.ts";

/** How a factor lies in memory. */
export const termsAcross: i32 = 0; // a [M, K], b [N, K]: the terms of a sum side by side
export const termsDown: i32 = 1; // a [K, M], b [K, N]: the terms of a sum one below the other
export const bytesAcross: i32 = 2;
export const bytesDown: i32 = 3;

const termsOfBlock: i32 = 64;
const rowsOfBlock: i32 = 128;
const bytesOfTile: usize = 1024;

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
  for (let k = 0; k < K; k += termsOfBlock) {
    const terms = min(termsOfBlock, K - k);
    // Sums end at the last row of the panel; those before the first term are skipped, 8 at a time.
    const skip = (termsOfBlock - terms) >> 3;
    const bTerms = b + termOffset(k, bStride, bLayout);
    for (let m = 0; m < M; m += rowsOfBlock) {
      const rows = min(rowsOfBlock, M - m);
      const from = a + termOffset(k, aStride, aLayout) + rowOffset(m, aStride, aLayout);
      if (aLayout == termsAcross) packRows(from, aStride, rows, terms);
      else if (aLayout == bytesAcross) packRowsOfBytes(from, aStride, rows, terms);
      else packColumns(from, aStride, rows, terms, scale);
      for (let n = 0; n < N; n += 16) {
        const columns = min(16, N - n);
        const bFrom = bTerms + rowOffset(n, bStride, bLayout);
        if (bLayout == termsAcross) transposePanel(bFrom, bStride, columns, terms, skip);
        else if (bLayout == termsDown) copyPanel(bFrom, bStride, columns, terms, skip);
        else widenPanel(bFrom, bStride, columns, terms, skip);
        let to = out + <usize> m * outStride + (<usize> n << 2);
        let q = coefficientsAt;
        if (columns > 8) {
          for (let r = 0; r < rows; r += 4, q += bytesOfTile, to += 4 * outStride) {
            multiplyTile(q, skip);
            addTile(to, outStride, 16, min(4, rows - r), columns);
          }
        } else {
          for (let r = 0; r < rows; r += 8, q += 2 * bytesOfTile, to += 8 * outStride) {
            multiplyNarrowTile(q, skip);
            addTile(to, outStride, 8, min(8, rows - r), columns);
          }
        }
      }
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
