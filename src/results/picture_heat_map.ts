import { labelExpression, type Specification } from "./picture_frame.ts";
import { amountInks, inks, textWidth } from "./picture_style.ts";
import { largest } from "../numerics/mod.ts";

/** A field of a heat map. */
export interface HeatCell {
  /** Its colour, from 0 to 1. */
  amount: number;
  text: string;
  /** A smaller second line. */
  detail?: string;
}

/** Whether fields of this side, in pixels, have room for a second line. */
export function showsDetails(side: number): boolean {
  return side >= 50;
}

/** A table of coloured fields with their numbers; a field that is left out stays empty. */
export function heatMap(
  { columns, rows, columnTitle, rowTitle, cells, side }: {
    columns: readonly string[];
    rows: readonly string[];
    columnTitle: string;
    rowTitle: string;
    /** Row by row. */
    cells: readonly (readonly (HeatCell | undefined)[])[];
    /** Of a field, in pixels. */
    side: number;
  },
): Specification {
  const values = cells.flatMap((row, r) =>
    row.flatMap((cell, c) => {
      if (cell === undefined) return [];
      const { fill, text: ink } = amountInks(cell.amount);
      return [{ c0: c, c1: c + 1, c: c + 0.5, r0: r, r1: r + 1, r: r + 0.5, fill, ink, ...cell }];
    })
  );
  const axis = (labels: readonly string[], options: Specification) => ({
    values: labels.map((_, index) => index + 0.5),
    labelExpr: labelExpression(labels, "datum.value - 0.5"),
    labelColor: inks.text,
    labelFontSize: 12,
    labelLimit: 131,
    grid: false,
    ticks: false,
    domain: false,
    // Each field has its own, in the middle.
    labelOverlap: false,
    labelFlush: false,
    labelPadding: 6,
    ...options,
  });
  const x = (field: string) => ({
    field,
    type: "quantitative",
    title: columnTitle,
    scale: { domain: [0, columns.length], nice: false, zero: false },
    // Side by side where they have room, else upright.
    axis: axis(columns, {
      orient: "bottom",
      ...(columns.some((name) => 7.2 * [...name].length > side) ? { labelAngle: -40 } : {}),
    }),
  });
  const y = (field: string) => ({
    field,
    type: "quantitative",
    title: rowTitle,
    scale: { domain: [0, rows.length], reverse: true, nice: false, zero: false },
    axis: axis(rows, {}),
  });
  const color = (field: string) => ({ field, type: "nominal", scale: null });
  const detailed = showsDetails(side) && values.some(({ detail }) => detail !== undefined);
  const widest = largest(values.map(({ text }) => textWidth(text, 1)));
  const fontSize = Math.min(14, Math.max(7, Math.floor((side - 6) / widest)));
  const label = (field: string, options: Specification) => ({
    mark: { type: "text", align: "center", baseline: "middle", ...options },
    encoding: { x: x("c"), y: y("r"), text: { field, type: "nominal" }, color: color("ink") },
  });
  return {
    width: side * columns.length,
    height: side * rows.length,
    data: { values },
    layer: [
      {
        mark: { type: "rect", stroke: inks.background, strokeWidth: 2 },
        encoding: {
          x: x("c0"),
          x2: { field: "c1" },
          y: y("r0"),
          y2: { field: "r1" },
          color: color("fill"),
        },
      },
      label("text", { fontSize, ...(detailed ? { dy: -7 } : {}) }),
      ...(detailed ? [label("detail", { fontSize: 11, dy: 10 })] : []),
    ],
  };
}
