import type { LoadedData } from "../data/types.ts";
import type { RunResult } from "./types.ts";

/** The input that is furthest from the size that networks start from. */
export interface UnscaledInput {
  name: string;
  /** Root mean square over the training rows. */
  size: number;
}

/** Rows that are looked at, evenly spaced. */
const probedRows = 1000;

/**
 * Sizes that nothing is said of. Standardised inputs have a root mean square of 1, and initial weights
 * are made for such.
 */
const usualSize = { low: 0.01, high: 20 };

/**
 * The largest input of a network that gets its inputs as they are, where it is far from 1: with large
 * inputs activations saturate and steps overshoot, with tiny ones nothing moves. `undefined` where
 * inputs are normalised, by the data or by the first layer.
 */
export function unscaledInput(
  { run, preprocessing }: Pick<RunResult, "run" | "preprocessing">,
  { parts, features, inputShape }: Pick<LoadedData, "parts" | "features" | "inputShape">,
): UnscaledInput | undefined {
  const [first] = run.settings.architecture;
  if (preprocessing.normalize !== "none" || !first || !("units" in first)) return undefined;
  const { values, rows, columns } = parts.train.inputs;
  const squares = new Float64Array(columns);
  const known = new Float64Array(columns);
  const step = Math.max(1, Math.floor(rows / probedRows));
  for (let row = 0; row < rows; row += step) {
    for (let c = 0; c < columns; c++) {
      const value = values[row * columns + c]!;
      if (value !== value) continue;
      squares[c]! += value * value;
      known[c]! += 1;
    }
  }
  let largest = 0;
  let size = 0;
  squares.forEach((sum, c) => {
    const own = known[c] === 0 ? 0 : Math.sqrt(sum / known[c]!);
    if (own > size) [largest, size] = [c, own];
  });
  if (size >= usualSize.low && size <= usualSize.high) return undefined;
  const name = features?.[largest] ?? (inputShape.length > 1 ? "the pixels" : `input ${largest}`);
  return { name, size };
}
