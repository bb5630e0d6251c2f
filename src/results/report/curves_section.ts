import type { MetricColumn } from "../metric_columns.ts";
import { mostPoints, thinned } from "../picture_series.ts";
import { metricWords } from "../verdict.ts";
import { type Html, html, scriptJson } from "./html.ts";
import type { StoredCurves } from "./stored_curves.ts";

/** The most variants whose lines are in the page: the best ones. */
export const maximumLines = 24;

/** A variant whose lines are drawn. */
export interface DrawnVariant {
  name: string;
  /** Whether a run of it finished: axes are for those. */
  finished: boolean;
}

/**
 * Learning curves that are drawn in the browser, with the controls that choose what is seen.
 *
 * @param variants All, from best to worst; `curves` has lines of the first `maximumLines`.
 */
export function curvesSection(
  variants: readonly DrawnVariant[],
  curves: StoredCurves,
): Html {
  const drawn = variants.slice(0, maximumLines);
  const data = curvesData(drawn, curves);
  const longest = Math.max(0, ...curves.lines.flat().map(({ length }) => length));
  const notes = [
    variants.length > drawn.length
      ? `Of ${variants.length} variants the best ${drawn.length} are drawn; curves.csv has all.`
      : "",
    longest > mostPoints
      ? `Of up to ${longest} recorded moments ${mostPoints} are drawn; curves.csv has all.`
      : "",
  ].filter((note) => note !== "").join(" ");
  return html`
    <p>Each line is the mean over the seeds of a variant, from best to worst; move over a plot
    or use the slider for the values. ${notes}</p>
    <noscript><p>This part needs scripts; the picture above shows the same.</p></noscript>
    <div id="curves" hidden>
      <div class="controls">
        <fieldset id="curves-variants">
          <legend>Variants</legend>
        </fieldset>
        <fieldset id="curves-metrics">
          <legend>Metrics</legend>
        </fieldset>
        <fieldset>
          <legend>Drawing</legend>
          <div class="switches">
            <label><input type="checkbox" id="curves-bands" checked><span>bands: smallest to largest over the seeds</span></label>
            <label><input type="checkbox" id="curves-logarithmic"><span>logarithmic axis for losses</span></label>
          </div>
        </fieldset>
      </div>
      <div id="curves-panels"></div>
      <div class="slider"><label for="curves-epoch">Values <span id="curves-moment"></span></label>
    <input type="range" id="curves-epoch" min="0" max="1" step="1" value="0"></div>
      <div class="wide" role="group" aria-label="Values of the learning curves" tabindex="0">
        <table id="curves-values"></table>
      </div>
    </div>
    <script type="application/json" id="curves-data">${scriptJson(data)}</script>
  `;
}

/** What page/curves.js draws. */
function curvesData(variants: readonly DrawnVariant[], { columns, lines }: StoredCurves) {
  const epochs = new Map<string, { index: number; values: number[] }>();
  const epochsIndex = (values: number[]) => {
    const key = values.join();
    const known = epochs.get(key) ?? { index: epochs.size, values };
    epochs.set(key, known);
    return known.index;
  };
  const drawnLines = variants.map((_, variant) =>
    columns.map((_, column) => {
      const points = thinned(lines[variant]![column]!);
      if (points.length === 0) return null;
      const single = points.every(({ low, high }) => low === high);
      return {
        x: epochsIndex(points.map(({ trained }) => trained)),
        mean: points.map(({ mean }) => rounded(mean)),
        ...(single ? {} : {
          low: points.map(({ low }) => rounded(low)),
          high: points.map(({ high }) => rounded(high)),
        }),
      };
    })
  );
  return {
    columns: columns.map((column) => ({
      label: metricWords(column),
      kind: kindOf(column),
      metric: column.metric,
    })),
    variants: variants.map(({ name, finished }) => ({ name, fitted: finished })),
    epochs: [...epochs.values()].map(({ values }) => values),
    lines: drawnLines,
  };
}

/** How the page writes a metric down. */
export function kindOf({ metric }: MetricColumn): "share" | "number" {
  return metric === "accuracy" ? "share" : "number";
}

/** Six digits are more than a plot or a table of the page shows. */
export function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
