// The functions of assembly/functions.ts as graphs, two doubles at a time: the same operations in the
// same order, so the same bits.

import type { Graph, Node } from "./graph.ts";

const inverseLn2 = 1.44269504088896338700;
const ln2High = 6.93147180369123816490e-1;
const ln2Low = 1.90821492927058770002e-10;
const wholeNumbers = 6755399441055744;
const bias = 1023n;

/** _power_of_two.ts, of whole numbers plus `wholeNumbers`. */
function powerOfTwo(g: Graph, k: Node): Node {
  return g.op("i64x2.shl", g.op("i64x2.add", k, g.words(bias)), g.i32(52));
}

/** 2^k as two factors, both normal numbers. */
function powersOfTwo(g: Graph, k: Node): [Node, Node] {
  const whole = g.op("f64x2.add", k, g.doubles(wholeNumbers));
  const part = g.op("i64x2.shr_u", whole, g.i32(1));
  return [powerOfTwo(g, part), powerOfTwo(g, g.op("i64x2.sub", whole, part))];
}

/** x as k·ln2 + high − low. */
function reduce(g: Graph, x: Node) {
  const product = g.op("f64x2.mul", x, g.doubles(inverseLn2));
  const k = g.op("f64x2.floor", g.op("f64x2.add", product, g.doubles(0.5)));
  const high = g.op("f64x2.sub", x, g.op("f64x2.mul", k, g.doubles(ln2High)));
  const low = g.op("f64x2.mul", k, g.doubles(ln2Low));
  return { k, high, low, r: g.op("f64x2.sub", high, low) };
}

/** Coefficients of z, highest power first: (… + z·c₁) + c₀. */
function horner(g: Graph, z: Node, [first, ...rest]: number[]): Node {
  return rest.reduce(
    (sum, coefficient) => g.op("f64x2.add", g.doubles(coefficient), g.op("f64x2.mul", z, sum)),
    g.doubles(first!),
  );
}

/** eʳ, 2^k to be multiplied by. */
function expReduced(g: Graph, { high, low, r }: { high: Node; low: Node; r: Node }): Node {
  const z = g.op("f64x2.mul", r, r);
  const p = horner(g, z, [
    4.13813679705723846039e-8,
    -1.65339022054652515390e-6,
    6.61375632143793436117e-5,
    -2.77777777770155933842e-3,
    1.66666666666666019037e-1,
  ]);
  const c = g.op("f64x2.sub", r, g.op("f64x2.mul", z, p));
  const below = g.op("f64x2.sub", g.doubles(2), c);
  const quotient = g.op("f64x2.div", g.op("f64x2.mul", r, c), below);
  const rest = g.op("f64x2.sub", g.op("f64x2.sub", low, quotient), high);
  return g.op("f64x2.sub", g.doubles(1), rest);
}

const underflow = -7.45133219101941108420e2;
const overflow = 7.09782712893383973096e2;

/** exp.ts */
export function exp(g: Graph, x: Node): Node {
  const reduced = reduce(g, x);
  const [first, second] = powersOfTwo(g, reduced.k);
  const y = expReduced(g, reduced);
  const product = g.op("f64x2.mul", g.op("f64x2.mul", y, first), second);
  const isBelow = g.op("f64x2.lt", x, g.doubles(underflow));
  const isAbove = g.op("f64x2.gt", x, g.doubles(overflow));
  return g.op(
    "v128.bitselect",
    g.doubles(Infinity),
    g.op("v128.andnot", product, isBelow),
    isAbove,
  );
}

/**
 * exp.ts of −|x|. Both factors of 2^k are multiplied first, which nothing waits for: their product is
 * exact from 2^-1074 up, and where it is 2^-1075, e^−|x| rounds up to 2^-1074.
 */
