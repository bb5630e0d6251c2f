import { metricAt, type MetricColumn } from "./metric_columns.ts";
import type { RunResult } from "./types.ts";

/**
 * The best run that did not diverge, by what variants are ranked by; of equal ones the first. It is
 * the run whose model `predict` takes; see `bestRun`, which reads it from runs.csv.
 */
export function bestOf(runs: readonly RunResult[], column: MetricColumn): RunResult | undefined {
  const sign = column.metric === "accuracy" ? 1 : -1;
  let best: RunResult | undefined;
  let highest = -Infinity;
  for (const result of runs) {
    const score = sign * (metricAt(result.final, column) ?? NaN);
    if (result.status === "diverged" || !(score > highest)) continue;
    best = result;
    highest = score;
  }
  return best;
}
