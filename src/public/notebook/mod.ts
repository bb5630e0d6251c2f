/**
 * Results in a notebook of Deno's Jupyter kernel: the last expression of a cell is shown as a table or as a
 * picture.
 *
 * @example
 * ```ts
 * import { readSweep } from "sameseed/notebook";
 *
 * const sweep = await readSweep("results/init");
 * sweep; // variants with mean ± standard deviation, as a table
 * sweep.curves; // the learning curves, as a picture
 * sweep.variants[0]!.metrics.test_accuracy!.mean; // numbers to go on with
 * ```
 *
 * @module
 */
export { readSweep } from "./read_sweep.ts";
export type { Cell, MetricSummary, Picture, Sweep, SweepRun, SweepVariant } from "./types.ts";
export type { Displayable } from "./display.ts";
