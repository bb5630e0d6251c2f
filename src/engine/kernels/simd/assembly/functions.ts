// @ts-nocheck: AssemblyScript has types of its own.

// src/numerics, two doubles at a time: the same operations in the same order.

function constant(value: f64): v128 {
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

/** sigmoid.ts */
export function sigmoid(x: v128): v128 {
  const one = constant(1);
  const e = exp(f64x2.neg(f64x2.abs(x)));
  const numerator = v128.bitselect(e, one, f64x2.lt(x, constant(0)));
  return f64x2.div(numerator, f64x2.add(one, e));
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
