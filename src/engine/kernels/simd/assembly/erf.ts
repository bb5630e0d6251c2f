// @ts-nocheck: AssemblyScript has types of its own.
// deno-lint-ignore-file prefer-const

// src/numerics/erf.ts, two doubles at a time: the same operations in the same order. The ranges cost
// so much that those where neither lane lies are left out. Coefficients as in functions.ts.

import { constant, exp, one } from "./functions.ts";

// erfNearZero
let ZP0 = f64x2.splat(1.28379167095512558561e-1);
let ZP1 = f64x2.splat(-3.25042107247001499370e-1);
let ZP2 = f64x2.splat(-2.84817495755985104766e-2);
let ZP3 = f64x2.splat(-5.77027029648944159157e-3);
let ZP4 = f64x2.splat(-2.37630166566501626084e-5);
let ZQ1 = f64x2.splat(3.97917223959155352819e-1);
let ZQ2 = f64x2.splat(6.50222499887672944485e-2);
let ZQ3 = f64x2.splat(5.08130628187576562776e-3);
let ZQ4 = f64x2.splat(1.32494738004321644526e-4);
let ZQ5 = f64x2.splat(-3.96022827877536812320e-6);

// erfNearOne
let MP0 = f64x2.splat(-2.36211856075265944077e-3);
let MP1 = f64x2.splat(4.14856118683748331666e-1);
let MP2 = f64x2.splat(-3.72207876035701323847e-1);
let MP3 = f64x2.splat(3.18346619901161753674e-1);
let MP4 = f64x2.splat(-1.10894694282396677476e-1);
let MP5 = f64x2.splat(3.54783043256182359371e-2);
let MP6 = f64x2.splat(-2.16637559486879084300e-3);
let MQ1 = f64x2.splat(1.06420880400844228286e-1);
let MQ2 = f64x2.splat(5.40397917702171048937e-1);
let MQ3 = f64x2.splat(7.18286544141962662868e-2);
let MQ4 = f64x2.splat(1.26171219808761642112e-1);
let MQ5 = f64x2.splat(1.36370839120290507362e-2);
let MQ6 = f64x2.splat(1.19844998467991074170e-2);

// erfcRatioNear
let RP0 = f64x2.splat(-9.86494403484714822705e-3);
let RP1 = f64x2.splat(-6.93858572707181764372e-1);
let RP2 = f64x2.splat(-1.05586262253232909814e1);
let RP3 = f64x2.splat(-6.23753324503260060396e1);
let RP4 = f64x2.splat(-1.62396669462573470355e2);
let RP5 = f64x2.splat(-1.84605092906711035994e2);
let RP6 = f64x2.splat(-8.12874355063065934246e1);
let RP7 = f64x2.splat(-9.81432934416914548592);
let RQ1 = f64x2.splat(1.96512716674392571292e1);
let RQ2 = f64x2.splat(1.37657754143519042600e2);
let RQ3 = f64x2.splat(4.34565877475229228821e2);
let RQ4 = f64x2.splat(6.45387271733267880336e2);
let RQ5 = f64x2.splat(4.29008140027567833386e2);
let RQ6 = f64x2.splat(1.08635005541779435134e2);
let RQ7 = f64x2.splat(6.57024977031928170135);
let RQ8 = f64x2.splat(-6.04244152148580987438e-2);

// erfcRatioFar
let SP0 = f64x2.splat(-9.86494292470009928597e-3);
let SP1 = f64x2.splat(-7.99283237680523006574e-1);
let SP2 = f64x2.splat(-1.77579549177547519889e1);
let SP3 = f64x2.splat(-1.60636384855821916062e2);
let SP4 = f64x2.splat(-6.37566443368389627722e2);
let SP5 = f64x2.splat(-1.02509513161107724954e3);
let SP6 = f64x2.splat(-4.83519191608651397019e2);
let SQ1 = f64x2.splat(3.03380607434824582924e1);
let SQ2 = f64x2.splat(3.25792512996573918826e2);
let SQ3 = f64x2.splat(1.53672958608443695994e3);
let SQ4 = f64x2.splat(3.19985821950859553908e3);
let SQ5 = f64x2.splat(2.55305040643316442583e3);
let SQ6 = f64x2.splat(4.74528541206955367215e2);
let SQ7 = f64x2.splat(-2.24409524465858183362e1);

export function erf(x: v128): v128 {
  const magnitude = f64x2.abs(x);
  const isNearZero = f64x2.lt(magnitude, constant(0.84375));
  if (i64x2.all_true(isNearZero)) return erfNearZero(x);
  const isBelow = f64x2.lt(magnitude, constant(1.25));
  const isNearOne = v128.andnot(isBelow, isNearZero);
  const isBetween = v128.andnot(f64x2.lt(magnitude, constant(6)), isBelow);
  let value = one;
  if (v128.any_true(isNearOne)) value = v128.bitselect(erfNearOne(magnitude), value, isNearOne);
  if (v128.any_true(isBetween)) {
    const complement = f64x2.sub(one, erfc(magnitude));
    value = v128.bitselect(complement, value, isBetween);
  }
  value = v128.bitselect(f64x2.neg(value), value, f64x2.lt(x, constant(0)));
  if (v128.any_true(isNearZero)) value = v128.bitselect(erfNearZero(x), value, isNearZero);
  return v128.bitselect(value, x, f64x2.eq(x, x));
}

