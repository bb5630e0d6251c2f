import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { cos, sin } from "../../src/numerics/sin_cos.ts";

/** x, sin(x), cos(x) by mpmath 1.3.0 with 60 digits, rounded to the nearest double. */
const table = [
  [1e-9, 1e-9, 1],
  [0.5, 0.479425538604203, 0.8775825618903728],
  [0.785398163397448, 0.7071067811865472, 0.7071067811865478],
  [1.5707963267948966, 1, 6.123233995736766e-17],
  [3.141592653589793, 1.2246467991473532e-16, -1],
  [3.5, -0.35078322768961984, -0.9364566872907963],
  [-2, -0.9092974268256817, -0.4161468365471424],
  [7, 0.6569865987187891, 0.7539022543433046],
  [22, -0.008851309290403876, -0.9999608263946371],
  [355, -3.014435335948845e-5, -0.999999999545659],
  [99999.5, 0.5104916150747798, -0.8598827309222711],
  [-100000, -0.03574879797201651, -0.9993608074382124],
  [81954.72755419693, 7.816816601055152e-12, -1],
] as const;

const ulpOfOne = 2.220446049250313e-16;

Deno.test("Sine and cosine are within a unit in the last place, near multiples of π/2 too", () => {
  for (const [x, sine, cosine] of table) {
    assert(Math.abs(sin(x) - sine) <= ulpOfOne * Math.abs(sine), `sin(${x}) is ${sin(x)}`);
    assert(Math.abs(cos(x) - cosine) <= ulpOfOne * Math.abs(cosine), `cos(${x}) is ${cos(x)}`);
  }
});

Deno.test("Sine is odd to the bit, its zeros' signs too, and cosine even", () => {
  assertStrictEquals(sin(-0), -0);
  assertStrictEquals(sin(0), 0);
  assertStrictEquals(cos(-0), 1);
  for (const [x] of table) {
    assertEquals(sin(-x), -sin(x));
    assertEquals(cos(-x), cos(x));
  }
});

Deno.test("Sine and cosine agree with the machine's to 3 · 10⁻¹⁶ all over the range", () => {
  for (let i = -50_000; i <= 50_000; i++) {
    const x = i * 1.99999;
    assert(Math.abs(sin(x) - Math.sin(x)) < 3e-16, `sin(${x})`);
    assert(Math.abs(cos(x) - Math.cos(x)) < 3e-16, `cos(${x})`);
  }
});

Deno.test("Arguments beyond 10⁵, and NaN, are refused", () => {
  for (const x of [100_001, -100_001, Infinity, NaN]) {
    assertThrows(() => sin(x), RangeError, `Cannot take the sine or cosine of ${x}`);
    assertThrows(() => cos(x), RangeError);
  }
});
