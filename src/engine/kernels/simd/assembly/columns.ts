// @ts-nocheck: AssemblyScript has types of its own.

// Batch normalisation: what happens to columns. B rows, U of the `stride` columns of each matrix,
// from the addresses on: columns can be shared out. Sums are doubles, row after row; a kind of sum is
// a class with `term`: what a row adds to as many columns as T has room for, 2 at most. Its operands
// are the row's values, doubles that stay from row to row, and the row's values of a second matrix.

import { Lanes } from "./lanes.ts";
import { temporaryAt } from "./scratch.ts";

/** sums[u] += Σᵣ x[r,u]. */
export function columnSums(sums: usize, x: usize, B: i32, U: i32, stride: i32): void {
  accumulate<Values>(sums, x, 0, B, U, stride);
}

/** sums[u] += Σᵣ (x[r,u] − means[u])². */
export function columnSquares(
  sums: usize,
  x: usize,
  means: usize,
  B: i32,
  U: i32,
  stride: i32,
): void {
  accumulate<Squares>(sums, x, means, B, U, stride);
}

/** sums[u] += Σᵣ x[r,u]·y[r,u]. */
export function columnProducts(
  sums: usize,
  x: usize,
  y: usize,
  B: i32,
  U: i32,
  stride: i32,
): void {
  accumulate<Products>(sums, x, y, B, U, stride);
}

/** g[u] = g[u] + Σᵣ d[r,u]·x[r,u], rounded once. */
export function gainGradient(g: usize, d: usize, x: usize, B: i32, U: i32, stride: i32): void {
  const sums = temporaryAt;
  for (let from = 0; from < U; from += most) {
    const count = min(most, U - from);
    const at = <usize> from << 2;
    for (let u: usize = 0; u < <usize> count; u += 2) v128.store(sums + (u << 3), f64x2.splat(0));
    accumulate<Products>(sums, d + at, x + at, B, count, stride);
    let u: usize = 0;
    for (; u + 2 <= <usize> count; u += 2) Gains.add<f64>(g + at + (u << 2), sums + (u << 3));
    if (count & 1) Gains.add<f32>(g + at + (u << 2), sums + (u << 3));
  }
}

/** How many sums the scratch is used for at a time. */
const most: i32 = 1024;

class Gains {
  @inline
  static add<T>(gain: usize, sum: usize): void {
    Lanes.demote<T>(gain, f64x2.add(Lanes.promote<T>(gain), Lanes.loadDoubles<T>(sum)));
  }
}

function accumulate<K>(sums: usize, x: usize, y: usize, B: i32, U: i32, stride: i32): void {
  const kind = changetype<K>(0);
  const row = <usize> stride << 2;
  let u = 0;
  for (; u + 8 <= U; u += 8) {
    const to = sums + (<usize> u << 3);
    const fixed = y + (<usize> u << 3);
    let a = v128.load(to), b = v128.load(to, 16), c = v128.load(to, 32), d = v128.load(to, 48);
    let p = x + (<usize> u << 2), q = y + (<usize> u << 2);
    for (let r = 0; r < B; r++, p += row, q += row) {
      a = f64x2.add(a, kind.term<f64>(p, fixed, q));
      b = f64x2.add(b, kind.term<f64>(p + 8, fixed + 16, q + 8));
      c = f64x2.add(c, kind.term<f64>(p + 16, fixed + 32, q + 16));
      d = f64x2.add(d, kind.term<f64>(p + 24, fixed + 48, q + 24));
    }
    v128.store(to, a), v128.store(to, b, 16), v128.store(to, c, 32), v128.store(to, d, 48);
  }
  for (; u + 2 <= U; u += 2) accumulateFew<K, f64>(sums, x, y, B, u, row);
  if (u < U) accumulateFew<K, f32>(sums, x, y, B, u, row);
}

/** 2 columns or 1, as T has room for, from column u on. */
function accumulateFew<K, T>(
  sums: usize,
  x: usize,
  y: usize,
  B: i32,
  u: usize,
  row: usize,
): void {
  const kind = changetype<K>(0);
  const to = sums + (u << 3), fixed = y + (u << 3);
  let sum = Lanes.loadDoubles<T>(to);
  let p = x + (u << 2), q = y + (u << 2);
  for (let r = 0; r < B; r++, p += row, q += row) sum = f64x2.add(sum, kind.term<T>(p, fixed, q));
  Lanes.storeDoubles<T>(to, sum);
}

/** x */
@unmanaged
export class Values {
  @inline
  term<T>(x: usize, _fixed: usize, _y: usize): v128 {
    return Lanes.promote<T>(x);
  }
}

/** (x − mean)² */
@unmanaged
export class Squares {
  @inline
  term<T>(x: usize, mean: usize, _y: usize): v128 {
    const difference = f64x2.sub(Lanes.promote<T>(x), Lanes.loadDoubles<T>(mean));
    return f64x2.mul(difference, difference);
  }
}

/** x·y */
@unmanaged
export class Products {
  @inline
  term<T>(x: usize, _fixed: usize, y: usize): v128 {
    return f64x2.mul(Lanes.promote<T>(x), Lanes.promote<T>(y));
  }
}
