// @ts-check

/**
 * A value as the tables of the page show it; the same as `formatMetric` of src/results.
 *
 * @param {number | string | null} value
 * @param {"number" | "share" | "count" | "text"} kind
 */
export function formatValue(value, kind) {
  if (value === null) return "–";
  if (typeof value === "string" || kind === "count" || kind === "text") return String(value);
  if (!Number.isFinite(value)) return String(value);
  if (kind === "share") return `${(100 * value).toFixed(1)} %`;
  const size = Math.abs(value);
  if (size === 0) return "0.0000";
  return size >= 0.001 && size < 1000 ? value.toFixed(4) : value.toExponential(3);
}

/**
 * A number beside an axis.
 *
 * @param {number} value
 * @param {"number" | "share" | "count" | "text"} kind
 */
export function formatTick(value, kind) {
  if (kind === "share") return `${Number((100 * value).toPrecision(6))} %`;
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential().replace("+", "");
  return String(Number(value.toPrecision(6)));
}