function erfNearZero(x: v128): v128 {
  const z = f64x2.mul(x, x);
  let P = ZP4;
  P = f64x2.add(ZP3, f64x2.mul(z, P));
  P = f64x2.add(ZP2, f64x2.mul(z, P));
  P = f64x2.add(ZP1, f64x2.mul(z, P));
  P = f64x2.add(ZP0, f64x2.mul(z, P));
  let Q = ZQ5;
  Q = f64x2.add(ZQ4, f64x2.mul(z, Q));
  Q = f64x2.add(ZQ3, f64x2.mul(z, Q));
  Q = f64x2.add(ZQ2, f64x2.mul(z, Q));
  Q = f64x2.add(ZQ1, f64x2.mul(z, Q));
  Q = f64x2.add(one, f64x2.mul(z, Q));
  return f64x2.add(x, f64x2.mul(x, f64x2.div(P, Q)));
}

/** For 0.84375 ≤ x < 1.25. */
function erfNearOne(x: v128): v128 {
  const s = f64x2.sub(x, one);
  let P = MP6;
  P = f64x2.add(MP5, f64x2.mul(s, P));
  P = f64x2.add(MP4, f64x2.mul(s, P));
  P = f64x2.add(MP3, f64x2.mul(s, P));
  P = f64x2.add(MP2, f64x2.mul(s, P));
  P = f64x2.add(MP1, f64x2.mul(s, P));
  P = f64x2.add(MP0, f64x2.mul(s, P));
  let Q = MQ6;
  Q = f64x2.add(MQ5, f64x2.mul(s, Q));
  Q = f64x2.add(MQ4, f64x2.mul(s, Q));
  Q = f64x2.add(MQ3, f64x2.mul(s, Q));
  Q = f64x2.add(MQ2, f64x2.mul(s, Q));
  Q = f64x2.add(MQ1, f64x2.mul(s, Q));
  Q = f64x2.add(one, f64x2.mul(s, Q));
  return f64x2.add(constant(8.45062911510467529297e-1), f64x2.div(P, Q));
}

/** 1 − erf(x) for 1.25 ≤ x < 6. */
function erfc(x: v128): v128 {
  const square = f64x2.mul(x, x);
  const s = f64x2.div(one, square);
  const isNear = f64x2.lt(x, constant(1 / 0.35));
  let R = erfcRatioNear(s);
  if (!i64x2.all_true(isNear)) R = v128.bitselect(R, erfcRatioFar(s), isNear);
  return f64x2.div(exp(f64x2.sub(f64x2.sub(R, constant(0.5625)), square)), x);
}

/** For x < 1 / 0.35. */
function erfcRatioNear(s: v128): v128 {
  let P = RP7;
  P = f64x2.add(RP6, f64x2.mul(s, P));
  P = f64x2.add(RP5, f64x2.mul(s, P));
  P = f64x2.add(RP4, f64x2.mul(s, P));
  P = f64x2.add(RP3, f64x2.mul(s, P));
  P = f64x2.add(RP2, f64x2.mul(s, P));
  P = f64x2.add(RP1, f64x2.mul(s, P));
  P = f64x2.add(RP0, f64x2.mul(s, P));
  let Q = RQ8;
  Q = f64x2.add(RQ7, f64x2.mul(s, Q));
  Q = f64x2.add(RQ6, f64x2.mul(s, Q));
  Q = f64x2.add(RQ5, f64x2.mul(s, Q));
  Q = f64x2.add(RQ4, f64x2.mul(s, Q));
  Q = f64x2.add(RQ3, f64x2.mul(s, Q));
  Q = f64x2.add(RQ2, f64x2.mul(s, Q));
  Q = f64x2.add(RQ1, f64x2.mul(s, Q));
  Q = f64x2.add(one, f64x2.mul(s, Q));
  return f64x2.div(P, Q);
}

/** For x ≥ 1 / 0.35. */
function erfcRatioFar(s: v128): v128 {
  let P = SP6;
  P = f64x2.add(SP5, f64x2.mul(s, P));
  P = f64x2.add(SP4, f64x2.mul(s, P));
  P = f64x2.add(SP3, f64x2.mul(s, P));
  P = f64x2.add(SP2, f64x2.mul(s, P));
  P = f64x2.add(SP1, f64x2.mul(s, P));
  P = f64x2.add(SP0, f64x2.mul(s, P));
  let Q = SQ7;
  Q = f64x2.add(SQ6, f64x2.mul(s, Q));
  Q = f64x2.add(SQ5, f64x2.mul(s, Q));
  Q = f64x2.add(SQ4, f64x2.mul(s, Q));
  Q = f64x2.add(SQ3, f64x2.mul(s, Q));
  Q = f64x2.add(SQ2, f64x2.mul(s, Q));
  Q = f64x2.add(SQ1, f64x2.mul(s, Q));
  Q = f64x2.add(one, f64x2.mul(s, Q));
  return f64x2.div(P, Q);
}
