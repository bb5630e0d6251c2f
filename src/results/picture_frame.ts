import type { Axis } from "./picture_axes.ts";
import { inks } from "./picture_style.ts";
import type { PartName } from "./types.ts";

/** A picture as Vega-Lite takes it. */
export type Specification = Record<string, unknown>;

/** Parts of the data in words. */
export const partWords: Record<PartName, string> = {
  train: "training",
  validation: "validation",
  test: "test",
};

/** Widest label of a legend, and its size, in pixels. */
export const labelWidth = 219;
export const labelSize = 12;

/** A picture of panels under a title. */
export function frame(
  { title, subtitle, description, columns, panels }: {
    title: string;
    /** A line each. */
    subtitle: string[];
    /** For who does not see it. */
    description: string;
    /** Panels in a row. */
    columns: number;
    panels: Specification[];
  },
): Specification {
  return {
    background: inks.background,
    padding: 16,
    title: { text: title, subtitle, anchor: "start", offset: 14 },
    description,
    columns,
    spacing: { row: 26, column: 34 },
    concat: panels,
    config,
  };
}

/** The title of a panel, and a fainter line below. */
export function panelTitle(text: string, subtitle?: string): Specification {
  return {
    text,
    ...(subtitle === undefined ? {} : { subtitle, subtitleFontSize: 11, subtitlePadding: 3 }),
    anchor: "start",
    frame: "group",
    fontSize: 13,
    offset: 8,
  };
}

/** A position on an axis that is worked out. */
export function axisEncoding(
  axis: Axis,
  options: { field: string; title: string | null; grid: boolean },
): Specification {
  const { ticks, domain } = axis;
  // Vega would print the tick's place; the label is looked up by it instead.
  const labels = Object.fromEntries(ticks.map(({ at, label }) => [String(at), label]));
  return {
    field: options.field,
    type: "quantitative",
    title: options.title,
    scale: { domain, nice: false, zero: false },
    axis: {
      values: ticks.map(({ at }) => at),
      labelExpr: `${JSON.stringify(labels)}[datum.value]`,
      grid: options.grid,
      // Labels under their ticks, but for those at the edges of the panel.
      ...(ticks[0]?.at === domain[0] || ticks.at(-1)?.at === domain[1]
        ? {}
        : { labelFlush: false }),
    },
  };
}

/**
 * An expression for the label of the value `at` that an axis has for each of some texts, which may be
 * anything: what is not plain is escaped.
 */
export function labelExpression(labels: readonly string[], at: string): string {
  const list = JSON.stringify(labels).replaceAll(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${list}[${at}]`;
}

const config = {
  // The picture as a whole has a description; one for each of its parts would only repeat the CSV.
  aria: false,
  font: "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif",
  view: { stroke: null },
  title: { color: inks.text, subtitleColor: inks.faintText, fontSize: 16, subtitleFontSize: 12 },
  axis: {
    labelColor: inks.faintText,
    titleColor: inks.text,
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: "normal",
    titlePadding: 8,
    domainColor: inks.axis,
    tickColor: inks.axis,
    gridColor: inks.grid,
    tickSize: 4,
    labelPadding: 4,
  },
  legend: {
    labelColor: inks.text,
    titleColor: inks.text,
    labelFontSize: labelSize,
    titleFontSize: 12,
    symbolType: "stroke",
    symbolStrokeWidth: 3,
    symbolSize: 300,
    orient: "right",
    labelLimit: labelWidth + 1, // the library cuts what is not below it
    rowPadding: 5,
  },
};
