import { log10 } from "./picture_series.ts";

/** An axis worked out here rather than by the drawing library, so that it is the same everywhere. */
export interface Axis {
  /** On the drawn scale: log₁₀ of the value where `logarithmic`. */
  domain: [number, number];
  ticks: { at: number; label: string }[];
  logarithmic: boolean;
  /** Where 0 is drawn on a logarithmic axis that has a place for it. */
  zeroAt?: number;
}

/**
 * An axis with about `count` round ticks (steps of 1, 2 or 5 times a power of ten) over all values.
 *
 * @param options.nice Widens the domain to whole steps.
 * @param options.label How a tick's value is written; the plain number when absent.
 */
export function linearAxis(
  values: Iterable<number>,
  options: { count: number; nice: boolean; label?: (value: number) => string; whole?: boolean },
): Axis {
  let [low, high] = range(values);
  if (low === high) {
    [low, high] = [low - (low === 0 ? 1 : Math.abs(low) / 2), high + 1e-9 + Math.abs(high) / 2];
  }
  const { step, exponent } = tickStep((high - low) / options.count, options.whole ?? false);
  const first = options.nice ? Math.floor(low / step + 1e-9) : Math.ceil(low / step - 1e-9);
  const last = options.nice ? Math.ceil(high / step - 1e-9) : Math.floor(high / step + 1e-9);
  const digits = Math.max(0, -exponent);
  const ticks = [];
  for (let i = first; i <= last; i++) {
    const at = i * step;
    ticks.push({ at, label: options.label?.(at) ?? tickLabel(at, digits) });
  }
  return {
    domain: options.nice ? [first * step, last * step] : [low, high],
    ticks,
    logarithmic: false,
  };
}

/** An axis over the powers of ten around all values, which are above 0. */
export function logAxis(values: Iterable<number>): Axis {
  const [low, high] = range(values);
  // Ends are ticks, and 1 is one.
  const [lowest, highest] = [log10(low), log10(high)];
  let skip = 1;
  while (Math.ceil(highest / skip) - Math.floor(lowest / skip) > 7) skip++;
  const first = skip * Math.floor(lowest / skip);
  const last = skip * Math.ceil(highest / skip);
  const ticks = [];
  for (let at = first; at <= last; at += skip) ticks.push({ at, label: powerLabel(at) });
  if (last === first) ticks.push({ at: first + 1, label: powerLabel(first + 1) });
  return { domain: [first, Math.max(last, first + 1)], ticks, logarithmic: true };
}

/** An axis for shares, in percent: within 0 and 100 %, also where all of them are the same. */
export function shareAxis(values: readonly number[], count: number): Axis {
  const [low, high] = range(values);
  const room = low === high ? [low > 0.5 ? low - 0.1 : low, low > 0.5 ? low : low + 0.1] : values;
  return linearAxis(room, { count, nice: true, label: percentLabel });
}

function percentLabel(value: number): string {
  return `${Number((100 * value).toFixed(3))} %`;
}

/**
 * An axis for sizes, 0 or more: over powers of ten where they span more than two decades, with a place
 * for 0 below them where there is one; otherwise from 0 on.
 */
export function sizeAxis(values: readonly number[]): Axis {
  const sizes = values.filter((value) => value > 0);
  if (!spansDecades(sizes)) return linearAxis([0, ...values], { count: 5, nice: true });
  const axis = logAxis(sizes);
  if (sizes.length === values.length) return axis;
  const [low, high] = axis.domain;
  const zeroAt = low - (axis.ticks[1]!.at - axis.ticks[0]!.at);
  return {
    domain: [zeroAt, high],
    ticks: [{ at: zeroAt, label: "0" }, ...axis.ticks],
    logarithmic: true,
    zeroAt,
  };
}

/** Whether any of the values lies beyond an axis. */
export function leaves(values: readonly number[], axis: Axis): boolean {
  const [low, high] = axis.domain;
  return values.some((value) => {
    const at = placeOn(axis, value);
    return at < low || at > high;
  });
}

/** Far values are drawn at 100 times the axis: viewers cannot place 1e63, and nobody sees it. */
export function placeOn(axis: Axis, value: number): number {
  const [low, high] = axis.domain;
  const far = 100 * (high - low);
  const at = !axis.logarithmic ? value : value > 0 ? log10(value) : axis.zeroAt ?? -Infinity;
  return Math.min(high + far, Math.max(low - far, at));
}

/** Whether a log scale tells more: every value above 0, and more than two decades between them. */
export function spansDecades(values: Iterable<number>): boolean {
  const [low, high] = range(values);
  return low > 0 && high / low > 100;
}

function range(values: Iterable<number>): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > high ? [0, 1] : [low, high];
}

/** The smallest of 1, 2, 5 times a power of ten that is at least `rough`. */
function tickStep(rough: number, whole: boolean): { step: number; exponent: number } {
  let exponent = 0;
  while (power(exponent) < rough) exponent++;
  while (power(exponent - 1) >= rough && exponent > -300) exponent--;
  if (whole && exponent < 0) exponent = 0;
  // power(exponent) ≥ rough > power(exponent − 1)
  for (const factor of [2, 5]) {
    const step = factor * power(exponent - 1);
    if (step >= rough && !(whole && exponent <= 0)) return { step, exponent: exponent - 1 };
  }
  return { step: power(exponent), exponent };
}

/** The double nearest to 10^exponent. */
function power(exponent: number): number {
  return Number(`1e${exponent}`);
}

function tickLabel(value: number, digits: number): string {
  const size = Math.abs(value);
  if (size >= 1e6 || (size > 0 && digits > 5)) return Number(value.toPrecision(6)).toExponential();
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : text;
}

function powerLabel(exponent: number): string {
  return exponent >= -4 && exponent <= 5 ? String(power(exponent)) : `1e${exponent}`;
}
