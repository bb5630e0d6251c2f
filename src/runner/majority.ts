import type { Examples } from "../numerics/matrix.ts";

/**
 * The share of the most frequent class: the accuracy of always answering it. Targets are one
 * column of 0 and 1, or one-hot.
 */
export function majorityShare({ targets, rows }: Pick<Examples, "targets" | "rows">): number {
  const { values, columns } = targets;
  const count = rows?.length ?? targets.rows;
  const sums = new Float64Array(columns);
  for (let k = 0; k < count; k++) {
    const from = (rows ? rows[k]! : k) * columns;
    for (let c = 0; c < columns; c++) sums[c]! += values[from + c]! >= 0.5 ? 1 : 0;
  }
  const counts = columns === 1 ? [sums[0]!, count - sums[0]!] : [...sums];
  return Math.max(...counts) / count;
}
