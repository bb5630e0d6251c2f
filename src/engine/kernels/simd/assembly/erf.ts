// @ts-nocheck: AssemblyScript has types of its own.

// src/numerics/erf.ts, two doubles at a time: the same operations in the same order. The ranges cost
// so much that those where neither lane lies are left out.

import { constant, exp } from "./functions.ts";

export function erf(x: v128): v128 {
  const magnitude = f64x2.abs(x);
  const isNearZero = f64x2.lt(magnitude, constant(0.84375));
  if (i64x2.all_true(isNearZero)) return erfNearZero(x);
  const isBelow = f64x2.lt(magnitude, constant(1.25));
  const isNearOne = v128.andnot(isBelow, isNearZero);
  const isBetween = v128.andnot(f64x2.lt(magnitude, constant(6)), isBelow);
  let value = constant(1);
  if (v128.any_true(isNearOne)) value = v128.bitselect(erfNearOne(magnitude), value, isNearOne);
  if (v128.any_true(isBetween)) {
    const complement = f64x2.sub(constant(1), erfc(magnitude));
    value = v128.bitselect(complement, value, isBetween);
  }
  value = v128.bitselect(f64x2.neg(value), value, f64x2.lt(x, constant(0)));
  if (v128.any_true(isNearZero)) value = v128.bitselect(erfNearZero(x), value, isNearZero);
  return v128.bitselect(value, x, f64x2.eq(x, x));
}

function erfNearZero(x: v128): v128 {
  const z = f64x2.mul(x, x);
  let P = constant(-2.37630166566501626084e-5);
  P = f64x2.add(constant(-5.77027029648944159157e-3), f64x2.mul(z, P));
  P = f64x2.add(constant(-2.84817495755985104766e-2), f64x2.mul(z, P));
  P = f64x2.add(constant(-3.25042107247001499370e-1), f64x2.mul(z, P));
  P = f64x2.add(constant(1.28379167095512558561e-1), f64x2.mul(z, P));
  let Q = constant(-3.96022827877536812320e-6);
  Q = f64x2.add(constant(1.32494738004321644526e-4), f64x2.mul(z, Q));
  Q = f64x2.add(constant(5.08130628187576562776e-3), f64x2.mul(z, Q));
  Q = f64x2.add(constant(6.50222499887672944485e-2), f64x2.mul(z, Q));
  Q = f64x2.add(constant(3.97917223959155352819e-1), f64x2.mul(z, Q));
  Q = f64x2.add(constant(1), f64x2.mul(z, Q));
  return f64x2.add(x, f64x2.mul(x, f64x2.div(P, Q)));
}

/** For 0.84375 ≤ x < 1.25. */
function erfNearOne(x: v128): v128 {
  const s = f64x2.sub(x, constant(1));
  let P = constant(-2.16637559486879084300e-3);
  P = f64x2.add(constant(3.54783043256182359371e-2), f64x2.mul(s, P));
  P = f64x2.add(constant(-1.10894694282396677476e-1), f64x2.mul(s, P));
  P = f64x2.add(constant(3.18346619901161753674e-1), f64x2.mul(s, P));
  P = f64x2.add(constant(-3.72207876035701323847e-1), f64x2.mul(s, P));
  P = f64x2.add(constant(4.14856118683748331666e-1), f64x2.mul(s, P));
  P = f64x2.add(constant(-2.36211856075265944077e-3), f64x2.mul(s, P));
  let Q = constant(1.19844998467991074170e-2);
  Q = f64x2.add(constant(1.36370839120290507362e-2), f64x2.mul(s, Q));
  Q = f64x2.add(constant(1.26171219808761642112e-1), f64x2.mul(s, Q));
  Q = f64x2.add(constant(7.18286544141962662868e-2), f64x2.mul(s, Q));
  Q = f64x2.add(constant(5.40397917702171048937e-1), f64x2.mul(s, Q));
  Q = f64x2.add(constant(1.06420880400844228286e-1), f64x2.mul(s, Q));
  Q = f64x2.add(constant(1), f64x2.mul(s, Q));
  return f64x2.add(constant(8.45062911510467529297e-1), f64x2.div(P, Q));
}

