import { ExperimentError } from "../errors.ts";
import type { Shard } from "../results/mod.ts";
import type { Plan } from "./plan.ts";

/**
 * Reads `2/4`: the second of four parts.
 *
 * @throws {ExperimentError} for anything else
 */
export function parseShard(text: string): Shard {
  const [, index = NaN, of = NaN] = (/^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? []).map(Number);
  if (1 <= index && index <= of) return { index, of };
  throw new ExperimentError(
    `Cannot read --shard as "${text}": it must be I/N with I from 1 to N, such as 2/4`,
  );
}

/** Whether the run at a place in the experiment's list, from 0, belongs to a shard. */
export function isInShard(place: number, { index, of }: Shard): boolean {
  return place % of === index - 1;
}

/**
 * The plan of a shard's runs alone. Which they are follows from their places in the experiment's list,
 * whatever is finished; neighbours, which take about as long, go to different shards.
 *
 * @throws {ExperimentError} There are more shards than runs, or the search halts trials.
 */
export function shardPlan(plan: Plan, shard: Shard): Plan {
  if (plan.brackets) {
    throw new ExperimentError(
      "Cannot split a search that halts trials into shards: which of them go on is known from all " +
        "of them alone",
      { place: "--shard", remedy: 'Train it whole, or search with type "random"' },
    );
  }
  if (plan.jobs.length < shard.of) {
    throw new ExperimentError(
      `Cannot split ${plan.jobs.length} runs into ${shard.of} shards: some would be empty`,
      { place: "--shard", remedy: `Use at most ${plan.jobs.length} shards` },
    );
  }
  return { ...plan, shard, jobs: plan.jobs.filter((_, place) => isInShard(place, shard)) };
}
