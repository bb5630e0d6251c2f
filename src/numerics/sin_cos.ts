/** 2/π. */
const twoOverPi = 6.36619772367581382433e-01;

// π/2 in pieces of 33 bits and what is left: their products with whole numbers below 2^20 are exact.
const halfPi1 = 1.57079632673412561417e+00;
const halfPi2 = 6.07710050630396597660e-11;
const halfPi3 = 2.02226624871116645580e-21;
const halfPi3Rest = 8.47842766036889956997e-32;

const maximumAngle = 100_000;

/**
 * sin(x), from + − × ÷ in double precision: the same bits on every machine.
 *
 * Within 1 unit in the last place for |x| ≤ 10^5.
 *
 * @throws {RangeError} If x is NaN or beyond.
 *
 * Source: Sun's fdlibm 5.3, `e_rem_pio2.c`, `k_sin.c`, `k_cos.c`.
 *
 * @example
 * ```ts
 * import { sin } from "./sin_cos.ts";
 *
 * sin(0.5); // 0.479425538604203
 * ```
 */
export function sin(x: number): number {
  return turned(x, 0);
}

/**
 * cos(x), from + − × ÷ in double precision: the same bits on every machine.
 *
 * Within 1 unit in the last place for |x| ≤ 10^5.
 *
 * @throws {RangeError} If x is NaN or beyond.
 *
 * Source: as for {@linkcode sin}.
 *
 * @example
 * ```ts
 * import { cos } from "./sin_cos.ts";
 *
 * cos(0); // 1
 * ```
 */
export function cos(x: number): number {
  return turned(x, 1);
}

/** sin(x + quarters · π/2). */
function turned(x: number, quarters: number): number {
  if (!(Math.abs(x) <= maximumAngle)) {
    throw new RangeError(
      `Cannot take the sine or cosine of ${x}: it must be from -100000 to 100000`,
    );
  }
  const n = Math.floor(x * twoOverPi + 0.5);
  // x − n π/2 as head + tail, each rounding error carried over to the tail.
  const first = x - n * halfPi1;
  const second = first - n * halfPi2;
  const secondError = (first - second) - n * halfPi2;
  const third = second - n * halfPi3;
  const thirdError = (second - third) - n * halfPi3;
  const rest = n * halfPi3Rest - (secondError + thirdError);
  const head = third - rest;
  const tail = (third - head) - rest;
  switch ((n + quarters) & 3) {
    case 0:
      return sinNearZero(head, tail);
    case 1:
      return cosNearZero(head, tail);
    case 2:
      return -sinNearZero(head, tail);
    default:
      return -cosNearZero(head, tail);
  }
}

/** sin(x + tail) for |x| ≤ π/4. */
function sinNearZero(x: number, tail: number): number {
  if (x === 0) return x;
  const z = x * x;
  const v = z * x;
  const r = 8.33333333332248946124e-03 +
    z * (-1.98412698298579493134e-04 +
        z * (2.75573137070700676789e-06 +
            z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)));
  return x - ((z * (0.5 * tail - v * r) - tail) - v * -1.66666666666666324348e-01);
}

/** cos(x + tail) for |x| ≤ π/4. */
function cosNearZero(x: number, tail: number): number {
  const z = x * x;
  const r = z * (4.16666666666666019037e-02 +
    z * (-1.38888888888741095749e-03 +
        z * (2.48015872894767294178e-05 +
            z * (-2.75573143513906633035e-07 +
                z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11)))));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (((1 - w) - half) + (z * r - x * tail));
}