function expOfNegative(g: Graph, x: Node): Node {
  const negative = g.op("f64x2.neg", g.op("f64x2.abs", x));
  const reduced = reduce(g, negative);
  const k = g.op("f64x2.pmax", reduced.k, g.doubles(-1074));
  const power = g.op("f64x2.mul", ...powersOfTwo(g, k));
  const product = g.op("f64x2.mul", expReduced(g, reduced), power);
  return g.op("v128.andnot", product, g.op("f64x2.lt", negative, g.doubles(underflow)));
}

/** sigmoid.ts */
export function sigmoid(g: Graph, x: Node): Node {
  const e = expOfNegative(g, x);
  const isBelow = g.op("f64x2.lt", x, g.doubles(0));
  const numerator = g.op("v128.bitselect", e, g.doubles(1), isBelow);
  const result = g.op("f64x2.div", numerator, g.op("f64x2.add", g.doubles(1), e));
  g.sigmoids.set(result, x);
  return result;
}

/** softplus.ts */
export function softplus(g: Graph, x: Node): Node {
  const positive = g.op("v128.and", x, g.op("f64x2.gt", x, g.doubles(0)));
  return g.op("f64x2.add", positive, log1p(g, expOfNegative(g, x)));
}

/** softplus(−|x|), where nothing is added. */
export function softplusOfNegative(g: Graph, x: Node): Node {
  return log1p(g, expOfNegative(g, x));
}

/** tanh.ts */
export function tanh(g: Graph, x: Node): Node {
  const magnitude = g.op("f64x2.abs", x);
  const z = g.op("f64x2.mul", x, x);
  const P = horner(g, z, [
    -9.64399179425052238628e-1,
    -9.92877231001918586564e1,
    -1.61468768441708447952e3,
  ]);
  const first = g.op("f64x2.add", g.doubles(1.12811678491632931402e2), z);
  const second = g.op(
    "f64x2.add",
    g.doubles(2.23548839060100448583e3),
    g.op("f64x2.mul", z, first),
  );
  const Q = g.op(
    "f64x2.add",
    g.doubles(4.84406305325125486048e3),
    g.op("f64x2.mul", z, second),
  );
  const quotient = g.op("f64x2.mul", z, g.op("f64x2.div", P, Q));
  const near = g.op("f64x2.add", x, g.op("f64x2.mul", x, quotient));
  const e = exp(g, g.op("f64x2.add", magnitude, magnitude));
  const ratio = g.op("f64x2.div", g.doubles(2), g.op("f64x2.add", e, g.doubles(1)));
  const t = g.op("f64x2.sub", g.doubles(1), ratio);
  const isBelow = g.op("f64x2.lt", x, g.doubles(0));
  const far = g.op("v128.bitselect", g.op("f64x2.neg", t), t, isBelow);
  const isNear = g.op("f64x2.lt", magnitude, g.doubles(0.625));
  const result = g.op("v128.bitselect", near, far, isNear);
  return g.op("v128.bitselect", x, result, g.op("f64x2.eq", x, g.doubles(0)));
}

/** expm1.ts */
export function expm1(g: Graph, x: Node): Node {
  const { k, high, low, r } = reduce(g, x);
  const lost = g.op("f64x2.sub", g.op("f64x2.sub", high, r), low);
  const halfR = g.op("f64x2.mul", g.doubles(0.5), r);
  const halfSquare = g.op("f64x2.mul", r, halfR);
  const R = horner(g, halfSquare, [
    -2.01099218183624371326e-7,
    4.00821782732936239552e-6,
    -7.93650757867487942473e-5,
    1.58730158725481460165e-3,
    -3.33333333333331316428e-2,
    1,
  ]);
  const t = g.op("f64x2.sub", g.doubles(3), g.op("f64x2.mul", R, halfR));
  const below = g.op("f64x2.sub", g.doubles(6), g.op("f64x2.mul", r, t));
  const quotient = g.op("f64x2.div", g.op("f64x2.sub", R, t), below);
  const ratio = g.op("f64x2.mul", halfSquare, quotient);
  const product = g.op("f64x2.mul", r, g.op("f64x2.sub", ratio, lost));
  const e = g.op("f64x2.sub", g.op("f64x2.sub", product, lost), halfSquare);
  const smallest = g.op("f64x2.pmin", k, g.doubles(1022));
  const inverse = powerOfTwo(g, g.op("f64x2.sub", g.doubles(wholeNumbers), smallest));
  const rest = g.op("f64x2.sub", g.doubles(1), inverse);
  const y = g.op("f64x2.sub", rest, g.op("f64x2.sub", e, r));
  const [first, second] = powersOfTwo(g, k);
  let result = g.op("f64x2.mul", g.op("f64x2.mul", y, first), second);
  const isAbove = g.op("f64x2.gt", x, g.doubles(overflow));
  result = g.op("v128.bitselect", g.doubles(Infinity), result, isAbove);
  const isBelow = g.op("f64x2.lt", x, g.doubles(-38));
  result = g.op("v128.bitselect", g.doubles(-1), result, isBelow);
  return g.op("v128.bitselect", x, result, g.op("f64x2.eq", x, g.doubles(0)));
}

