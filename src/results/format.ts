import type { MetricColumn } from "./metric_columns.ts";
import type { Spread } from "./statistics.ts";

/**
 * A number for people: 4 digits after the point from 0.001 to 1000, otherwise 4 significant digits.
 * Never depends on the locale.
 *
 * @example
 * ```ts
 * import { formatNumber } from "./format.ts";
 *
 * formatNumber(0.6931471805599453); // "0.6931"
 * formatNumber(0.000012345); // "1.234e-5"
 * ```
 */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size === 0) return "0.0000";
  return size >= 0.001 && size < 1000 ? value.toFixed(4) : value.toExponential(3);
}

/** A share as a percentage with one digit after the point: `93.3 %`. */
export function formatShare(value: number): string {
  return `${formatPercent(value)} %`;
}

/** A metric: a loss as a number, an accuracy as a percentage. */
export function formatMetric(value: number, metric: MetricColumn["metric"]): string {
  return metric === "accuracy" ? formatShare(value) : formatNumber(value);
}

/** A difference: `−0.0120`, of accuracies in percentage points, `1.3`. */
export function formatDifference(value: number, metric: MetricColumn["metric"]): string {
  const size = Math.abs(value);
  const text = metric === "accuracy" ? formatPercent(size) : formatNumber(size);
  return value < 0 ? `−${text}` : text;
}

/** `p = 0.032`; rounded up, so that no p is shown smaller than it is. */
export function formatP(p: number): string {
  if (p <= 0.001) return "p ≤ 0.001";
  return `p = ${(Math.ceil(p * 1000 - 1e-9) / 1000).toFixed(3)}`;
}

/** `0.2500 ± 0.0100`, `93.3 ± 1.2 %`; without the deviation where there is one value, `–` for none. */
export function formatSpread(values: Spread, metric: MetricColumn["metric"]): string {
  const { count, mean, deviation } = values;
  if (count === 0) return "–";
  if (count === 1) return formatMetric(mean, metric);
  return metric === "accuracy"
    ? `${formatPercent(mean)} ± ${formatPercent(deviation)} %`
    : `${formatNumber(mean)} ± ${formatNumber(deviation)}`;
}

function formatPercent(value: number): string {
  return Number.isFinite(value) ? (100 * value).toFixed(1) : String(value);
}

/** `1 seed`, `3 seeds`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(texts: readonly string[]): string {
  if (texts.length < 2) return texts.join("");
  return `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;
}
