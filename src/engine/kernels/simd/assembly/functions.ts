// @ts-nocheck: AssemblyScript has types of its own.

// src/numerics, two doubles at a time: the same operations in the same order.

export function constant(value: f64): v128 {
  return f64x2.splat(value);
}

/** 2^k for whole k whose power is a normal number. */
function powerOfTwo(k: v128): v128 {
  return i64x2.shl(i64x2.add(i64x2.extend_low_i32x4_s(k), i64x2.splat(1023)), 52);
}

/** exp.ts; P(z) is a chain of z·(… + z·P). */
export function exp(x: v128): v128 {
  const k = f64x2.floor(
    f64x2.add(f64x2.mul(x, constant(1.44269504088896338700)), constant(0.5)),
  );
  const high = f64x2.sub(x, f64x2.mul(k, constant(6.93147180369123816490e-1)));
  const low = f64x2.mul(k, constant(1.90821492927058770002e-10));
  const r = f64x2.sub(high, low);
  const z = f64x2.mul(r, r);
  let p = constant(4.13813679705723846039e-8);
  p = f64x2.add(constant(-1.65339022054652515390e-6), f64x2.mul(z, p));
  p = f64x2.add(constant(6.61375632143793436117e-5), f64x2.mul(z, p));
  p = f64x2.add(constant(-2.77777777770155933842e-3), f64x2.mul(z, p));
  p = f64x2.add(constant(1.66666666666666019037e-1), f64x2.mul(z, p));
  const c = f64x2.sub(r, f64x2.mul(z, p));
  const quotient = f64x2.div(f64x2.mul(r, c), f64x2.sub(constant(2), c));
  const y = f64x2.sub(constant(1), f64x2.sub(f64x2.sub(low, quotient), high));
  const whole = i32x4.trunc_sat_f64x2_s_zero(k);
  const half = i32x4.shr_s(whole, 1);
  let result = f64x2.mul(
    f64x2.mul(y, powerOfTwo(half)),
    powerOfTwo(i32x4.sub(whole, half)),
  );
  const overflows = f64x2.gt(x, constant(7.09782712893383973096e2));
  const underflows = f64x2.lt(x, constant(-7.45133219101941108420e2));
  result = v128.bitselect(constant(Infinity), result, overflows);
  return v128.andnot(result, underflows);
}

/** expm1.ts */
export function expm1(x: v128): v128 {
  const one = constant(1);
  const k = f64x2.floor(
    f64x2.add(f64x2.mul(x, constant(1.44269504088896338700)), constant(0.5)),
  );
  const high = f64x2.sub(x, f64x2.mul(k, constant(6.93147180369123816490e-1)));
  const low = f64x2.mul(k, constant(1.90821492927058770002e-10));
  const r = f64x2.sub(high, low);
  const lost = f64x2.sub(f64x2.sub(high, r), low);
  const halfR = f64x2.mul(constant(0.5), r);
  const halfSquare = f64x2.mul(r, halfR);
  let R = constant(-2.01099218183624371326e-7);
  R = f64x2.add(constant(4.00821782732936239552e-6), f64x2.mul(halfSquare, R));
  R = f64x2.add(constant(-7.93650757867487942473e-5), f64x2.mul(halfSquare, R));
  R = f64x2.add(constant(1.58730158725481460165e-3), f64x2.mul(halfSquare, R));
  R = f64x2.add(constant(-3.33333333333331316428e-2), f64x2.mul(halfSquare, R));
  R = f64x2.add(one, f64x2.mul(halfSquare, R));
  const t = f64x2.sub(constant(3), f64x2.mul(R, halfR));
  const quotient = f64x2.div(f64x2.sub(R, t), f64x2.sub(constant(6), f64x2.mul(r, t)));
  const ratio = f64x2.mul(halfSquare, quotient);
  const rest = f64x2.sub(f64x2.mul(r, f64x2.sub(ratio, lost)), lost);
  const e = f64x2.sub(rest, halfSquare);
  const whole = i32x4.trunc_sat_f64x2_s_zero(k);
  // 2^-1023 and below are no normal numbers; 1 − 2^-k is 1 from k = 54 on.
  const inverse = powerOfTwo(i32x4.neg(i32x4.min_s(whole, i32x4.splat(1022))));
  const y = f64x2.sub(f64x2.sub(one, inverse), f64x2.sub(e, r));
  const half = i32x4.shr_s(whole, 1);
  let result = f64x2.mul(
    f64x2.mul(y, powerOfTwo(half)),
    powerOfTwo(i32x4.sub(whole, half)),
  );
  const overflows = f64x2.gt(x, constant(7.09782712893383973096e2));
  result = v128.bitselect(constant(Infinity), result, overflows);
  result = v128.bitselect(constant(-1), result, f64x2.lt(x, constant(-38)));
  return v128.bitselect(x, result, f64x2.eq(x, constant(0)));
}

