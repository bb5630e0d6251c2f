import { join } from "@std/path";
import type { BackendName } from "../engine/mod.ts";
import { numericsVersion } from "../numerics/mod.ts";
import { sha256Hex, type SweepResult } from "../results/mod.ts";
import { type Plan, projectFolder } from "./plan.ts";
import { isTiny, trainHere } from "./here.ts";
import { type PoolOptions, trainAll } from "./pool.ts";
import { storedWeights } from "./stored_weights.ts";

export interface SweepOptions
  extends Pick<PoolOptions, "signal" | "onStart" | "onProgress" | "onDone"> {
  workers: number;
  /** Train in this thread what takes less time than starting workers; default false. */
  tinyHere?: boolean;
  backend: BackendName;
  /** What to type to get these results again. */
  command: string;
}

/**
 * Trains all runs of a plan. After an abort the result holds those that were finished; it is
 * complete when `runs.length` is `expectedRuns`.
 */
export async function runSweep(plan: Plan, options: SweepOptions): Promise<SweepResult> {
  const { experiment, source, data, weights, jobs, records } = plan;
  const { workers, tinyHere = false, backend, command, ...events } = options;
  const given = { data, stored: storedWeights(weights), backend, ...events };
  const results = tinyHere && isTiny(jobs, data)
    ? await trainHere(jobs, given)
    : await trainAll(jobs, { ...given, workers });
  return {
    experiment,
    source,
    runs: results.filter((result) => result !== undefined),
    data: records,
    initialWeights: weights.records,
    lockDigest: await lockDigest(),
    numericsVersion,
    command,
    expectedRuns: jobs.length,
    environment: { backend, workers },
  };
}

async function lockDigest(): Promise<string> {
  return await sha256Hex(await Deno.readFile(join(projectFolder, "deno.lock")));
}
