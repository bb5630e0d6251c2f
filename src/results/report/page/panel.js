// @ts-check
/// <reference lib="dom" />
import { element, shape } from "./elements.js";
import { formatTick } from "./format.js";
import { lastUpTo, linearScale, logarithmicScale } from "./scale.js";

/**
 * @typedef {import("./scale.js").Scale} Scale
 * @typedef {{ x: number[], mean: number[], low: number[], high: number[] }} Line
 * @typedef {{ name: string, style: number, fitted: boolean }} Variant
 * @typedef {{ label: string, kind: "number" | "share", metric: string }} Column
 * @typedef {{ variant: Variant, line: Line }} Drawn
 * @typedef {{ column: Column, drawn: Drawn[], epochs: number, bands: boolean, logarithmic: boolean }} Picture
 * @typedef {{ figure: HTMLElement, plot: SVGSVGElement, tip: HTMLElement, x: Scale, y: Scale, picture: Picture, left: number, right: number, cursor: SVGGElement }} Panel
 */

const height = 250;
const margin = { top: 10, right: 14, bottom: 40, left: 62 };
const colors = 7;
const dashes = ["", "7 4", "2 3", "9 3 2 3"];

/**
 * The class and the dashes of a line: seven colours, each with a pattern of its own on every round.
 *
 * @param {number} style
 * @returns {Record<string, string>}
 */
export function lineStyle(style) {
  const dash = dashes[Math.floor(style / colors) % dashes.length] ?? "";
  return { class: `line c${style % colors}`, "stroke-dasharray": dash || "none" };
}

/**
 * Draws one metric over the epochs trained.
 *
 * @param {HTMLElement} figure
 * @param {Picture} picture
 * @returns {Panel}
 */
export function drawPanel(figure, picture) {
  const { column, drawn, bands } = picture;
  const width = Math.max(260, figure.clientWidth);
  const [left, right, bottom] = [margin.left, width - margin.right, height - margin.bottom];
  const x = linearScale(
    { low: 0, high: Math.max(1, picture.epochs), from: left, to: right, most: width < 380 ? 4 : 6 },
    { whole: true },
  );
  const y = valueScale(picture, bottom);
  const clip = `clip-${figure.id}`;
  const plot = shape(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label": description(picture),
    },
    shape(
      "clipPath",
      { id: clip },
      shape("rect", {
        x: left,
        y: margin.top - 2,
        width: right - left,
        height: bottom - margin.top + 4,
      }),
    ),
    ...y.ticks.flatMap((tick) => [
      shape("line", { class: "grid", x1: left, x2: right, y1: y.place(tick), y2: y.place(tick) }),
      shape(
        "text",
        { class: "tick", x: left - 8, y: y.place(tick) + 4, "text-anchor": "end" },
        formatTick(tick, column.kind),
      ),
    ]),
    ...x.ticks.map((tick) =>
      shape(
        "text",
        { class: "tick", x: x.place(tick), y: bottom + 17, "text-anchor": "middle" },
        formatTick(tick, "number"),
      )
    ),
    shape("line", { class: "axis", x1: left, x2: right, y1: bottom, y2: bottom }),
    shape("text", {
      class: "axis-title",
      x: (left + right) / 2,
      y: height - 6,
      "text-anchor": "middle",
    }, "epochs trained"),
  );
  const marks = shape("g", { "clip-path": `url(#${clip})` });
  // The best variant comes first in every list, and last here: it is seen where lines meet.
  const upwards = drawn.toReversed();
  if (bands) marks.append(...upwards.map(({ variant, line }) => bandShape(variant, line, x, y)));
  marks.append(
    ...upwards.map(({ variant, line }) =>
      shape("path", { ...lineStyle(variant.style), d: pathOf(line.x, line.mean, x, y) })
    ),
  );
  const cursor = shape("g", { class: "cursor" });
  plot.append(marks, cursor);
  const tip = element("div", { class: "tip", hidden: true });
  figure.replaceChildren(
    element("figcaption", {}, column.label + (picture.logarithmic ? ", logarithmic" : "")),
    plot,
    tip,
  );
  return { figure, plot, tip, x, y, picture, left, right, cursor };
}

