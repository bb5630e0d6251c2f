import { join } from "@std/path";
import { numericsVersion } from "../numerics/mod.ts";
import { type RunResult, sha256Hex, type SweepResult } from "../results/mod.ts";
import { type Plan, projectFolder } from "./plan.ts";
import { runKeys } from "./run_key.ts";

/** What the result files are made of, for the runs of a plan that are there. */
export async function sweepResult(
  plan: Plan,
  { runs, command, environment = {} }: {
    runs: RunResult[];
    command: string;
    environment?: NonNullable<SweepResult["environment"]>;
  },
): Promise<SweepResult> {
  const { experiment, source, weights, jobs, records, data, shard } = plan;
  return {
    experiment,
    source,
    runs,
    data: records,
    loaded: new Map(jobs.map(({ run, dataKey }) => [run.name, data.get(dataKey)!])),
    initialWeights: weights.records,
    lockDigest: await lockDigest(),
    numericsVersion,
    command,
    expectedRuns: jobs.length,
    environment,
    ...(shard ? { shard: { ...shard, keys: keysOf(plan) } } : {}),
  };
}

/** SHA-256 (hex) of deno.lock. */
export async function lockDigest(): Promise<string> {
  return sha256Hex(await Deno.readFile(join(projectFolder, "deno.lock")));
}

function keysOf(plan: Plan): Map<string, string> {
  const keys = runKeys(plan);
  return new Map(plan.jobs.map(({ run }, index) => [run.name, keys[index]!]));
}