/** log1p in log.ts, and logReduced for u = 1 + x, whose exponent is exchanged in place. */
export function log1p(x: v128): v128 {
  const one = constant(1);
  const u = f64x2.add(one, x);
  const correction = f64x2.div(f64x2.sub(x, f64x2.sub(u, one)), u);
  // √½ lifted to 1, in the upper word.
  const exponent = i64x2.shr_u(i64x2.add(u, i64x2.splat(0x00095f6200000000)), 52);
  // 2^52 + exponent, as the bits of a double.
  const magic = v128.or(exponent, i64x2.splat(0x4330000000000000));
  const k = f64x2.sub(magic, constant(4503599627370496 + 1023));
  const reduced = i64x2.sub(u, i64x2.shl(i64x2.sub(exponent, i64x2.splat(1023)), 52));
  const f = f64x2.sub(reduced, one);
  const halfSquare = f64x2.mul(f64x2.mul(constant(0.5), f), f);
  const s = f64x2.div(f, f64x2.add(constant(2), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  let even = f64x2.mul(w, constant(1.531383769920937332e-1));
  even = f64x2.mul(w, f64x2.add(constant(2.222219843214978396e-1), even));
  even = f64x2.mul(w, f64x2.add(constant(3.999999999940941908e-1), even));
  let odd = f64x2.mul(w, constant(1.479819860511658591e-1));
  odd = f64x2.mul(w, f64x2.add(constant(1.818357216161805012e-1), odd));
  odd = f64x2.mul(w, f64x2.add(constant(2.857142874366239149e-1), odd));
  odd = f64x2.mul(z, f64x2.add(constant(6.666666666666735130e-1), odd));
  const R = f64x2.add(odd, even);
  const lowest = f64x2.add(f64x2.mul(k, constant(1.90821492927058770002e-10)), correction);
  const small = f64x2.add(f64x2.mul(s, f64x2.add(halfSquare, R)), lowest);
  let result = f64x2.sub(
    f64x2.mul(k, constant(6.93147180369123816490e-1)),
    f64x2.sub(f64x2.sub(halfSquare, small), f),
  );
  const atPole = v128.bitselect(constant(-Infinity), constant(NaN), f64x2.eq(x, constant(-1)));
  result = v128.bitselect(atPole, result, f64x2.le(x, constant(-1)));
  result = v128.bitselect(result, x, f64x2.lt(x, constant(Infinity)));
  return v128.bitselect(x, result, f64x2.eq(x, constant(0)));
}

/** sigmoid.ts */
export function sigmoid(x: v128): v128 {
  const one = constant(1);
  const e = exp(f64x2.neg(f64x2.abs(x)));
  const numerator = v128.bitselect(e, one, f64x2.lt(x, constant(0)));
  return f64x2.div(numerator, f64x2.add(one, e));
}

/** softplus.ts */
export function softplus(x: v128): v128 {
  const positive = v128.and(x, f64x2.gt(x, constant(0)));
  return f64x2.add(positive, log1p(exp(f64x2.neg(f64x2.abs(x)))));
}

/** tanh.ts */
export function tanh(x: v128): v128 {
  const magnitude = f64x2.abs(x);
  const z = f64x2.mul(x, x);
  let P = f64x2.add(
    constant(-9.92877231001918586564e1),
    f64x2.mul(z, constant(-9.64399179425052238628e-1)),
  );
  P = f64x2.add(constant(-1.61468768441708447952e3), f64x2.mul(z, P));
  let Q = f64x2.add(constant(1.12811678491632931402e2), z);
  Q = f64x2.add(constant(2.23548839060100448583e3), f64x2.mul(z, Q));
  Q = f64x2.add(constant(4.84406305325125486048e3), f64x2.mul(z, Q));
  const near = f64x2.add(x, f64x2.mul(x, f64x2.mul(z, f64x2.div(P, Q))));
  const e = exp(f64x2.add(magnitude, magnitude));
  const t = f64x2.sub(constant(1), f64x2.div(constant(2), f64x2.add(e, constant(1))));
  const far = v128.bitselect(f64x2.neg(t), t, f64x2.lt(x, constant(0)));
  const result = v128.bitselect(near, far, f64x2.lt(magnitude, constant(0.625)));
  return v128.bitselect(x, result, f64x2.eq(x, constant(0)));
}
