// What regularisation does to whole tensors, beside the kernels of `elementwise.ts`. n elements, from
// element `first` on where a kernel takes it.

import type { Values } from "./kernels.ts";

const f = Math.fround;

/** out = round(out + round(k)·sign(x)); the sign of 0 is 0. */
export function addSign(out: Float32Array, x: Float32Array, k: number, n: number): void {
  const step = f(k);
  for (let i = 0; i < n; i++) out[i] = f(out[i]! + step * Math.sign(x[i]!));
}

/**
 * Σ x² in double precision, in four lanes: lane j sums the elements j, j + 4, j + 8, …, and the sum is
 * (lane 0 + lane 1) + (lane 2 + lane 3).
 */
export function sumOfSquares(x: Float32Array, first: number, n: number): number {
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  const end = first + n;
  let i = first;
  for (; i + 4 <= end; i += 4) {
    s0 += x[i]! * x[i]!;
    s1 += x[i + 1]! * x[i + 1]!;
    s2 += x[i + 2]! * x[i + 2]!;
    s3 += x[i + 3]! * x[i + 3]!;
  }
  if (i < end) s0 += x[i]! * x[i]!;
  if (i + 1 < end) s1 += x[i + 1]! * x[i + 1]!;
  if (i + 2 < end) s2 += x[i + 2]! * x[i + 2]!;
  return (s0 + s1) + (s2 + s3);
}

/** x = round(x · round(k)). */
export function scale(x: Float32Array, k: number, first: number, n: number): void {
  const factor = f(k);
  for (let i = first; i < first + n; i++) x[i] = f(x[i]! * factor);
}

/**
 * Scales all gradients by round(limit / norm), where norm = √Σ of their sums of squares, one gradient
 * after the other, is above the limit.
 */
export function clipNorm(gradients: readonly Float32Array[], limit: number): void {
  let sum = 0;
  for (const gradient of gradients) sum += sumOfSquares(gradient, 0, gradient.length);
  const norm = Math.sqrt(sum);
  if (!(norm > limit)) return;
  for (const gradient of gradients) scale(gradient, limit / norm, 0, gradient.length);
}

/** Scales each row of w [U, I] by round(limit / norm), where its norm is above the limit. */
export function limitNorms(w: Float32Array, limit: number, U: number, I: number): void {
  for (let u = 0; u < U; u++) {
    const norm = Math.sqrt(sumOfSquares(w, u * I, I));
    if (norm > limit) scale(w, limit / norm, u * I, I);
  }
}

/** x = x where it lies between −round(limit) and round(limit), else the nearer of them; NaN stays. */
export function clip(x: Float32Array, limit: number, n: number): void {
  const bound = f(limit);
  for (let i = 0; i < n; i++) x[i] = Math.max(-bound, Math.min(bound, x[i]!));
}

/** out[i] = round(round(round(scale) · x[first + i]) · mask[i]). */
export function dropInputs(
  out: Float32Array,
  x: Values,
  mask: Float32Array,
  inputScale: number,
  first: number,
  n: number,
): void {
  const factor = f(inputScale);
  for (let i = 0; i < n; i++) out[i] = f(f(factor * x[first + i]!) * mask[i]!);
}
