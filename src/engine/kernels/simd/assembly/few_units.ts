// @ts-nocheck: AssemblyScript has types of its own.

// The forward sums of few units over rows of bytes: as in product.ts, with rows as the columns of panels.
// A tile then has 4 units, so that few units leave less of it empty, and weights are packed but once.
// Strides are in bytes.

import { multiplyNarrowTile, multiplyTile } from "./multiply_tile.ts";
import { packRows } from "./pack_coefficients.ts";
import {
  addProduct,
  blocksAtHand,
  bytesAcross,
  bytesOfBlock,
  bytesOfTile,
  noTotals,
  termsAcross,
  termsOfBlock,
} from "./product.ts";
import { turnPanel } from "./rows_panel.ts";
import { coefficientsAt, tileAt } from "./scratch.ts";

/** Units that pay: the tiles of which all are at hand, and fuller than those of 16. */
// @inline
export function areFewUnits(B: i32, I: i32, U: i32): bool {
  return B >= 8 && I >= termsOfBlock && U <= 64 && (U & 15) != 0;
}

/** z [B, U] += x [B, I] · wᵀ, x in bytes. */
export function addFewUnits(
  z: usize,
  zStride: usize,
  x: usize,
  xStride: usize,
  w: usize,
  wStride: usize,
  B: i32,
  I: i32,
  U: i32,
): void {
  const whole = I & -termsOfBlock;
  const most = blocksAtHand(U) * termsOfBlock;
  for (let i = 0; i < whole; i += most) {
    const end = min(i + most, whole);
    let q = coefficientsAt;
    for (let k = i; k < end; k += termsOfBlock, q += bytesOfBlock(U)) {
      packRows(q, w + (<usize> k << 2), wStride, U, termsOfBlock);
    }
    for (let r = 0; r < B; r += 16) {
      const rows = min(16, B - r);
      const to = z + <usize> r * zStride;
      q = coefficientsAt;
      for (let k = i; k < end; k += termsOfBlock, q += bytesOfBlock(U)) {
        const from = x + <usize> r * xStride + <usize> k;
        turnPanel(from, xStride, <usize> (rows - 1) * xStride);
        addPanel(to, zStride, q, rows, U);
      }
    }
  }
  if (whole < I) {
    const from = x + <usize> whole, weights = w + (<usize> whole << 2);
    const rest = I - whole;
    addProduct(
      z,
      zStride,
      from,
      xStride,
      bytesAcross,
      1,
      weights,
      wStride,
      termsAcross,
      B,
      U,
      rest,
    );
  }
}

/** Adds the products of tiles and the panel of so many rows to these rows of z. */
function addPanel(z: usize, zStride: usize, q: usize, rows: i32, U: i32): void {
  if (rows > 8) {
    for (let u = 0; u < U; u += 4, q += bytesOfTile) {
      multiplyTile(q, 0, noTotals);
      addTurned(z + (<usize> u << 2), zStride, tileAt, 64, rows, min(4, U - u));
    }
  } else {
    for (let u = 0; u < U; u += 8, q += 2 * bytesOfTile) {
      multiplyNarrowTile(q, 0, noTotals);
      const at = z + (<usize> u << 2);
      addTurned(at, zStride, tileAt, 32, rows, min(4, U - u));
      if (u + 4 < U) addTurned(at + 16, zStride, tileAt + 128, 32, rows, min(4, U - u - 4));
    }
  }
}

/** Adds a tile of 4 units, `width` bytes each, to rows of z, n units wide. */
function addTurned(z: usize, stride: usize, tile: usize, width: usize, rows: i32, n: i32): void {
  let r = 0;
  if (n == 4) {
    for (; r + 4 <= rows; r += 4, tile += 16, z += 4 * stride) {
      const r0 = v128.load(tile), r1 = v128.load(tile + width);
      const r2 = v128.load(tile + 2 * width), r3 = v128.load(tile + 3 * width);
      const p0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), p1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const p2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), p3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      addTo(z, v128.shuffle<f64>(p0, p2, 0, 2));
      addTo(z + stride, v128.shuffle<f64>(p0, p2, 1, 3));
      addTo(z + 2 * stride, v128.shuffle<f64>(p1, p3, 0, 2));
      addTo(z + 3 * stride, v128.shuffle<f64>(p1, p3, 1, 3));
    }
  }
  for (; r < rows; r++, tile += 4, z += stride) {
    for (let u: usize = 0; u < <usize> n; u++) {
      const at = z + (u << 2);
      store<f32>(at, load<f32>(at) + load<f32>(tile + u * width));
    }
  }
}

// @inline
function addTo(p: usize, sums: v128): void {
  v128.store(p, f32x4.add(v128.load(p), sums));
}
