// @ts-nocheck: AssemblyScript has types of its own.

import { loadFirst } from "./vectors.ts";

// Dot products of 4 rows with 2 units or 1, lane l of 8 summing the products of i = l, l + 8, …
// Neighbouring halves a and b of 4 lanes each are written so that V8 may merge them into 256 bits.
// sums [rows][units][8] go on from where the block before left them.

/** 4 rows, 2 units; `length` bytes of each row, a multiple of 64. */
export function sumProducts2(
  sums: usize,
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  w0: usize,
  w1: usize,
  length: usize,
): void {
  let a00 = v128.load(sums), b00 = v128.load(sums, 16);
  let a01 = v128.load(sums, 32), b01 = v128.load(sums, 48);
  let a10 = v128.load(sums, 64), b10 = v128.load(sums, 80);
  let a11 = v128.load(sums, 96), b11 = v128.load(sums, 112);
  let a20 = v128.load(sums, 128), b20 = v128.load(sums, 144);
  let a21 = v128.load(sums, 160), b21 = v128.load(sums, 176);
  let a30 = v128.load(sums, 192), b30 = v128.load(sums, 208);
  let a31 = v128.load(sums, 224), b31 = v128.load(sums, 240);
  for (let i: usize = 0; i < length; i += 64) {
    let p0 = v128.load(w0 + i), q0 = v128.load(w0 + i, 16);
    let p1 = v128.load(w1 + i), q1 = v128.load(w1 + i, 16);
    let x = v128.load(x0 + i), y = v128.load(x0 + i, 16);
    a00 = f32x4.add(a00, f32x4.mul(x, p0)), b00 = f32x4.add(b00, f32x4.mul(y, q0));
    a01 = f32x4.add(a01, f32x4.mul(x, p1)), b01 = f32x4.add(b01, f32x4.mul(y, q1));
    x = v128.load(x1 + i), y = v128.load(x1 + i, 16);
    a10 = f32x4.add(a10, f32x4.mul(x, p0)), b10 = f32x4.add(b10, f32x4.mul(y, q0));
    a11 = f32x4.add(a11, f32x4.mul(x, p1)), b11 = f32x4.add(b11, f32x4.mul(y, q1));
    x = v128.load(x2 + i), y = v128.load(x2 + i, 16);
    a20 = f32x4.add(a20, f32x4.mul(x, p0)), b20 = f32x4.add(b20, f32x4.mul(y, q0));
    a21 = f32x4.add(a21, f32x4.mul(x, p1)), b21 = f32x4.add(b21, f32x4.mul(y, q1));
    x = v128.load(x3 + i), y = v128.load(x3 + i, 16);
    a30 = f32x4.add(a30, f32x4.mul(x, p0)), b30 = f32x4.add(b30, f32x4.mul(y, q0));
    a31 = f32x4.add(a31, f32x4.mul(x, p1)), b31 = f32x4.add(b31, f32x4.mul(y, q1));

    p0 = v128.load(w0 + i, 32), q0 = v128.load(w0 + i, 48);
    p1 = v128.load(w1 + i, 32), q1 = v128.load(w1 + i, 48);
    x = v128.load(x0 + i, 32), y = v128.load(x0 + i, 48);
    a00 = f32x4.add(a00, f32x4.mul(x, p0)), b00 = f32x4.add(b00, f32x4.mul(y, q0));
    a01 = f32x4.add(a01, f32x4.mul(x, p1)), b01 = f32x4.add(b01, f32x4.mul(y, q1));
    x = v128.load(x1 + i, 32), y = v128.load(x1 + i, 48);
    a10 = f32x4.add(a10, f32x4.mul(x, p0)), b10 = f32x4.add(b10, f32x4.mul(y, q0));
    a11 = f32x4.add(a11, f32x4.mul(x, p1)), b11 = f32x4.add(b11, f32x4.mul(y, q1));
    x = v128.load(x2 + i, 32), y = v128.load(x2 + i, 48);
    a20 = f32x4.add(a20, f32x4.mul(x, p0)), b20 = f32x4.add(b20, f32x4.mul(y, q0));
    a21 = f32x4.add(a21, f32x4.mul(x, p1)), b21 = f32x4.add(b21, f32x4.mul(y, q1));
    x = v128.load(x3 + i, 32), y = v128.load(x3 + i, 48);
    a30 = f32x4.add(a30, f32x4.mul(x, p0)), b30 = f32x4.add(b30, f32x4.mul(y, q0));
    a31 = f32x4.add(a31, f32x4.mul(x, p1)), b31 = f32x4.add(b31, f32x4.mul(y, q1));
  }
  v128.store(sums, a00), v128.store(sums, b00, 16);
  v128.store(sums, a01, 32), v128.store(sums, b01, 48);
  v128.store(sums, a10, 64), v128.store(sums, b10, 80);
  v128.store(sums, a11, 96), v128.store(sums, b11, 112);
  v128.store(sums, a20, 128), v128.store(sums, b20, 144);
  v128.store(sums, a21, 160), v128.store(sums, b21, 176);
  v128.store(sums, a30, 192), v128.store(sums, b30, 208);
  v128.store(sums, a31, 224), v128.store(sums, b31, 240);
}