/** 1 − erf(x) for 1.25 ≤ x < 6. */
function erfc(x: v128): v128 {
  const square = f64x2.mul(x, x);
  const s = f64x2.div(constant(1), square);
  const isNear = f64x2.lt(x, constant(1 / 0.35));
  let R = erfcRatioNear(s);
  if (!i64x2.all_true(isNear)) R = v128.bitselect(R, erfcRatioFar(s), isNear);
  return f64x2.div(exp(f64x2.sub(f64x2.sub(R, constant(0.5625)), square)), x);
}

/** For x < 1 / 0.35. */
function erfcRatioNear(s: v128): v128 {
  let P = constant(-9.81432934416914548592);
  P = f64x2.add(constant(-8.12874355063065934246e1), f64x2.mul(s, P));
  P = f64x2.add(constant(-1.84605092906711035994e2), f64x2.mul(s, P));
  P = f64x2.add(constant(-1.62396669462573470355e2), f64x2.mul(s, P));
  P = f64x2.add(constant(-6.23753324503260060396e1), f64x2.mul(s, P));
  P = f64x2.add(constant(-1.05586262253232909814e1), f64x2.mul(s, P));
  P = f64x2.add(constant(-6.93858572707181764372e-1), f64x2.mul(s, P));
  P = f64x2.add(constant(-9.86494403484714822705e-3), f64x2.mul(s, P));
  let Q = constant(-6.04244152148580987438e-2);
  Q = f64x2.add(constant(6.57024977031928170135), f64x2.mul(s, Q));
  Q = f64x2.add(constant(1.08635005541779435134e2), f64x2.mul(s, Q));
  Q = f64x2.add(constant(4.29008140027567833386e2), f64x2.mul(s, Q));
  Q = f64x2.add(constant(6.45387271733267880336e2), f64x2.mul(s, Q));
  Q = f64x2.add(constant(4.34565877475229228821e2), f64x2.mul(s, Q));
  Q = f64x2.add(constant(1.37657754143519042600e2), f64x2.mul(s, Q));
  Q = f64x2.add(constant(1.96512716674392571292e1), f64x2.mul(s, Q));
  Q = f64x2.add(constant(1), f64x2.mul(s, Q));
  return f64x2.div(P, Q);
}

/** For x ≥ 1 / 0.35. */
function erfcRatioFar(s: v128): v128 {
  let P = constant(-4.83519191608651397019e2);
  P = f64x2.add(constant(-1.02509513161107724954e3), f64x2.mul(s, P));
  P = f64x2.add(constant(-6.37566443368389627722e2), f64x2.mul(s, P));
  P = f64x2.add(constant(-1.60636384855821916062e2), f64x2.mul(s, P));
  P = f64x2.add(constant(-1.77579549177547519889e1), f64x2.mul(s, P));
  P = f64x2.add(constant(-7.99283237680523006574e-1), f64x2.mul(s, P));
  P = f64x2.add(constant(-9.86494292470009928597e-3), f64x2.mul(s, P));
  let Q = constant(-2.24409524465858183362e1);
  Q = f64x2.add(constant(4.74528541206955367215e2), f64x2.mul(s, Q));
  Q = f64x2.add(constant(2.55305040643316442583e3), f64x2.mul(s, Q));
  Q = f64x2.add(constant(3.19985821950859553908e3), f64x2.mul(s, Q));
  Q = f64x2.add(constant(1.53672958608443695994e3), f64x2.mul(s, Q));
  Q = f64x2.add(constant(3.25792512996573918826e2), f64x2.mul(s, Q));
  Q = f64x2.add(constant(3.03380607434824582924e1), f64x2.mul(s, Q));
  Q = f64x2.add(constant(1), f64x2.mul(s, Q));
  return f64x2.div(P, Q);
}
