// @ts-nocheck: AssemblyScript has types of its own.

// Dropout masks from Threefry-4x32-20, four places at a time: lane j of each vector belongs to place j.

import { temporaryAt } from "./scratch.ts";

/**
 * mask [B, U]: 0 where word u mod 4 of the place (epoch, layer, rows[r], ⌊u / 4⌋) is below the
 * threshold, `kept` elsewhere. A place that lies behind the last one is drawn and not stored.
 */
export function dropoutMask(
  mask: usize,
  rows: usize,
  key0: i32,
  key1: i32,
  key2: i32,
  key3: i32,
  epoch: i32,
  layer: i32,
  threshold: f64,
  kept: f32,
  B: i32,
  U: i32,
): void {
  const groups = (U + 3) >> 2;
  const row = <usize> U << 2;
  // word < threshold where word ≤ top; no word is, where the threshold is 0.
  const top = ceil(threshold) - 1;
  const tops = i32x4.splat(<i32> <u32> max(top, 0));
  const value = f32x4.splat(kept);
  const always = top < 0 ? value : f32x4.splat(0); // what dropped units get
  const words = temporaryAt;
  let r = 0;
  // Four rows at a time,
  for (; r + 4 <= B; r += 4, mask += row << 2) {
    const places = v128.load(rows + (<usize> r << 2));
    for (let g = 0; g < groups; g++) {
      draw(words, key0, key1, key2, key3, epoch, layer, places, i32x4.splat(g));
      const to = mask + (<usize> g << 4), left = U - (g << 2);
      for (let j: usize = 0; j < 4; j++) {
        const drops = i32x4.le_u(v128.load(words + (j << 4)), tops);
        storeFirst(to + j * row, v128.bitselect(always, value, drops), left);
      }
    }
  }
  // then four groups of a row.
  for (; r < B; r++, mask += row) {
    const place = v128.load32_splat(rows + (<usize> r << 2));
    for (let g = 0; g < groups; g += 4) {
      draw(
        words,
        key0,
        key1,
        key2,
        key3,
        epoch,
        layer,
        place,
        i32x4.add(i32x4.splat(g), i32x4(0, 1, 2, 3)),
      );
      for (let j = 0; j < 4 && g + j < groups; j++) {
        const drops = i32x4.le_u(v128.load(words + (<usize> j << 4)), tops);
        const u = (g + j) << 2;
        storeFirst(mask + (<usize> u << 2), v128.bitselect(always, value, drops), U - u);
      }
    }
  }
}

/** The first n of 4 floats. */
function storeFirst(p: usize, x: v128, n: i32): void {
  if (n >= 4) return v128.store(p, x);
  if (n & 2) {
    v128.store64_lane(p, x, 0);
    if (n & 1) v128.store32_lane(p, x, 2, 8);
  } else if (n & 1) v128.store32_lane(p, x, 0);
}

class Threefry {
  @inline
  static rotate(x: v128, bits: i32): v128 {
    return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
  }
}

/** The four words of each of four places (c0, c1, c2, c3), place after place. See threefry.ts. */
function draw(
  words: usize,
  key0: i32,
  key1: i32,
  key2: i32,
  key3: i32,
  c0: i32,
  c1: i32,
  c2: v128,
  c3: v128,
): void {
  let k0 = key0, k1 = key1, k2 = key2, k3 = key3;
  let k4 = 0x1bd11bda ^ k0 ^ k1 ^ k2 ^ k3;
  let x0 = i32x4.splat(c0 + k0);
  let x1 = i32x4.splat(c1 + k1);
  let x2 = i32x4.add(c2, i32x4.splat(k2));
  let x3 = i32x4.add(c3, i32x4.splat(k3));
  for (let injection = 1;; injection += 2) {
    x0 = i32x4.add(x0, x1), x1 = v128.xor(Threefry.rotate(x1, 10), x0);
    x2 = i32x4.add(x2, x3), x3 = v128.xor(Threefry.rotate(x3, 26), x2);
    x0 = i32x4.add(x0, x3), x3 = v128.xor(Threefry.rotate(x3, 11), x0);
    x2 = i32x4.add(x2, x1), x1 = v128.xor(Threefry.rotate(x1, 21), x2);
    x0 = i32x4.add(x0, x1), x1 = v128.xor(Threefry.rotate(x1, 13), x0);
    x2 = i32x4.add(x2, x3), x3 = v128.xor(Threefry.rotate(x3, 27), x2);
    x0 = i32x4.add(x0, x3), x3 = v128.xor(Threefry.rotate(x3, 23), x0);
    x2 = i32x4.add(x2, x1), x1 = v128.xor(Threefry.rotate(x1, 5), x2);
    x0 = i32x4.add(x0, i32x4.splat(k1));
    x1 = i32x4.add(x1, i32x4.splat(k2));
    x2 = i32x4.add(x2, i32x4.splat(k3));
    x3 = i32x4.add(x3, i32x4.splat(k4 + injection));
    if (injection == 5) break;

    x0 = i32x4.add(x0, x1), x1 = v128.xor(Threefry.rotate(x1, 6), x0);
    x2 = i32x4.add(x2, x3), x3 = v128.xor(Threefry.rotate(x3, 20), x2);
    x0 = i32x4.add(x0, x3), x3 = v128.xor(Threefry.rotate(x3, 17), x0);
    x2 = i32x4.add(x2, x1), x1 = v128.xor(Threefry.rotate(x1, 11), x2);
    x0 = i32x4.add(x0, x1), x1 = v128.xor(Threefry.rotate(x1, 25), x0);
    x2 = i32x4.add(x2, x3), x3 = v128.xor(Threefry.rotate(x3, 10), x2);
    x0 = i32x4.add(x0, x3), x3 = v128.xor(Threefry.rotate(x3, 18), x0);
    x2 = i32x4.add(x2, x1), x1 = v128.xor(Threefry.rotate(x1, 20), x2);
    x0 = i32x4.add(x0, i32x4.splat(k2));
    x1 = i32x4.add(x1, i32x4.splat(k3));
    x2 = i32x4.add(x2, i32x4.splat(k4));
    x3 = i32x4.add(x3, i32x4.splat(k0 + injection + 1));
    // Two injections on, what was k2 is k0.
    const first = k0, second = k1;
    k0 = k2, k1 = k3, k2 = k4, k3 = first, k4 = second;
  }
  // From words of four places to places of four words.
  const low01 = i32x4.shuffle(x0, x1, 0, 4, 1, 5);
  const high01 = i32x4.shuffle(x0, x1, 2, 6, 3, 7);
  const low23 = i32x4.shuffle(x2, x3, 0, 4, 1, 5);
  const high23 = i32x4.shuffle(x2, x3, 2, 6, 3, 7);
  v128.store(words, i64x2.shuffle(low01, low23, 0, 2));
  v128.store(words, i64x2.shuffle(low01, low23, 1, 3), 16);
  v128.store(words, i64x2.shuffle(high01, high23, 0, 2), 32);
  v128.store(words, i64x2.shuffle(high01, high23, 1, 3), 48);
}
