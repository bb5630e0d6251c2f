// @ts-check

/**
 * @typedef {{ place: (value: number) => number, ticks: number[] }} Scale
 * @typedef {{ low: number, high: number, from: number, to: number, most: number }} Span
 */

/**
 * A linear axis from `low` at pixel `from` to `high` at pixel `to`, with at most about `most` ticks.
 *
 * @param {Span} span
 * @param {{ whole?: boolean }} options `whole`: ticks at whole numbers only
 * @returns {Scale}
 */
export function linearScale({ low, high, from, to, most }, { whole = false } = {}) {
  const range = high > low ? high - low : 1;
  const step = Math.max(niceStep(range / most), whole ? 1 : 0);
  const ticks = [];
  for (let tick = Math.ceil(low / step); tick * step <= high; tick++) ticks.push(tick * step);
  return { place: (value) => from + (to - from) * (value - low) / range, ticks };
}

/**
 * The least of 1, 2, 5, 10, … times a power of ten that is not below a step.
 *
 * @param {number} step
 */
export function niceStep(step) {
  const [digits, exponent] = step.toExponential().split("e");
  const nice = [1, 2, 5, 10].find((candidate) => candidate >= Number(digits)) ?? 10;
  return Number(`${nice}e${exponent}`);
}

/**
 * A logarithmic axis; `low` is above 0.
 *
 * @param {Span} span
 * @returns {Scale}
 */
export function logarithmicScale({ low, high, from, to, most }) {
  const [start, end] = [decades(low), decades(high)];
  const range = end > start ? end - start : 1;
  const multiples = end - start > 2 ? [1] : [1, 2, 5];
  const ticks = [];
  for (let power = Math.floor(start); power <= Math.ceil(end); power++) {
    for (const multiple of multiples) {
      const tick = Number(`${multiple}e${power}`);
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  const every = Math.ceil(ticks.length / most);
  return {
    place: (value) => from + (to - from) * (decades(value) - start) / range,
    ticks: ticks.filter((_, index) => index % every === 0),
  };
}

/**
 * Where a pixel is, which no result hangs on.
 *
 * @param {number} value
 */
function decades(value) {
  // deno-lint-ignore deterministic/no-approximate-math
  return Math.log10(value);
}

/**
 * The place of the last of rising numbers that is not above a value; −1 where all are.
 *
 * @param {readonly number[]} rising
 * @param {number} value
 */
export function lastUpTo(rising, value) {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * The place of the nearest of rising numbers.
 *
 * @param {readonly number[]} rising
 * @param {number} value
 */
export function nearest(rising, value) {
  const before = Math.max(0, lastUpTo(rising, value));
  const after = Math.min(rising.length - 1, before + 1);
  return value - (rising[before] ?? 0) <= (rising[after] ?? 0) - value ? before : after;
}
