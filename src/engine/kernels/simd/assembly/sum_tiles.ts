// @ts-nocheck: AssemblyScript has types of its own.

// Sums of 4 coefficients times 16 columns: tile [4][16] f32, in scratch.

import { loadFirst } from "./vectors.ts";

/** Bytes of a row of a panel of 64 columns. */
export const panelStride: usize = 256;

/** tile[t, c] += Σₖ coefficients[k, t] · panel[k, c], k after k; coefficients [K][4]. */
export function sumTile(tile: usize, coefficients: usize, panel: usize, K: i32): void {
  let a0 = v128.load(tile), b0 = v128.load(tile, 16);
  let c0 = v128.load(tile, 32), d0 = v128.load(tile, 48);
  let a1 = v128.load(tile, 64), b1 = v128.load(tile, 80);
  let c1 = v128.load(tile, 96), d1 = v128.load(tile, 112);
  let a2 = v128.load(tile, 128), b2 = v128.load(tile, 144);
  let c2 = v128.load(tile, 160), d2 = v128.load(tile, 176);
  let a3 = v128.load(tile, 192), b3 = v128.load(tile, 208);
  let c3 = v128.load(tile, 224), d3 = v128.load(tile, 240);
  for (let k = 0; k < K; k++, panel += panelStride, coefficients += 16) {
    const x0 = v128.load(panel), x1 = v128.load(panel, 16);
    const x2 = v128.load(panel, 32), x3 = v128.load(panel, 48);
    let v = v128.load32_splat(coefficients);
    a0 = f32x4.add(a0, f32x4.mul(v, x0)), b0 = f32x4.add(b0, f32x4.mul(v, x1));
    c0 = f32x4.add(c0, f32x4.mul(v, x2)), d0 = f32x4.add(d0, f32x4.mul(v, x3));
    v = v128.load32_splat(coefficients, 4);
    a1 = f32x4.add(a1, f32x4.mul(v, x0)), b1 = f32x4.add(b1, f32x4.mul(v, x1));
    c1 = f32x4.add(c1, f32x4.mul(v, x2)), d1 = f32x4.add(d1, f32x4.mul(v, x3));
    v = v128.load32_splat(coefficients, 8);
    a2 = f32x4.add(a2, f32x4.mul(v, x0)), b2 = f32x4.add(b2, f32x4.mul(v, x1));
    c2 = f32x4.add(c2, f32x4.mul(v, x2)), d2 = f32x4.add(d2, f32x4.mul(v, x3));
    v = v128.load32_splat(coefficients, 12);
    a3 = f32x4.add(a3, f32x4.mul(v, x0)), b3 = f32x4.add(b3, f32x4.mul(v, x1));
    c3 = f32x4.add(c3, f32x4.mul(v, x2)), d3 = f32x4.add(d3, f32x4.mul(v, x3));
  }
  v128.store(tile, a0), v128.store(tile, b0, 16), v128.store(tile, c0, 32);
  v128.store(tile, d0, 48), v128.store(tile, a1, 64), v128.store(tile, b1, 80);
  v128.store(tile, c1, 96), v128.store(tile, d1, 112), v128.store(tile, a2, 128);
  v128.store(tile, b2, 144), v128.store(tile, c2, 160), v128.store(tile, d2, 176);
  v128.store(tile, a3, 192), v128.store(tile, b3, 208), v128.store(tile, c3, 224);
  v128.store(tile, d3, 240);
}

/** Zeros; a loop of stores is quicker than memory.fill, which calls out of the module. */
export function clearTile(tile: usize): void {
  const zero = f32x4.splat(0);
  for (let i: usize = 0; i < 256; i += 64) {
    v128.store(tile + i, zero), v128.store(tile + i, zero, 16);
    v128.store(tile + i, zero, 32), v128.store(tile + i, zero, 48);
  }
}

/** Writes coefficients [tiles of 4][K][4] = scale · d[k, t], with zeros where there is no t. */
export function packCoefficients(
  out: usize,
  d: usize,
  kStride: usize,
  tStride: usize,
  scale: f32,
  K: i32,
  T: i32,
): void {
  for (let t = 0; t < T; t += 4) {
    const n = min(4, T - t);
    for (let k = 0; k < K; k++, out += 16) {
      const from = d + <usize> k * kStride + <usize> t * tStride;
      for (let j = 0; j < 4; j++) {
        const v: f32 = j < n ? load<f32>(from + <usize> j * tStride) * scale : 0;
        store<f32>(out + (<usize> j << 2), v);
      }
    }
  }
}

/** out[t, c] += tile[t, c] for t below T and c below `columns`. */
export function addTile(out: usize, stride: usize, tile: usize, T: i32, columns: i32): void {
  for (let t = 0; t < T; t++, out += stride, tile += 64) {
    if (columns == 16) {
      const a = f32x4.add(v128.load(out), v128.load(tile));
      const b = f32x4.add(v128.load(out, 16), v128.load(tile, 16));
      const c = f32x4.add(v128.load(out, 32), v128.load(tile, 32));
      const d = f32x4.add(v128.load(out, 48), v128.load(tile, 48));
      v128.store(out, a), v128.store(out, b, 16), v128.store(out, c, 32), v128.store(out, d, 48);
    } else {
      for (let c: usize = 0; c < <usize> columns << 2; c += 4) {
        store<f32>(out + c, load<f32>(out + c) + load<f32>(tile + c));
      }
    }
  }
}

/** tile[t, c] = from[t, c] for t below T and c below `columns`. */
export function loadTile(tile: usize, from: usize, stride: usize, T: i32, columns: i32): void {
  for (let t = 0; t < T; t++, from += stride, tile += 64) {
    for (let c = 0; c < columns; c += 4) {
      v128.store(tile + (<usize> c << 2), loadFirst(from + (<usize> c << 2), columns - c));
    }
  }
}

/** to[t, c] = tile[t, c] for t below T and c below `columns`. */
export function storeTile(to: usize, stride: usize, tile: usize, T: i32, columns: i32): void {
  for (let t = 0; t < T; t++, to += stride, tile += 64) {
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      v128.store(to + (<usize> c << 2), v128.load(tile + (<usize> c << 2)));
    }
    for (; c < columns; c++) {
      store<f32>(to + (<usize> c << 2), load<f32>(tile + (<usize> c << 2)));
    }
  }
}
