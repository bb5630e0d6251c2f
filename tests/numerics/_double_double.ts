/**
 * Arithmetic with about 100 bits on pairs high + low, and the functions of src/numerics in it: an
 * oracle that shares neither a coefficient nor a range with what it checks.
 *
 * Source: Dekker, "A floating-point technique for extending the available precision", 1971.
 */
export type Double2 = readonly [high: number, low: number];

const ln2: Double2 = [0.6931471805599453, 2.3190468138462996e-17];
const twoOverSqrtPi: Double2 = [1.1283791670955126, 1.533545961316588e-17];

export function add(a: Double2, b: Double2): Double2 {
  const [s, e] = twoSum(a[0], b[0]);
  const [t, f] = twoSum(a[1], b[1]);
  const [u, v] = quickTwoSum(s, e + t);
  return quickTwoSum(u, v + f);
}

export function negate(a: Double2): Double2 {
  return [-a[0], -a[1]];
}

export function multiply(a: Double2, b: Double2): Double2 {
  const [p, e] = twoProduct(a[0], b[0]);
  return quickTwoSum(p, e + (a[0] * b[1] + a[1] * b[0]));
}

export function divide(a: Double2, b: Double2): Double2 {
  const q = a[0] / b[0];
  const r = add(a, negate(multiply(b, [q, 0])));
  const s = r[0] / b[0];
  const t = add(r, negate(multiply(b, [s, 0])));
  return add(quickTwoSum(q, s), [t[0] / b[0], 0]);
}

export function exp(x: Double2): Double2 {
  const k = Math.round(x[0] / ln2[0]);
  return scale(add(expm1Reduced(x, k), [1, 0]), k);
}

export function expm1(x: Double2): Double2 {
  const k = Math.round(x[0] / ln2[0]);
  const reduced = expm1Reduced(x, k);
  return k === 0 ? reduced : add(scale(add(reduced, [1, 0]), k), [-1, 0]);
}

/** By Newton's method from a guess that is right to some digits. */
export function log1p(x: Double2, guess: number): Double2 {
  let y: Double2 = [guess, 0];
  for (let step = 0; step < 2; step++) {
    const e = expm1(y);
    y = add(y, divide(add(x, negate(e)), add(e, [1, 0])));
  }
  return y;
}

/** By Newton's method from a guess that is right to some digits. */
export function log(x: Double2, guess: number): Double2 {
  let y: Double2 = [guess, 0];
  for (let step = 0; step < 2; step++) {
    y = add(y, add(multiply(x, exp(negate(y))), [-1, 0]));
  }
  return y;
}

export function tanh(x: Double2): Double2 {
  const e = expm1(add(x, x));
  return divide(e, add(e, [2, 0]));
}

export function sigmoid(x: Double2): Double2 {
  return divide([1, 0], add([1, 0], exp(negate(x))));
}

/** erf(x) = 2/√π exp(−x²) Σ 2ⁿ x²ⁿ⁺¹ / (2n + 1)!!, whose terms are all of one sign. */
export function erf(x: Double2): Double2 {
  const square = multiply(x, x);
  const twice = add(square, square);
  let term = x;
  let total = x;
  for (let n = 1; Math.abs(term[0]) > 1e-34 * Math.abs(total[0]); n++) {
    term = divide(multiply(term, twice), [2 * n + 1, 0]);
    total = add(total, term);
  }
  return multiply(multiply(twoOverSqrtPi, exp(negate(square))), total);
}

/** expm1(x − k ln2) by 10 Taylor terms of a 512th of it and nine squarings of 1 + s. */
function expm1Reduced(x: Double2, k: number): Double2 {
  const r = scale(add(x, negate(multiply([k, 0], ln2))), -9);
  let s: Double2 = [0, 0];
  for (let n = 11; n >= 1; n--) s = divide(multiply(r, add(s, [1, 0])), [n, 0]);
  for (let i = 0; i < 9; i++) s = add(add(s, s), multiply(s, s));
  return s;
}

/** a · 2^k, exact while nothing is subnormal. */
function scale(a: Double2, k: number): Double2 {
  let factor = 1;
  let power = k < 0 ? 0.5 : 2;
  for (let left = Math.abs(k); left > 0; left >>= 1) {
    if (left & 1) factor *= power;
    power *= power;
  }
  return [a[0] * factor, a[1] * factor];
}

function twoSum(a: number, b: number): Double2 {
  const s = a + b;
  const t = s - a;
  return [s, (a - (s - t)) + (b - t)];
}

function quickTwoSum(a: number, b: number): Double2 {
  const s = a + b;
  return [s, b - (s - a)];
}

function twoProduct(a: number, b: number): Double2 {
  const p = a * b;
  const [ah, al] = split(a);
  const [bh, bl] = split(b);
  return [p, ((ah * bh - p) + ah * bl + al * bh) + al * bl];
}

function split(a: number): Double2 {
  const t = 134217729 * a;
  const high = t - (t - a);
  return [high, a - high];
}
