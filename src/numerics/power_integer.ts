/**
 * base^exponent by binary exponentiation, such as Adam's β^t.
 *
 * The order: the exponent's bits from the lowest up; for each, first the result takes the current
 * power where the bit is 1, then the power is squared. base⁰ is 1, 0⁰ too. Relative error at most
 * about exponent · 2^-53.
 *
 * @param base Any number.
 * @param exponent A whole number from 0 to 2^53 − 1.
 * @throws {RangeError} If the exponent is anything else.
 *
 * @example
 * ```ts
 * import { powerInteger } from "./power_integer.ts";
 *
 * powerInteger(0.5, 10); // 0.0009765625
 * ```
 */
export function powerInteger(base: number, exponent: number): number {
  if (!Number.isSafeInteger(exponent) || exponent < 0) {
    throw new RangeError(
      `Cannot raise to the power of ${exponent}: it must be a whole number of 0 or more`,
    );
  }
  let result = 1;
  let power = base;
  let left = exponent;
  for (; left > 0x7fffffff; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= power;
    power *= power;
  }
  // The same for what fits 32 bits, where it takes a tenth of the time.
  for (let bits = left | 0; bits !== 0; bits >>= 1) {
    if ((bits & 1) === 1) result *= power;
    power *= power;
  }
  return result;
}
