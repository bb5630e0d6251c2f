// @ts-nocheck: AssemblyScript has types of its own.

// z [B, U] = scale · x [B, I] · wᵀ [I, U] + b [U], every dot product in 8 lanes.
//
// Blocks of 64 rows, 24 units and 256 inputs: the block of weights (24 KiB) and 4 rows of the block
// of inputs stay in the first-level cache, the unfinished sums (48 KiB) in the second.

import { finishProducts, sumByteProducts, sumProducts1, sumProducts2 } from "./forward_tiles.ts";
import { scratch } from "./scratch.ts";
import { widen } from "./vectors.ts";

const rowsOfBlock: i32 = 64;
const unitsOfBlock: i32 = 24;
const inputsOfBlock: i32 = 256;

const sumsAt: usize = 0; // [16 tiles of 4 rows][12 tiles of 2 units][4][2][8] f32
const widenedAt: usize = 49152; // [4][256] f32

/** Bytes of the sums of 4 rows and a unit. */
const sumsOfUnit: usize = 4 * 32;

/** z = x · wᵀ + b; x is the first row of the block. */
export function linearForward(
  z: usize,
  x: usize,
  w: usize,
  b: usize,
  B: i32,
  I: i32,
  U: i32,
): void {
  forward(z, x, w, b, 1, B, I, U, false);
}

/** z = scale · x · wᵀ + b, x in bytes; x is the first row of the block. */
export function linearForwardBytes(
  z: usize,
  x: usize,
  w: usize,
  b: usize,
  scale: f32,
  B: i32,
  I: i32,
  U: i32,
): void {
  forward(z, x, w, b, scale, B, I, U, true);
}

function forward(
  z: usize,
  x: usize,
  w: usize,
  b: usize,
  scale: f32,
  B: i32,
  I: i32,
  U: i32,
  bytes: bool,
): void {
  const rowStride = <usize> I << (bytes ? 0 : 2);
  for (let u = 0; u < U; u += unitsOfBlock) {
    const units = min(unitsOfBlock, U - u);
    const wOfBlock = w + (<usize> u * I << 2);
    for (let r = 0; r < B; r += rowsOfBlock) {
      const rows = min(rowsOfBlock, B - r);
      const xOfBlock = x + <usize> r * rowStride;
      sumBlock(xOfBlock, wOfBlock, rows, I, units, bytes);
      const zOfBlock = z + ((<usize> r * U + u) << 2);
      finishBlock(
        zOfBlock,
        xOfBlock,
        wOfBlock,
        b + (<usize> u << 2),
        scale,
        rows,
        I,
        units,
        U,
        bytes,
      );
    }
  }
}

/** The products of all inputs but the last I mod 16. */
function sumBlock(x: usize, w: usize, rows: i32, I: i32, units: i32, bytes: bool): void {
  const rowStride = <usize> I << (bytes ? 0 : 2);
  const tiles = (rows + 3) >> 2;
  memory.fill(scratch(sumsAt), 0, <usize> tiles * units * sumsOfUnit);
  const last = <usize> (rows - 1) * rowStride;
  const end = I & ~15;
  for (let i = 0; i < end; i += inputsOfBlock) {
    const n = min(inputsOfBlock, end - i);
    const from = x + (<usize> i << (bytes ? 0 : 2));
    const wFrom = w + (<usize> i << 2);
    for (let tile = 0; tile < tiles; tile++) {
      // Rows that are missing in the last tile repeat the last row; nobody reads their sums.
      const row = <usize> (tile << 2) * rowStride;
      let x0 = from + row;
      let x1 = from + min(row + rowStride, last);
      let x2 = from + min(row + 2 * rowStride, last);
      let x3 = from + min(row + 3 * rowStride, last);
      const sums = scratch(sumsAt) + <usize> tile * units * sumsOfUnit;
      if (bytes) {
        if (units == 1) {
          sumByteProducts(sums, x0, x1, x2, x3, wFrom, n);
          continue;
        }
        const to = scratch(widenedAt);
        widen(to, x0, n);
        widen(to + 1024, x1, n);
        widen(to + 2048, x2, n);
        widen(to + 3072, x3, n);
        x0 = to, x1 = to + 1024, x2 = to + 2048, x3 = to + 3072;
      }
      sumTile(sums, x0, x1, x2, x3, wFrom, n, I, units);
    }
  }
}

/** 4 rows with all units of a block. */
function sumTile(
  sums: usize,
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  w: usize,
  n: i32,
  I: i32,
  units: i32,
): void {
  const stride = <usize> I << 2;
  const length = <usize> n << 2;
  let u = 0;
  for (; u + 2 <= units; u += 2) {
    sumProducts2(sums, x0, x1, x2, x3, w, w + stride, length);
    sums += 2 * sumsOfUnit;
    w += 2 * stride;
  }
  if (u < units) sumProducts1(sums, x0, x1, x2, x3, w, length);
}

/** Adds what is left of each dot product, scales, adds the bias. */
function finishBlock(
  z: usize,
  x: usize,
  w: usize,
  b: usize,
  scale: f32,
  rows: i32,
  I: i32,
  units: i32,
  U: i32,
  bytes: bool,
): void {
  const rest = I & 15;
  const stride = <usize> I << 2;
  const rowStride = <usize> I << (bytes ? 0 : 2);
  const start = <usize> (I - rest);
  const paired = units & ~1;
  for (let r = 0; r < rows; r++) {
    let xRest = x + <usize> r * rowStride + (start << (bytes ? 0 : 2));
    if (bytes) {
      widen(scratch(widenedAt), xRest, rest);
      xRest = scratch(widenedAt);
    }
    const tile = scratch(sumsAt) + <usize> (r >> 2) * units * sumsOfUnit;
    const row = <usize> (r & 3);
    for (let u = 0; u < units; u++) {
      // [units / 2][4 rows][2 units][8], then [4 rows][8] for an odd unit.
      const sums = u < paired
        ? tile + <usize> (u >> 1) * 2 * sumsOfUnit + row * 64 + (<usize> (u & 1) << 5)
        : tile + <usize> u * sumsOfUnit + row * 32;
      const sum = finishProducts(sums, xRest, w + <usize> u * stride + (start << 2), rest);
      store<f32>(z + (<usize> u << 2), sum * scale + load<f32>(b + (<usize> u << 2)));
    }
    z += <usize> U << 2;
  }
}