/** log1p in log.ts */
export function log1p(g: Graph, x: Node): Node {
  const u = g.op("f64x2.add", g.doubles(1), x);
  const lost = g.op("f64x2.sub", x, g.op("f64x2.sub", u, g.doubles(1)));
  const correction = g.op("f64x2.div", lost, u);
  const lifted = g.op("i64x2.add", u, g.words(0x00095f6200000000n));
  const exponent = g.op("i64x2.shr_u", lifted, g.i32(52));
  const magic = g.op("v128.or", exponent, g.words(0x4330000000000000n));
  const k = g.op("f64x2.sub", magic, g.doubles(4503599627370496 + 1023));
  const shift = g.op("i64x2.shl", g.op("i64x2.sub", exponent, g.words(bias)), g.i32(52));
  const f = g.op("f64x2.sub", g.op("i64x2.sub", u, shift), g.doubles(1));
  const halfSquare = g.op("f64x2.mul", g.op("f64x2.mul", g.doubles(0.5), f), f);
  const s = g.op("f64x2.div", f, g.op("f64x2.add", g.doubles(2), f));
  const z = g.op("f64x2.mul", s, s);
  const w = g.op("f64x2.mul", z, z);
  const terms = (last: Node, coefficients: number[]) =>
    coefficients.reduceRight(
      (sum, coefficient) => g.op("f64x2.add", g.doubles(coefficient), g.op("f64x2.mul", w, sum)),
      last,
    );
  const even = g.op(
    "f64x2.mul",
    w,
    terms(g.doubles(1.531383769920937332e-1), [
      3.999999999940941908e-1,
      2.222219843214978396e-1,
    ]),
  );
  const odd = g.op(
    "f64x2.mul",
    z,
    terms(g.doubles(1.479819860511658591e-1), [
      6.666666666666735130e-1,
      2.857142874366239149e-1,
      1.818357216161805012e-1,
    ]),
  );
  const R = g.op("f64x2.add", odd, even);
  const lowest = g.op("f64x2.add", g.op("f64x2.mul", k, g.doubles(ln2Low)), correction);
  const product = g.op("f64x2.mul", s, g.op("f64x2.add", halfSquare, R));
  const small = g.op("f64x2.add", product, lowest);
  const rest = g.op("f64x2.sub", g.op("f64x2.sub", halfSquare, small), f);
  let result = g.op("f64x2.sub", g.op("f64x2.mul", k, g.doubles(ln2High)), rest);
  const isPole = g.op("f64x2.eq", x, g.doubles(-1));
  const atPole = g.op("v128.bitselect", g.doubles(-Infinity), g.doubles(NaN), isPole);
  result = g.op("v128.bitselect", atPole, result, g.op("f64x2.le", x, g.doubles(-1)));
  result = g.op("v128.bitselect", result, x, g.op("f64x2.lt", x, g.doubles(Infinity)));
  return g.op("v128.bitselect", x, result, g.op("f64x2.eq", x, g.doubles(0)));
}
