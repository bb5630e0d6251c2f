// @ts-nocheck: AssemblyScript has types of its own.
// deno-lint-ignore-file prefer-const
// deno-fmt-ignore-file: the decorators of functions would be gone.

// src/numerics, two doubles at a time: the same operations in the same order.
//
// V8 builds a 128-bit constant from three instructions wherever it is used, which took up to half of
// the time here. A global that may change it loads with one: hence `let`.

export function constant(value: f64): v128 {
  return f64x2.splat(value);
}

export let half = f64x2.splat(0.5);
export let one = f64x2.splat(1);
export let two = f64x2.splat(2);
let three = f64x2.splat(3);
let six = f64x2.splat(6);
let infinity = f64x2.splat(Infinity);

// _power_of_two.ts; k + wholeNumbers has k in its lowest bits
let wholeNumbers = f64x2.splat(6755399441055744);
let bias = i64x2.splat(1023);
let largestNegated = f64x2.splat(1022);

// _ln2.ts
let inverseLn2 = f64x2.splat(1.44269504088896338700);
let ln2High = f64x2.splat(6.93147180369123816490e-1);
let ln2Low = f64x2.splat(1.90821492927058770002e-10);

// exp.ts
let overflow = f64x2.splat(7.09782712893383973096e2);
let underflow = f64x2.splat(-7.45133219101941108420e2);
let P1 = f64x2.splat(1.66666666666666019037e-1);
let P2 = f64x2.splat(-2.77777777770155933842e-3);
let P3 = f64x2.splat(6.61375632143793436117e-5);
let P4 = f64x2.splat(-1.65339022054652515390e-6);
let P5 = f64x2.splat(4.13813679705723846039e-8);

// expm1.ts
let expm1Underflow = f64x2.splat(-38);
let Q1 = f64x2.splat(-3.33333333333331316428e-2);
let Q2 = f64x2.splat(1.58730158725481460165e-3);
let Q3 = f64x2.splat(-7.93650757867487942473e-5);
let Q4 = f64x2.splat(4.00821782732936239552e-6);
let Q5 = f64x2.splat(-2.01099218183624371326e-7);

// _log_reduced.ts; 2^52 and a biased exponent, whose bits stand below
let exponentOrigin = f64x2.splat(4503599627370496 + 1023);
let exponentMagic = i64x2.splat(0x4330000000000000);
let exponentShift = i64x2.splat(0x00095f6200000000);
let L1 = f64x2.splat(6.666666666666735130e-1);
let L2 = f64x2.splat(3.999999999940941908e-1);
let L3 = f64x2.splat(2.857142874366239149e-1);
let L4 = f64x2.splat(2.222219843214978396e-1);
let L5 = f64x2.splat(1.818357216161805012e-1);
let L6 = f64x2.splat(1.531383769920937332e-1);
let L7 = f64x2.splat(1.479819860511658591e-1);

// tanh.ts
let tanhNear = f64x2.splat(0.625);
let TP0 = f64x2.splat(-1.61468768441708447952e3);
let TP1 = f64x2.splat(-9.92877231001918586564e1);
let TP2 = f64x2.splat(-9.64399179425052238628e-1);
let TQ0 = f64x2.splat(4.84406305325125486048e3);
let TQ1 = f64x2.splat(2.23548839060100448583e3);
let TQ2 = f64x2.splat(1.12811678491632931402e2);

/** 2^k, a normal number, for whole k; takes k + wholeNumbers, or any bits that end in those of k. */
@inline
function powerOfTwo(k: v128): v128 {
  return i64x2.shl(i64x2.add(k, bias), 52);
}

/** y · 2^k, by two factors. */
@inline
function timesPowerOfTwo(y: v128, k: v128): v128 {
  const whole = f64x2.add(k, wholeNumbers);
  const part = i64x2.shr_u(whole, 1);
  return f64x2.mul(f64x2.mul(y, powerOfTwo(part)), powerOfTwo(i64x2.sub(whole, part)));
}

/** exp.ts */
@inline
export function exp(x: v128): v128 {
  return v128.bitselect(infinity, expBelow(x), f64x2.gt(x, overflow));
}

/** exp.ts for x that does not overflow, or is NaN; P(z) is a chain of z·(… + z·P). */
@inline
function expBelow(x: v128): v128 {
  const k = f64x2.floor(f64x2.add(f64x2.mul(x, inverseLn2), half));
  const high = f64x2.sub(x, f64x2.mul(k, ln2High));
  const low = f64x2.mul(k, ln2Low);
  const r = f64x2.sub(high, low);
  const z = f64x2.mul(r, r);
  let p = P5;
  p = f64x2.add(P4, f64x2.mul(z, p));
  p = f64x2.add(P3, f64x2.mul(z, p));
  p = f64x2.add(P2, f64x2.mul(z, p));
  p = f64x2.add(P1, f64x2.mul(z, p));
  const c = f64x2.sub(r, f64x2.mul(z, p));
  const quotient = f64x2.div(f64x2.mul(r, c), f64x2.sub(two, c));
  const y = f64x2.sub(one, f64x2.sub(f64x2.sub(low, quotient), high));
  return v128.andnot(timesPowerOfTwo(y, k), f64x2.lt(x, underflow));
}