/** @param {Picture} picture */
function description({ column, drawn, epochs, logarithmic }) {
  const lines = drawn.length === 1 ? "1 line" : `${drawn.length} lines`;
  const axis = logarithmic ? ", logarithmic axis" : "";
  return `${column.label} over ${epochs} epochs trained: ${lines}${axis}. The values are in the table below.`;
}

/**
 * The axis is for the variants with a finished run: lines of others are cut where they leave it.
 *
 * @param {Picture} picture
 * @param {number} bottom
 */
function valueScale({ column, drawn, bands, logarithmic }, bottom) {
  const fitted = drawn.some(({ variant }) => variant.fitted)
    ? drawn.filter(({ variant }) => variant.fitted)
    : drawn;
  let [low, high] = [Infinity, -Infinity];
  for (const { line } of fitted) {
    for (const value of bands ? line.low : line.mean) low = Math.min(low, value);
    for (const value of bands ? line.high : line.mean) high = Math.max(high, value);
  }
  if (low > high) [low, high] = [0, 1];
  const span = { low, high, from: bottom, to: margin.top, most: 5 };
  if (logarithmic && low > 0) return logarithmicScale(span);
  const pad = high > low ? (high - low) * 0.04 : Math.abs(high) * 0.1 || 0.1;
  const bounded = column.kind === "share";
  span.low = bounded ? Math.max(0, low - pad) : low >= 0 && low - pad < 0 ? 0 : low - pad;
  span.high = bounded ? Math.min(1, high + pad) : high + pad;
  if (bounded && high === 1) span.high = 1;
  return linearScale(span);
}

/**
 * @param {number[]} epochs
 * @param {number[]} values
 * @param {Scale} x
 * @param {Scale} y
 */
function pathOf(epochs, values, x, y) {
  return epochs.map((epoch, at) =>
    `${at === 0 ? "M" : "L"}${pixel(x.place(epoch))} ${pixel(y.place(values[at] ?? 0))}`
  )
    .join("");
}

/** @param {number} place */
function pixel(place) {
  return Number.isFinite(place) ? Number(Math.max(-1e4, Math.min(1e4, place)).toFixed(2)) : 1e4;
}

/**
 * @param {Variant} variant
 * @param {Line} line
 * @param {Scale} x
 * @param {Scale} y
 */
function bandShape({ style }, line, x, y) {
  const upper = pathOf(line.x, line.high, x, y);
  const lower = pathOf([...line.x].reverse(), [...line.low].reverse(), x, y).replace("M", "L");
  return shape("path", { class: `band c${style % colors}`, d: `${upper}${lower}Z` });
}

/**
 * The values of a line at a moment: those recorded last up to it; none beyond its end.
 *
 * @param {Line} line
 * @param {number} epoch
 */
export function valueAt(line, epoch) {
  const at = lastUpTo(line.x, epoch);
  if (at < 0 || epoch > (line.x.at(-1) ?? -1)) return undefined;
  return { mean: line.mean[at] ?? NaN, low: line.low[at] ?? NaN, high: line.high[at] ?? NaN };
}

/**
 * Marks a moment in a panel.
 *
 * @param {Panel} panel
 * @param {number} epoch
 */
export function markMoment({ cursor, picture, x, y }, epoch) {
  const place = pixel(x.place(epoch));
  const dots = picture.drawn.flatMap(({ variant, line }) => {
    const value = valueAt(line, epoch);
    if (value === undefined) return [];
    const cy = pixel(y.place(value.mean));
    const inside = cy >= margin.top - 2 && cy <= height - margin.bottom + 2;
    return inside
      ? [shape("circle", { class: `dot c${variant.style % colors}`, cx: place, cy, r: 4 })]
      : [];
  });
  cursor.replaceChildren(
    shape("line", { x1: place, x2: place, y1: margin.top, y2: height - margin.bottom }),
    ...dots,
  );
}
