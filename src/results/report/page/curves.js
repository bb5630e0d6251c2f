// @ts-check
/// <reference lib="dom" />
import { byId, element, readData, shape } from "./elements.js";
import { formatValue } from "./format.js";
import { drawPanel, lineStyle, markMoment, valueAt } from "./panel.js";
import { nearest } from "./scale.js";

/**
 * @typedef {import("./panel.js").Panel} Panel
 * @typedef {import("./panel.js").Line} Line
 * @typedef {{ columns: import("./panel.js").Column[], variants: { name: string, fitted: boolean }[], epochs: number[][], lines: ({ x: number, mean: number[], low?: number[], high?: number[] } | null)[][] }} CurvesData
 */

/** The most values that stand beside the pointer: the nearest ones. */
const mostInTip = 8;

/** Learning curves with the values at the pointer, and switches for variants and metrics. */
export function showCurves() {
  /** @type {CurvesData | undefined} */
  const data = readData("curves-data");
  if (!data || data.columns.length === 0) return;
  const { columns, epochs } = data;
  const variants = data.variants.map((variant, style) => ({ ...variant, style }));
  const lines = data.lines.map((of) => of.map((line) => lineOf(line, epochs)));
  const moments = [...new Set(epochs.flat())].sort((a, b) => a - b);
  const longest = moments.at(-1) ?? 1;

  const shownVariants = addSwitches(
    "curves-variants",
    variants.map(({ name, style }) => ({ name, style })),
    update,
  );
  const shownColumns = addSwitches(
    "curves-metrics",
    columns.map(({ label }) => ({ name: label })),
    update,
  );
  columns.forEach(({ metric }, index) => {
    const first = columns.every((other) => other.metric !== "loss" && other.metric !== "accuracy");
    shownColumns.set(index, first || metric === "loss" || metric === "accuracy");
  });
  const bands = /** @type {HTMLInputElement} */ (byId("curves-bands"));
  const logarithmic = /** @type {HTMLInputElement} */ (byId("curves-logarithmic"));
  const slider = /** @type {HTMLInputElement} */ (byId("curves-epoch"));
  slider.max = String(moments.length - 1);
  slider.value = slider.max;
  logarithmic.checked = spansDecades(columns, lines);

  /** @type {Panel[]} */
  let panels = [];
  const figures = columns.map((_, index) => {
    const figure = element("figure", { class: "panel", id: `panel-${index}` });
    addPointer(figure);
    return figure;
  });
  const area = byId("curves-panels");

  const chosen = () => ({
    columns: columns.map((_, index) => index).filter((index) => shownColumns.isOn(index)),
    variants: variants.filter((_, index) => shownVariants.isOn(index)),
  });

  function update() {
    const { columns: metrics, variants: some } = chosen();
    area.replaceChildren(...metrics.map((index) => figures[index] ?? ""));
    panels = metrics.map((index) => {
      const column = /** @type {import("./panel.js").Column} */ (columns[index]);
      const drawn = some.flatMap((variant) => {
        const line = lines[variant.style]?.[index];
        return line ? [{ variant, line }] : [];
      });
      return drawPanel(/** @type {HTMLElement} */ (figures[index]), {
        column,
        drawn,
        epochs: longest,
        bands: bands.checked,
        logarithmic: logarithmic.checked && column.metric === "loss",
      });
    });
    mark();
  }

  function mark() {
    const epoch = moments[Number(slider.value)] ?? 0;
    for (const panel of panels) markMoment(panel, epoch);
    const { columns: metrics, variants: some } = chosen();
    const after = epoch === 1 ? "after 1 epoch" : `after ${epoch} epochs`;
    byId("curves-moment").textContent = after;
    const texts = some.map(({ name, style }) => ({
      name,
      style,
      values: metrics.map((index) => {
        const line = lines[style]?.[index];
        const value = line && valueAt(line, epoch);
        const kind = columns[index]?.kind ?? "number";
        if (!value) return { mean: "–", range: "" };
        const [low, high] = [formatValue(value.low, kind), formatValue(value.high, kind)];
        return {
          mean: formatValue(value.mean, kind),
          range: low === high ? "" : `${low} to ${high}`,
        };
      }),
    }));
    slider.setAttribute(
      "aria-valuetext",
      [
        after,
        ...texts.slice(0, mostInTip).map(({ name, values }) => `${name} ${values[0]?.mean ?? ""}`),
      ].join(", "),
    );
    const head = element("tr", {}, element("th", { scope: "col" }, "variant"));
    head.append(
      ...metrics.map((index) =>
        element("th", { scope: "col", class: "number" }, columns[index]?.label ?? "")
      ),
    );
    const rows = texts.map(({ name, style, values }) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, sample(style), name),
        ...values.map(({ mean, range }) =>
          element("td", { class: "number" }, mean, ...(range ? [element("small", {}, range)] : []))
        ),
      )
    );
    byId("curves-values").replaceChildren(
      element(
        "caption",
        {},
        `Values ${after} of training: mean, and smallest to largest over the seeds`,
      ),
      element("thead", {}, head),
      element("tbody", {}, ...rows),
    );
  }

  /** @param {HTMLElement} figure */
  function addPointer(figure) {
    figure.addEventListener("pointermove", (event) => {
      const panel = panels.find((candidate) => candidate.figure === figure);
      if (!panel) return;
      const box = panel.plot.getBoundingClientRect();
      const [px, py] = [event.clientX - box.left, event.clientY - box.top];
      const share = (px - panel.left) / (panel.right - panel.left);
      slider.value = String(nearest(moments, Math.min(1, Math.max(0, share)) * longest));
      mark();
      showTip(panel, moments[Number(slider.value)] ?? 0, { px, py });
    });
    figure.addEventListener("pointerleave", hideTips);
  }

  function hideTips() {
    for (const { tip } of panels) tip.hidden = true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideTips();
  });
  slider.addEventListener("input", () => {
    hideTips();
    mark();
  });
  bands.addEventListener("change", update);
  logarithmic.addEventListener("change", update);
  byId("curves").hidden = false;
  update();
  let width = area.clientWidth;
  new ResizeObserver(() => {
    if (area.clientWidth === width) return;
    width = area.clientWidth;
    update();
  }).observe(area);
}