/** expm1.ts */
@inline
export function expm1(x: v128): v128 {
  const k = f64x2.floor(f64x2.add(f64x2.mul(x, inverseLn2), half));
  const high = f64x2.sub(x, f64x2.mul(k, ln2High));
  const low = f64x2.mul(k, ln2Low);
  const r = f64x2.sub(high, low);
  const lost = f64x2.sub(f64x2.sub(high, r), low);
  const halfR = f64x2.mul(half, r);
  const halfSquare = f64x2.mul(r, halfR);
  let R = Q5;
  R = f64x2.add(Q4, f64x2.mul(halfSquare, R));
  R = f64x2.add(Q3, f64x2.mul(halfSquare, R));
  R = f64x2.add(Q2, f64x2.mul(halfSquare, R));
  R = f64x2.add(Q1, f64x2.mul(halfSquare, R));
  R = f64x2.add(one, f64x2.mul(halfSquare, R));
  const t = f64x2.sub(three, f64x2.mul(R, halfR));
  const quotient = f64x2.div(f64x2.sub(R, t), f64x2.sub(six, f64x2.mul(r, t)));
  const ratio = f64x2.mul(halfSquare, quotient);
  const rest = f64x2.sub(f64x2.mul(r, f64x2.sub(ratio, lost)), lost);
  const e = f64x2.sub(rest, halfSquare);
  // 2^-1023 and below are no normal numbers; 1 − 2^-k is 1 from k = 54 on.
  const inverse = powerOfTwo(f64x2.sub(wholeNumbers, f64x2.pmin(k, largestNegated)));
  const y = f64x2.sub(f64x2.sub(one, inverse), f64x2.sub(e, r));
  let result = timesPowerOfTwo(y, k);
  const overflows = f64x2.gt(x, overflow);
  result = v128.bitselect(infinity, result, overflows);
  result = v128.bitselect(constant(-1), result, f64x2.lt(x, expm1Underflow));
  return v128.bitselect(x, result, f64x2.eq(x, constant(0)));
}

/** log1p in log.ts, and logReduced for u = 1 + x, whose exponent is exchanged in place. */
@inline
export function log1p(x: v128): v128 {
  const u = f64x2.add(one, x);
  const correction = f64x2.div(f64x2.sub(x, f64x2.sub(u, one)), u);
  // √½ lifted to 1, in the upper word.
  const exponent = i64x2.shr_u(i64x2.add(u, exponentShift), 52);
  // 2^52 + exponent, as the bits of a double.
  const magic = v128.or(exponent, exponentMagic);
  const k = f64x2.sub(magic, exponentOrigin);
  const reduced = i64x2.sub(u, i64x2.shl(i64x2.sub(exponent, bias), 52));
  const f = f64x2.sub(reduced, one);
  const halfSquare = f64x2.mul(f64x2.mul(half, f), f);
  const s = f64x2.div(f, f64x2.add(two, f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  let even = f64x2.mul(w, L6);
  even = f64x2.mul(w, f64x2.add(L4, even));
  even = f64x2.mul(w, f64x2.add(L2, even));
  let odd = f64x2.mul(w, L7);
  odd = f64x2.mul(w, f64x2.add(L5, odd));
  odd = f64x2.mul(w, f64x2.add(L3, odd));
  odd = f64x2.mul(z, f64x2.add(L1, odd));
  const R = f64x2.add(odd, even);
  const lowest = f64x2.add(f64x2.mul(k, ln2Low), correction);
  const small = f64x2.add(f64x2.mul(s, f64x2.add(halfSquare, R)), lowest);
  let result = f64x2.sub(
    f64x2.mul(k, ln2High),
    f64x2.sub(f64x2.sub(halfSquare, small), f),
  );
  const atPole = v128.bitselect(constant(-Infinity), constant(NaN), f64x2.eq(x, constant(-1)));
  result = v128.bitselect(atPole, result, f64x2.le(x, constant(-1)));
  result = v128.bitselect(result, x, f64x2.lt(x, infinity));
  return v128.bitselect(x, result, f64x2.eq(x, constant(0)));
}

/** sigmoid.ts */
@inline
export function sigmoid(x: v128): v128 {
  const e = expBelow(f64x2.neg(f64x2.abs(x)));
  const numerator = v128.bitselect(e, one, f64x2.lt(x, constant(0)));
  return f64x2.div(numerator, f64x2.add(one, e));
}

/** softplus.ts */
@inline
export function softplus(x: v128): v128 {
  const positive = v128.and(x, f64x2.gt(x, constant(0)));
  return f64x2.add(positive, log1p(expBelow(f64x2.neg(f64x2.abs(x)))));
}

/** tanh.ts */
@inline
export function tanh(x: v128): v128 {
  const magnitude = f64x2.abs(x);
  const z = f64x2.mul(x, x);
  let P = f64x2.add(
    TP1,
    f64x2.mul(z, TP2),
  );
  P = f64x2.add(TP0, f64x2.mul(z, P));
  let Q = f64x2.add(TQ2, z);
  Q = f64x2.add(TQ1, f64x2.mul(z, Q));
  Q = f64x2.add(TQ0, f64x2.mul(z, Q));
  const near = f64x2.add(x, f64x2.mul(x, f64x2.mul(z, f64x2.div(P, Q))));
  const e = exp(f64x2.add(magnitude, magnitude));
  const t = f64x2.sub(one, f64x2.div(two, f64x2.add(e, one)));
  const far = v128.bitselect(f64x2.neg(t), t, f64x2.lt(x, constant(0)));
  const result = v128.bitselect(near, far, f64x2.lt(magnitude, tanhNear));
  return v128.bitselect(x, result, f64x2.eq(x, constant(0)));
}
