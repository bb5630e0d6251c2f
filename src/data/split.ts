import { ExperimentError } from "../errors.ts";
import { createStream, permutation } from "../random/mod.ts";
import type { SplitOptions } from "./preparation.ts";
import { splitDefaults } from "./preparation_defaults.ts";
import type { LoadedData, Matrix } from "./types.ts";

/** Which of the training rows belong to which part, ascending and disjoint, none left out. */
export interface SplitRows {
  train: Uint32Array;
  /** Absent where nothing is split off. */
  validation?: Uint32Array;
  /** Absent where nothing is split off. */
  test?: Uint32Array;
}

/**
 * Deals the training rows of a data set to train, validation and test parts.
 *
 * Of n rows, ⌊fraction · n + ½⌋ go to a part. All rows are put in the random order of the seed's
 * stream `split`; the first go to the test part, the next to the validation part, the others stay:
 * so the test part doesn't depend on the validation fraction, and every variant of a seed has the
 * same parts. Stratified, each class is dealt so by itself, its share being fraction times its rows
 * rounded down, and what is missing to the part's size going to the classes with the largest
 * remainders, to the earlier class of equals.
 *
 * @param data Its training rows are dealt; given validation and test parts stay what they are.
 * @param options The fractions, in [0, 1) and below 1 together; and the run's seed.
 * @throws {ExperimentError} If a part is given and asked for as well, if a part would be empty, or
 * if there are no classes to stratify by.
 */
export function splitRows(
  data: Omit<LoadedData, "digest">,
  options: { split?: SplitOptions | undefined; seed: number },
): SplitRows {
  const split = { ...splitDefaults, ...options.split };
  checkSplit(data, split);
  const { targets } = data.parts.train;
  const order = permutation(createStream(options.seed, "split"), targets.rows, 0);
  const groups = split.stratify ? byClass(order, targets) : [order];

  const free = groups.map((group) => group.length);
  const testSizes = shares(split.test, { rows: targets.rows, groups: free, free });
  const rest = free.map((length, g) => length - testSizes[g]!);
  const validationSizes = shares(split.validation, {
    rows: targets.rows,
    groups: free,
    free: rest,
  });

  const test = groups.map((group, g) => group.subarray(0, testSizes[g]!));
  const validation = groups.map((group, g) =>
    group.subarray(testSizes[g]!, testSizes[g]! + validationSizes[g]!)
  );
  const train = groups.map((group, g) => group.subarray(testSizes[g]! + validationSizes[g]!));
  const parts: SplitRows = { train: ascending(train) };
  if (split.validation > 0) parts.validation = ascending(validation);
  if (split.test > 0) parts.test = ascending(test);
  checkParts(parts, split, targets.rows);
  return parts;
}

function checkSplit(data: Omit<LoadedData, "digest">, split: Required<SplitOptions>): void {
  for (const name of ["validation", "test"] as const) {
    if (data.parts[name] === undefined || split[name] === 0) continue;
    throw new ExperimentError(
      `Cannot split off a ${name} part of ${split[name]}: the data has a ${name} part already`,
      { place: `data.split.${name}`, remedy: `Leave out data.split.${name} or data.${name}` },
    );
  }
  if (split.stratify && data.classes === undefined) {
    throw new ExperimentError("Cannot stratify: the targets are numbers, not classes", {
      place: "data.split.stratify",
      remedy: "Leave out data.split.stratify",
    });
  }
}

function checkParts(parts: SplitRows, split: Required<SplitOptions>, rows: number): void {
  for (const name of ["validation", "test"] as const) {
    if (parts[name]?.length !== 0) continue;
    throw new ExperimentError(
      `Cannot split off a ${name} part of ${split[name]}: of ${rows} rows it would get none`,
      { place: `data.split.${name}`, remedy: "Take a larger fraction or more rows" },
    );
  }
  if (parts.train.length === 0) {
    throw new ExperimentError(
      `Cannot split ${rows} rows with validation ${split.validation} and test ${split.test}: ` +
        "none would be left for training",
      { place: "data.split", remedy: "Take smaller fractions or more rows" },
    );
  }
}

/** The rows of each class, each in the order given. */
function byClass(order: Uint32Array, targets: Matrix<Float32Array>): Uint32Array[] {
  const groups = Array.from({ length: Math.max(2, targets.columns) }, () => [] as number[]);
  for (const row of order) groups[labelOf(targets, row)]!.push(row);
  return groups.map((group) => Uint32Array.from(group));
}

function labelOf({ values, columns }: Matrix<Float32Array>, row: number): number {
  if (columns === 1) return values[row]!;
  return values.subarray(row * columns, (row + 1) * columns).indexOf(1);
}

/** How many rows each group gives to a part: the largest remainder method, never more than free. */
function shares(
  fraction: number,
  { rows, groups, free }: { rows: number; groups: readonly number[]; free: readonly number[] },
): number[] {
  const quotas = groups.map((length) => fraction * length);
  const sizes = quotas.map((quota, g) => Math.min(Math.floor(quota), free[g]!));
  let missing = Math.floor(fraction * rows + 0.5) - sizes.reduce((sum, size) => sum + size, 0);
  const byRemainder = quotas.map((quota, g) => ({ g, remainder: quota - Math.floor(quota) }))
    .sort((a, b) => b.remainder - a.remainder || a.g - b.g);
  while (missing > 0 && sizes.some((size, g) => size < free[g]!)) {
    for (const { g } of byRemainder) {
      if (missing === 0) break;
      if (sizes[g]! === free[g]!) continue;
      sizes[g]! += 1;
      missing -= 1;
    }
  }
  return sizes;
}

function ascending(groups: readonly Uint32Array[]): Uint32Array {
  const rows = new Uint32Array(groups.reduce((sum, group) => sum + group.length, 0));
  let start = 0;
  for (const group of groups) {
    rows.set(group, start);
    start += group.length;
  }
  return rows.sort();
}
