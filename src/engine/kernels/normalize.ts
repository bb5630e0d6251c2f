// Batch and layer normalisation. B rows, U units; x, z, their gradients and `normalized` are [B, U].
//
// Means and variances are summed in double precision, one element after the other, and rounded once
// to float32. What happens to every element rounds after each operation:
//   normalized = round(round(x − mean) · inverse), z = round(round(normalized · gain) + shift)
// with inverse = round(1 / √(variance + ε)).

import type { Values } from "./kernels.ts";

const f = Math.fround;

/** out[i] = round(round(scale) · x[first + i]), n elements. */
export function scaleInputs(
  out: Float32Array,
  x: Values,
  scale: number,
  first: number,
  n: number,
): void {
  const factor = f(scale);
  for (let i = 0; i < n; i++) out[i] = f(factor * x[first + i]!);
}

/** sums[u] += Σᵣ x[r,u], row after row. */
export function columnSums(sums: Float64Array, x: Float32Array, B: number, U: number): void {
  for (let r = 0, k = 0; r < B; r++) {
    for (let u = 0; u < U; u++, k++) sums[u] = sums[u]! + x[k]!;
  }
}

/** sums[u] += Σᵣ (x[r,u] − means[u])², row after row. */
export function columnSquares(
  sums: Float64Array,
  x: Float32Array,
  means: Float64Array,
  B: number,
  U: number,
): void {
  for (let r = 0, k = 0; r < B; r++) {
    for (let u = 0; u < U; u++, k++) {
      const difference = x[k]! - means[u]!;
      sums[u] = sums[u]! + difference * difference;
    }
  }
}

/** sums[u] += Σᵣ x[r,u]·y[r,u], row after row. */
export function columnProducts(
  sums: Float64Array,
  x: Float32Array,
  y: Float32Array,
  B: number,
  U: number,
): void {
  for (let r = 0, k = 0; r < B; r++) {
    for (let u = 0; u < U; u++, k++) sums[u] = sums[u]! + x[k]! * y[k]!;
  }
}

/** Normalises each unit with its mean [U] and inverse deviation [U]. */
export function normalizeColumns(
  z: Float32Array,
  normalized: Float32Array,
  x: Float32Array,
  mean: Float32Array,
  inverse: Float32Array,
  gain: Float32Array,
  shift: Float32Array,
  B: number,
  U: number,
): void {
  for (let r = 0, k = 0; r < B; r++) {
    for (let u = 0; u < U; u++, k++) {
      const value = f(f(x[k]! - mean[u]!) * inverse[u]!);
      normalized[k] = value;
      z[k] = f(f(value * gain[u]!) + shift[u]!);
    }
  }
}

/**
 * The gradient through {@linkcode normalizeColumns} where mean and variance are those of x itself:
 * dx = round(round(gain · inverse) · round(round(dz − mean) − round(normalized · product))), with
 * mean[u] and product[u] the means over all rows of dz and of dz·normalized.
 */
export function columnsInputGradient(
  dx: Float32Array,
  dz: Float32Array,
  normalized: Float32Array,
  mean: Float32Array,
  product: Float32Array,
  inverse: Float32Array,
  gain: Float32Array,
  B: number,
  U: number,
): void {
  for (let r = 0, k = 0; r < B; r++) {
    for (let u = 0; u < U; u++, k++) {
      const centred = f(f(dz[k]! - mean[u]!) - f(normalized[k]! * product[u]!));
      dx[k] = f(f(gain[u]! * inverse[u]!) * centred);
    }
  }
}

/** Normalises each row with its own mean and variance; inverse [B] keeps what it divided by. */
export function normalizeRows(
  z: Float32Array,
  normalized: Float32Array,
  inverse: Float32Array,
  x: Float32Array,
  gain: Float32Array,
  shift: Float32Array,
  epsilon: number,
  B: number,
  U: number,
): void {
  for (let r = 0; r < B; r++) {
    const from = r * U;
    let sum = 0;
    for (let u = 0; u < U; u++) sum += x[from + u]!;
    const exact = sum / U;
    let squares = 0;
    for (let u = 0; u < U; u++) {
      const difference = x[from + u]! - exact;
      squares += difference * difference;
    }
    const mean = f(exact);
    const factor = f(1 / Math.sqrt(squares / U + epsilon));
    inverse[r] = factor;
    for (let u = 0; u < U; u++) {
      const value = f(f(x[from + u]! - mean) * factor);
      normalized[from + u] = value;
      z[from + u] = f(f(value * gain[u]!) + shift[u]!);
    }
  }
}

/** g[u] = round(g[u] + Σᵣ d[r,u]·x[r,u]), each sum in double precision. */
export function gainGradient(
  g: Float32Array,
  d: Float32Array,
  x: Float32Array,
  B: number,
  U: number,
): void {
  for (let u = 0; u < U; u++) {
    let sum = 0;
    for (let r = 0, k = u; r < B; r++, k += U) sum += d[k]! * x[k]!;
    g[u] = g[u]! + sum;
  }
}

/**
 * The gradient through {@linkcode normalizeRows}, with g = round(dz · gain):
 * dx = round(inverse · round(round(g − mean) − round(normalized · product))), mean and product the
 * rounded means over the row of g and of g·normalized.
 */
export function rowsInputGradient(
  dx: Float32Array,
  dz: Float32Array,
  normalized: Float32Array,
  inverse: Float32Array,
  gain: Float32Array,
  B: number,
  U: number,
): void {
  for (let r = 0; r < B; r++) {
    const from = r * U;
    let sum = 0;
    let products = 0;
    for (let u = 0; u < U; u++) {
      const g = f(dz[from + u]! * gain[u]!);
      sum += g;
      products += g * normalized[from + u]!;
    }
    const mean = f(sum / U);
    const product = f(products / U);
    const factor = inverse[r]!;
    for (let u = 0; u < U; u++) {
      const g = f(dz[from + u]! * gain[u]!);
      dx[from + u] = f(factor * f(f(g - mean) - f(normalized[from + u]! * product)));
    }
  }
}