/** 4 rows, 1 unit; `length` bytes of each row, a multiple of 32. */
export function sumProducts1(
  sums: usize,
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  w: usize,
  length: usize,
): void {
  let a0 = v128.load(sums), b0 = v128.load(sums, 16);
  let a1 = v128.load(sums, 32), b1 = v128.load(sums, 48);
  let a2 = v128.load(sums, 64), b2 = v128.load(sums, 80);
  let a3 = v128.load(sums, 96), b3 = v128.load(sums, 112);
  for (let i: usize = 0; i < length; i += 32) {
    const p = v128.load(w + i), q = v128.load(w + i, 16);
    const x = v128.load(x0 + i), y = v128.load(x0 + i, 16);
    a0 = f32x4.add(a0, f32x4.mul(x, p)), b0 = f32x4.add(b0, f32x4.mul(y, q));
    const x_1 = v128.load(x1 + i), y_1 = v128.load(x1 + i, 16);
    a1 = f32x4.add(a1, f32x4.mul(x_1, p)), b1 = f32x4.add(b1, f32x4.mul(y_1, q));
    const x_2 = v128.load(x2 + i), y_2 = v128.load(x2 + i, 16);
    a2 = f32x4.add(a2, f32x4.mul(x_2, p)), b2 = f32x4.add(b2, f32x4.mul(y_2, q));
    const x_3 = v128.load(x3 + i), y_3 = v128.load(x3 + i, 16);
    a3 = f32x4.add(a3, f32x4.mul(x_3, p)), b3 = f32x4.add(b3, f32x4.mul(y_3, q));
  }
  v128.store(sums, a0), v128.store(sums, b0, 16);
  v128.store(sums, a1, 32), v128.store(sums, b1, 48);
  v128.store(sums, a2, 64), v128.store(sums, b2, 80);
  v128.store(sums, a3, 96), v128.store(sums, b3, 112);
}

/**
 * 4 rows of bytes, 1 unit; n bytes of each row, a multiple of 8. With one unit there is nothing to
 * share widened inputs with, so they are widened in registers.
 */
export function sumByteProducts(
  sums: usize,
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  w: usize,
  n: usize,
): void {
  let a0 = v128.load(sums), b0 = v128.load(sums, 16);
  let a1 = v128.load(sums, 32), b1 = v128.load(sums, 48);
  let a2 = v128.load(sums, 64), b2 = v128.load(sums, 80);
  let a3 = v128.load(sums, 96), b3 = v128.load(sums, 112);
  for (let i: usize = 0; i < n; i += 8, w += 32) {
    const p = v128.load(w), q = v128.load(w, 16);
    let x = v128.load8x8_u(x0 + i);
    let low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(x));
    let high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(x));
    a0 = f32x4.add(a0, f32x4.mul(low, p)), b0 = f32x4.add(b0, f32x4.mul(high, q));
    x = v128.load8x8_u(x1 + i);
    low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(x));
    high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(x));
    a1 = f32x4.add(a1, f32x4.mul(low, p)), b1 = f32x4.add(b1, f32x4.mul(high, q));
    x = v128.load8x8_u(x2 + i);
    low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(x));
    high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(x));
    a2 = f32x4.add(a2, f32x4.mul(low, p)), b2 = f32x4.add(b2, f32x4.mul(high, q));
    x = v128.load8x8_u(x3 + i);
    low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(x));
    high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(x));
    a3 = f32x4.add(a3, f32x4.mul(low, p)), b3 = f32x4.add(b3, f32x4.mul(high, q));
  }
  v128.store(sums, a0), v128.store(sums, b0, 16);
  v128.store(sums, a1, 32), v128.store(sums, b1, 48);
  v128.store(sums, a2, 64), v128.store(sums, b2, 80);
  v128.store(sums, a3, 96), v128.store(sums, b3, 112);
}

/**
 * The dot product that 8 lanes of sums and the `rest` (below 16) products still to come make. Sums
 * never are -0, so that adding the +0 products of missing inputs changes nothing.
 */
export function finishProducts(sums: usize, x: usize, w: usize, rest: i32): f32 {
  let a = v128.load(sums), b = v128.load(sums, 16);
  if (rest >= 8) {
    a = f32x4.add(a, f32x4.mul(v128.load(x), v128.load(w)));
    b = f32x4.add(b, f32x4.mul(v128.load(x, 16), v128.load(w, 16)));
    x += 32;
    w += 32;
    rest -= 8;
  }
  if (rest > 0) a = f32x4.add(a, f32x4.mul(loadFirst(x, rest), loadFirst(w, rest)));
  if (rest > 4) {
    b = f32x4.add(b, f32x4.mul(loadFirst(x + 16, rest - 4), loadFirst(w + 16, rest - 4)));
  }
  // ((l0+l4)+(l2+l6)) + ((l1+l5)+(l3+l7))
  a = f32x4.add(a, b);
  a = f32x4.add(a, v128.shuffle<f32>(a, a, 2, 3, 0, 1));
  return f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1);
}
