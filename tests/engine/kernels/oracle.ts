import type { Values } from "../../../src/engine/kernels/kernels.ts";

// The kernels' order, stated once more without any thought for speed. B rows, I inputs, U units.

const f = Math.fround;

/** Blocks of 64 terms, each from +0, their sums added one after the other. */
export function sumInBlocks(terms: readonly number[], start = 0): number {
  let total = start;
  for (let k = 0; k < terms.length; k += 64) {
    total = f(total + terms.slice(k, k + 64).reduce((sum, term) => f(sum + term), 0));
  }
  return total;
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
      const term = (i: number) => f(x[(first + r) * I + i]! * w[u * I + i]!);
      const sum = sumInBlocks(Array.from({ length: I }, (_, i) => term(i)));
      z[r * U + u] = f(f(sum * f(scale)) + b[u]!);
    }
  }
  return z;
}

/** Added to what is there. */
export function weightGradient(
  g: Float32Array,
  d: Float32Array,
  x: Values,
  sizes: { B: number; I: number; U: number; first: number; scale: number },
): Float32Array {
  const { B, I, U, first, scale } = sizes;
  return g.map((before, k) => {
    const u = Math.floor(k / I);
    const term = (r: number) => f(f(d[r * U + u]! * f(scale)) * x[(first + r) * I + k % I]!);
    return sumInBlocks(Array.from({ length: B }, (_, r) => term(r)), before);
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
    const term = (u: number) => f(d[Math.floor(k / I) * U + u]! * w[u * I + k % I]!);
    return sumInBlocks(Array.from({ length: U }, (_, u) => term(u)));
  });
}
