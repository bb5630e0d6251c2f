import type { LoadedData, Matrix, PreparedData } from "../data/mod.ts";

/** What the targets of all parts are like. */
export interface TargetFacts {
  columns: number;
  /** Smallest and largest. */
  range: [number, number];
  /** Whether every target is 0 or 1. */
  zeroOrOne: boolean;
  /** Whether every row is of numbers from 0 on that add up to 1, as probabilities of classes. */
  probabilities: boolean;
}

/** Looks at every target of loaded data. */
export function targetFacts({ parts }: Pick<LoadedData, "parts">): TargetFacts {
  return factsOf(Object.values(parts).map(({ targets }) => targets as Matrix<Float32Array>));
}

/** The same facts from data that is prepared for a run. */
export function preparedTargetFacts({ train, validation, test }: PreparedData): TargetFacts {
  const examples = [train, validation, test].filter((part) => part !== undefined);
  return factsOf([...new Set(examples.map(({ targets }) => targets))]);
}

function factsOf(matrices: readonly Matrix<Float32Array>[]): TargetFacts {
  const { columns } = matrices[0]!;
  let low = Infinity, high = -Infinity;
  let zeroOrOne = true, probabilities = true;
  for (const { values } of matrices) {
    let sum = 0;
    for (let k = 0; k < values.length; k++) {
      const value = values[k]!;
      if (value < low) low = value;
      if (value > high) high = value;
      if (value !== 0 && value !== 1) zeroOrOne = false;
      sum += value;
      if (k % columns < columns - 1) continue;
      if (Math.abs(sum - 1) > 1e-5) probabilities = false;
      sum = 0;
    }
  }
  return { columns, range: [low, high], zeroOrOne, probabilities: probabilities && low >= 0 };
}
