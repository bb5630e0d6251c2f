import type { Values } from "../../../src/engine/kernels/kernels.ts";

// The kernels' order, stated once more without any thought for speed. B rows, I inputs, U units.

const f = Math.fround;

/** Eight lanes, zeros behind the end, then the tree. */
export function dotInLanes(x: Values, w: Float32Array, from: [number, number], I: number): number {
  const lanes: number[] = Array(8).fill(0);
  for (let i = 0; i < Math.ceil(I / 8) * 8; i++) {
    const product = i < I ? f(x[from[0] + i]! * w[from[1] + i]!) : 0;
    lanes[i % 8] = f(lanes[i % 8]! + product);
  }
  const half = [0, 1, 2, 3].map((l) => f(lanes[l]! + lanes[l + 4]!));
  return f(f(half[0]! + half[2]!) + f(half[1]! + half[3]!));
}

export function linearForward(
  x: Values,
  w: Float32Array,
  b: Float32Array,
  sizes: { B: number; I: number; U: number; first: number; scale: number },
): Float32Array {
  const { B, I, U, first, scale } = sizes;
  const z = new Float32Array(B * U);
  for (let r = 0; r < B; r++) {
    for (let u = 0; u < U; u++) {
      const sum = dotInLanes(x, w, [(first + r) * I, u * I], I);
      z[r * U + u] = f(f(sum * f(scale)) + b[u]!);
    }
  }
  return z;
}

/** Row after row from +0, then added to what is there. */
export function weightGradient(
  g: Float32Array,
  d: Float32Array,
  x: Values,
  sizes: { B: number; I: number; U: number; first: number; scale: number },
): Float32Array {
  const { B, I, U, first, scale } = sizes;
  return g.map((before, k) => {
    const u = Math.floor(k / I);
    let sum = 0;
    for (let r = 0; r < B; r++) {
      sum = f(sum + f(f(d[r * U + u]! * f(scale)) * x[(first + r) * I + k % I]!));
    }
    return f(before + sum);
  });
}

export function biasGradient(g: Float32Array, d: Float32Array, B: number): Float32Array {
  const U = g.length;
  return g.map((before, u) => {
    let sum = 0;
    for (let r = 0; r < B; r++) sum = f(sum + d[r * U + u]!);
    return f(before + sum);
  });
}

export function inputGradient(
  d: Float32Array,
  w: Float32Array,
  sizes: { B: number; I: number; U: number },
): Float32Array {
  const { B, I, U } = sizes;
  return new Float32Array(B * I).map((_, k) => {
    let sum = 0;
    for (let u = 0; u < U; u++) {
      sum = f(sum + f(d[Math.floor(k / I) * U + u]! * w[u * I + k % I]!));
    }
    return sum;
  });
}
