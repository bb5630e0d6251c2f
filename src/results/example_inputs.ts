import type { FeatureEncoding, LoadedData } from "../data/types.ts";
import type { Example } from "./examples.ts";
import { shortNumber } from "./examples.ts";

/** Columns of a table that are shown of a row. */
const shownInputs = 6;

/** Of more columns without names, a few say nothing of a row. */
const mostNameless = 20;

/** An input of a row, as the user's table has it. */
export interface ShownInput {
  name: string;
  text: string;
}

/**
 * The first few inputs of a row as they were loaded, columns of words as their words; none of a row
 * that is a picture or has many columns without names.
 */
export function firstInputs(
  { inputShape, features, encoding }: Pick<LoadedData, "inputShape" | "features" | "encoding">,
  { values }: Pick<Example, "values">,
): ShownInput[] {
  if (inputShape.length !== 1) return [];
  if (!encoding && !features && values.length > mostNameless) return [];
  const columns: FeatureEncoding[] = encoding ??
    Array.from({ length: Math.min(shownInputs, values.length) }, (_, place) => ({
      column: features?.[place] ?? `input ${place}`,
    }));
  let from = 0;
  return columns.slice(0, shownInputs).map(({ column, words }) => {
    const own = values.subarray(from, from += words?.length ?? 1);
    const text = Number.isNaN(own[0])
      ? "missing"
      : words
      ? words[own.indexOf(1)] ?? "none"
      : shortNumber(own[0]!);
    return { name: column, text };
  });
}
