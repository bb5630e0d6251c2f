import type { Examples } from "../../numerics/mod.ts";

/**
 * The fraction of rows that are classified right.
 *
 * One output: the class is 1 where it is at least 0.5, and so is the target's. K outputs: the class
 * is the place of the largest, the lowest place among equals, and so is the target's.
 *
 * @param outputs [rows, columns of the targets] What the network's last layer gave, row for row.
 * @param examples The targets, and which of their rows the outputs belong to.
 * @returns From 0 to 1; NaN without rows.
 *
 * @example
 * ```ts
 * import { accuracy } from "./accuracy.ts";
 *
 * const targets = { values: Float32Array.of(1, 0), rows: 2, columns: 1 };
 * accuracy(Float32Array.of(0.9, 0.7), { targets }); // 0.5
 * ```
 */
export function accuracy(
  outputs: Float32Array,
  examples: Pick<Examples, "targets" | "rows">,
): number {
  const { targets: { values, rows, columns }, rows: chosen } = examples;
  const count = chosen?.length ?? rows;
  let right = 0;
  for (let k = 0; k < count; k++) {
    const row = chosen ? chosen[k]! : k;
    if (classOf(outputs, k, columns) === classOf(values, row, columns)) right++;
  }
  return right / count;
}

/**
 * The class that a row of outputs or targets stands for, as `accuracy` counts it.
 *
 * @param values [rows, columns]
 */
export function classOf(values: Float32Array, row: number, columns: number): number {
  if (columns === 1) return values[row]! >= 0.5 ? 1 : 0;
  const from = row * columns;
  let best = 0;
  for (let k = 1; k < columns; k++) {
    if (values[from + k]! > values[from + best]!) best = k;
  }
  return best;
}
