import type { Examples } from "../numerics/matrix.ts";

/** How many examples there are. */
export function rowCount({ rows, inputs }: Pick<Examples, "rows" | "inputs">): number {
  return rows?.length ?? inputs.rows;
}