/**
 * What the values are beside the pointer.
 *
 * @param {Panel} panel
 * @param {number} epoch
 * @param {{ px: number, py: number }} pointer
 */
function showTip({ tip, picture, y, right }, epoch, { px, py }) {
  const near = picture.drawn.flatMap(({ variant, line }) => {
    const value = valueAt(line, epoch);
    return value ? [{ variant, mean: value.mean, far: Math.abs(y.place(value.mean) - py) }] : [];
  }).sort((a, b) => a.far - b.far).slice(0, mostInTip).sort((a, b) => b.mean - a.mean);
  tip.replaceChildren(
    element("strong", {}, epoch === 1 ? "after 1 epoch" : `after ${epoch} epochs`),
    ...near.map(({ variant, mean }) =>
      element(
        "div",
        {},
        sample(variant.style),
        element("span", {}, variant.name),
        element("b", {}, formatValue(mean, picture.column.kind)),
      )
    ),
  );
  tip.hidden = false;
  const wide = tip.offsetWidth;
  tip.style.left = `${Math.max(0, px + 14 + wide > right ? px - wide - 14 : px + 14)}px`;
  tip.style.top = `${py + 20}px`;
}

/**
 * A short piece of a variant's line.
 *
 * @param {number} style
 */
function sample(style) {
  return shape(
    "svg",
    { class: "sample", width: 26, height: 10, "aria-hidden": "true" },
    shape("line", { ...lineStyle(style), x1: 1, x2: 25, y1: 5, y2: 5 }),
  );
}

/**
 * @param {{ x: number, mean: number[], low?: number[], high?: number[] } | null} line
 * @param {number[][]} epochs
 * @returns {Line | null}
 */
function lineOf(line, epochs) {
  if (line === null) return null;
  const { mean, low = mean, high = mean } = line;
  return { x: epochs[line.x] ?? [], mean, low, high };
}

/**
 * Whether the losses are best seen on a logarithmic axis: all above 0, over more than two decades.
 *
 * @param {import("./panel.js").Column[]} columns
 * @param {(Line | null)[][]} lines
 */
function spansDecades(columns, lines) {
  let [low, high] = [Infinity, -Infinity];
  for (const of of lines) {
    columns.forEach(({ metric }, index) => {
      if (metric !== "loss") return;
      for (const value of of[index]?.mean ?? []) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    });
  }
  return low > 0 && high > 100 * low;
}

/**
 * Puts a check box for each name into a field set.
 *
 * @param {string} id
 * @param {{ name: string, style?: number }[]} names
 * @param {() => void} onChange
 */
function addSwitches(id, names, onChange) {
  const boxes = names.map(() => element("input", { type: "checkbox", checked: true }));
  const labels = names.map(({ name, style }, index) =>
    element(
      "label",
      {},
      boxes[index] ?? "",
      ...(style === undefined ? [] : [sample(style)]),
      element("span", {}, name),
    )
  );
  const list = element("div", { class: "switches" }, ...labels);
  byId(id).append(list);
  list.addEventListener("change", onChange);
  if (names.length > 2) {
    const all = (/** @type {boolean} */ on) => {
      for (const box of boxes) box.checked = on;
      onChange();
    };
    const buttons = [["all", true], ["none", false]].map(([text, on]) => {
      const button = element("button", { type: "button" }, String(text));
      button.addEventListener("click", () => all(Boolean(on)));
      return button;
    });
    byId(id).append(element("div", { class: "quick" }, ...buttons));
  }
  return {
    isOn: (/** @type {number} */ index) => boxes[index]?.checked ?? false,
    set(/** @type {number} */ index, /** @type {boolean} */ on) {
      const box = boxes[index];
      if (box) box.checked = on;
    },
  };
}
