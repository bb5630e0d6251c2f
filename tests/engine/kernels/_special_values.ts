import { randomValues } from "../helpers.ts";

/** A float32 and the ones up to `steps` places away, on both sides. */
function neighbours(value: number, steps: number): Float32Array {
  const middle = new Uint32Array(Float32Array.of(value).buffer)[0]!;
  const patterns = Uint32Array.from({ length: 2 * steps + 1 }, (_, k) => middle + k - steps);
  return new Float32Array(patterns.buffer);
}

/** Where the functions behind activations and losses change their formula, in |z|. */
const thresholds = [
  ...[0, 1.1754944e-38, 3.4028235e38, Infinity],
  ...[709.7827, 745.1332, 354.89, 372.5666, 38, 103.97, 88.72], // exp, also of 2z, and expm1
  ...[0.625, 0.8813736, 0.5], // tanh, log1p of exp, a margin
  ...[0.84375, 1.25, 1 / 0.35, 6].map((x) => x * Math.SQRT2), // erf in gelu
  ...[0, 1, 2, 52, 53, 127].map((k) => (k + 0.5) * Math.LN2), // k of exp
];

/** NaN, zeros, infinities, denormals, huge numbers, and both sides of each threshold. */
const special = thresholds.flatMap((threshold) =>
  [threshold, -threshold].flatMap((value) => Array.from(neighbours(value, 4)))
);

/** Few enough that they meet each other: differences of exactly 0, ½, 1, ties in a row. */
const grid = [-2, -1, -0.5, -0, 0, 0.3, 0.5, 1, 2];

const random = randomValues(1 << 14, 21);
const patterns = new Float32Array(
  Uint32Array.from({ length: 1 << 14 }, (_, k) => Math.imul(k, 0x9e3779b1)).buffer,
);

/** What the arrays of a test are drawn from. */
export const fillings: { readonly [name: string]: (k: number) => number } = {
  "from −5 to 5": (k) => 5 * random[k & 16383]!,
  "of few values": (k) => grid[(k ^ (k >> 3)) % grid.length]!,
  "near each threshold": (k) => special[k % special.length]!,
  "of any bit pattern": (k) => patterns[k & 16383]!,
};

/** How many numbers there are before `fillings` repeat themselves, at most. */
export const period = 1 << 14;
