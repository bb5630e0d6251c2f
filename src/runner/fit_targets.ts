import type { LoadedData, PreparedData } from "../data/mod.ts";
import { type Loss, losses, type RowsLoss } from "../engine/mod.ts";
import type { ResolvedSettings } from "../experiment/types.ts";
import type { Examples, Matrix } from "../numerics/matrix.ts";

type ClassifiedData = PreparedData & Pick<LoadedData, "classes">;

/**
 * The data with targets as the loss takes them: two classes are one column of 0 and 1, and for a
 * loss of whole rows (categorical cross-entropy) two one-hot columns. All else is as it was.
 */
export function fitTargets<T extends ClassifiedData>(
  data: T,
  { loss }: Pick<ResolvedSettings, "loss">,
): T {
  const { of } = losses[loss.type as keyof typeof losses] as Loss | RowsLoss;
  if (of !== "rows" || data.classes?.length !== 2 || data.train.targets.columns !== 1) return data;
  // Parts that were split from one set share its targets.
  const known = new Map<Matrix<Float32Array>, Matrix<Float32Array>>();
  const fit = (part: Examples): Examples => {
    const targets = known.get(part.targets) ?? oneHot(part.targets);
    known.set(part.targets, targets);
    return { ...part, targets };
  };
  const { train, validation, test } = data;
  return {
    ...data,
    train: fit(train),
    ...(validation ? { validation: fit(validation) } : {}),
    ...(test ? { test: fit(test) } : {}),
  };
}

function oneHot({ values, rows }: Matrix<Float32Array>): Matrix<Float32Array> {
  const wide = new Float32Array(2 * rows);
  for (let row = 0; row < rows; row++) wide[2 * row + values[row]!] = 1;
  return { values: wide, rows, columns: 2 };
}
