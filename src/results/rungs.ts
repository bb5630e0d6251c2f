import type { HalvingOptions } from "../experiment/types.ts";

/**
 * The epochs of each rung: r·ηᵏ while that is below the epochs of a whole run, then these.
 *
 * Source: Li et al., A System for Massively Parallel Hyperparameter Tuning, MLSys 2020, algorithm 1,
 * whose r is `minEpochs` and η is `reduction`.
 *
 * @example
 * ```ts
 * import { rungEpochs } from "./rungs.ts";
 *
 * rungEpochs({ minEpochs: 5, reduction: 3 }, 100); // [5, 15, 45, 100]
 * ```
 */
export function rungEpochs(
  { minEpochs, reduction }: Pick<Required<HalvingOptions>, "minEpochs" | "reduction">,
  epochs: number,
): number[] {
  const rungs = [];
  for (let rung = minEpochs; rung < epochs; rung *= reduction) rungs.push(rung);
  return [...rungs, epochs];
}

/** How many of so many trials go on from a rung: ⌊trials / reduction⌋, one at least. */
export function survivors(trials: number, reduction: number): number {
  return Math.max(1, Math.floor(trials / reduction));
}

/** How many trials are at each rung where none diverges. */
export function rungSizes(trials: number, { rungs, reduction }: {
  rungs: number;
  reduction: number;
}): number[] {
  const sizes = [trials];
  while (sizes.length < rungs) sizes.push(survivors(sizes.at(-1)!, reduction));
  return sizes;
}
