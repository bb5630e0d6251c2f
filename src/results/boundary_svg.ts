import { linearAxis } from "./picture_axes.ts";
import { contourLines } from "./picture_contour.ts";
import {
  axisEncoding,
  frame,
  labelSize,
  labelWidth,
  partWords,
  type Specification,
} from "./picture_frame.ts";
import { fitLabels } from "./picture_labels.ts";
import { inks, variantColors } from "./picture_style.ts";
import { type Boundary, type PartName, partNames } from "./types.ts";

/** Pixels of a field of the plane: a whole number, so that fields meet without seams. */
const fieldPixels = 6;

/** How sure the model is, in steps that share a shade. */
const steps = 6;

/** Least and most opaque shade. */
const opacities = [0.06, 0.42] as const;

const shapes: Record<PartName, string> = {
  train: "circle",
  validation: "square",
  test: "triangle-up",
};

/**
 * The picture of what a model says of every place of the plane: a colour for each class, stronger where
 * the model is surer, lines where the answer turns, and the data on it.
 */
export function boundarySpecification(boundary: Boundary): Specification {
  const { run, features, classes, side, points } = boundary;
  const labels = fitLabels(classes, { width: labelWidth, fontSize: labelSize });
  const size = side * fieldPixels;
  const x = { ...linearAxis(boundary.x, { count: 6, nice: false }), domain: boundary.x };
  const y = { ...linearAxis(boundary.y, { count: 6, nice: false }), domain: boundary.y };
  const titles = fitLabels([...features], { width: size, fontSize: 12 });
  const onX = (field: string) => axisEncoding(x, { field, title: titles[0]!, grid: false });
  const onY = (field: string) => axisEncoding(y, { field, title: titles[1]!, grid: false });
  const parts = partNames.filter((part) => points.some((point) => point.part === part));
  const color = {
    type: "nominal",
    scale: { domain: labels, range: labels.map((_, k) => variantColors[k]!) },
  };
  return frame({
    title: `Decision boundary: ${run}`,
    subtitle: [
      "colour: the class that the model answers there, stronger where it is surer",
      "line: where the answer turns",
    ],
    description: `Decision boundary of ${run} over ${features.join(" and ")}`,
    columns: 1,
    panels: [{
      width: size,
      height: size,
      layer: [
        {
          data: { values: fields(boundary, labels) },
          mark: { type: "rect", stroke: null },
          encoding: {
            x: onX("x0"),
            x2: { field: "x1" },
            y: onY("y0"),
            y2: { field: "y1" },
            color: { ...color, field: "class", title: "class", legend: { symbolType: "square" } },
            opacity: { field: "opacity", type: "quantitative", scale: null },
          },
        },
        {
          data: { values: lineValues(boundary) },
          mark: { type: "line", color: inks.text, strokeWidth: 1.5, strokeJoin: "round" },
          encoding: {
            x: onX("x"),
            y: onY("y"),
            order: { field: "order", type: "quantitative" },
            detail: { field: "line", type: "nominal" },
          },
        },
        {
          data: {
            values: points.map((point) => ({
              x: point.x,
              y: point.y,
              ink: variantColors[point.class]!,
              part: partWords[point.part],
            })),
          },
          mark: {
            type: "point",
            filled: true,
            size: 42,
            opacity: 1,
            stroke: inks.background,
            strokeWidth: 0.8,
          },
          encoding: {
            x: onX("x"),
            y: onY("y"),
            fill: { field: "ink", type: "nominal", scale: null },
            shape: {
              field: "part",
              type: "nominal",
              title: "rows",
              scale: {
                domain: parts.map((part) => partWords[part]),
                range: parts.map((part) => shapes[part]),
              },
              legend: {
                symbolFillColor: inks.faintText,
                symbolStrokeColor: inks.faintText,
                symbolSize: 60,
                symbolStrokeWidth: 0,
              },
            },
          },
        },
      ],
    }],
  });
}

/** Fields of the plane; those side by side that look the same are one. */
function fields({ side, margins, x, y }: Boundary, labels: readonly string[]) {
  const along = ([low, high]: readonly [number, number], k: number) =>
    low + (high - low) * k / side;
  const found = [];
  for (let row = 0; row < side; row++) {
    for (let column = 0, from = 0; column < side; column++) {
      const look = lookAt(margins, row * side + column);
      const next = column + 1 < side ? lookAt(margins, row * side + column + 1) : undefined;
      if (next?.class === look.class && next.step === look.step) continue;
      found.push({
        x0: along(x, from),
        x1: along(x, column + 1),
        y0: along(y, row),
        y1: along(y, row + 1),
        class: labels[look.class]!,
        opacity: opacities[0] + (opacities[1] - opacities[0]) * look.step / (steps - 1),
      });
      from = column + 1;
    }
  }
  return found;
}

/** The class that is answered at a place, and how surely. */
function lookAt(margins: readonly Float32Array[], at: number): { class: number; step: number } {
  let answered = 0;
  let margin = margins[0]![at]!;
  if (margins.length === 1) {
    answered = margin >= 0 ? 1 : 0;
    margin = Math.abs(margin);
  } else {
    for (let k = 1; k < margins.length; k++) {
      if (!(margins[k]![at]! > margin)) continue;
      answered = k;
      margin = margins[k]![at]!;
    }
  }
  const step = Math.floor(steps * margin);
  return { class: answered, step: Math.min(steps - 1, Math.max(0, step || 0)) };
}

/** The points of all lines, one after the other. */
function lineValues({ side, margins, x, y }: Boundary) {
  const along = ([low, high]: readonly [number, number], k: number) =>
    low + (high - low) * (k + 0.5) / side;
  const lines = margins.flatMap((values) => contourLines(values, side));
  return lines.flatMap((line, index) =>
    line.map(([column, row], order) => ({
      line: index,
      order,
      x: along(x, column),
      y: along(y, row),
    }))
  );
}
