import type { CheckpointOrigin, Journal, RunCheckpoint } from "../results/mod.ts";
import type { FinishedRuns, TakeMode } from "./finished_runs.ts";
import type { Plan } from "./plan.ts";
import { runOrigins } from "./run_key.ts";

/** The runs of a sweep that were begun before, and where to keep those that are begun now. */
export interface Checkpoints {
  /** Where a run goes on, by the job's index. */
  readonly found: ReadonlyMap<number, RunCheckpoint>;
  /** Why a run starts from the beginning though it has a checkpoint: `is damaged`. */
  readonly refused: ReadonlyMap<number, string>;
  /** Where a run goes on now: what was found or kept last. */
  latest(index: number): Promise<RunCheckpoint | undefined>;
  /** How many runs of the sweep have a checkpoint at this moment. */
  count(): number;
  /**
   * Puts a checkpoint in the place of the run's last one, which stays until this one is on the disk.
   *
   * @throws {ExperimentError} It cannot be written.
   * @throws {RangeError} It is too large to be read back.
   */
  keep(index: number, checkpoint: RunCheckpoint): Promise<void>;
  /** To be called when a run is finished and kept. */
  remove(index: number): Promise<void>;
}

export interface FindCheckpointsOptions {
  journal: Journal;
  mode: TakeMode;
  finished: Pick<FinishedRuns, "taken" | "isCheck">;
}

/**
 * Looks up the checkpoints of a plan's runs. With `--force`, and where everything is trained again as a
 * check, they are removed: such runs start from the beginning. Those of finished runs, which a kill at
 * the right moment can leave, go too.
 *
 * A checkpoint of the same run with other settings or data is left where it is, and told.
 */
export async function findCheckpoints(
  plan: Plan,
  { journal: { checkpoints: files }, mode, finished }: FindCheckpointsOptions,
): Promise<Checkpoints> {
  const origins = runOrigins(plan);
  const there = new Set(await files.keys());
  const found = new Map<number, RunCheckpoint>();
  const refused = new Map<number, string>();
  const isIgnored = mode === "none" || finished.isCheck;
  for (const [index, origin] of origins.entries()) {
    const { key } = origin;
    if (!there.has(key)) continue;
    if (isIgnored || finished.taken.has(index)) {
      await files.remove(key);
      there.delete(key);
      continue;
    }
    const entry = await files.read(key);
    if (entry === undefined) refused.set(index, "is damaged");
    else if (entry.origin.key !== key) refused.set(index, difference(entry.origin, origin));
    else if (entry.checkpoint === undefined) {
      refused.set(index, "was written by another version of sameseed");
    } else found.set(index, entry.checkpoint);
  }
  const begun = (index: number) =>
    !isIgnored && !finished.taken.has(index) && !found.has(index) && !refused.has(index);
  const fresh = new Map(
    origins.flatMap((origin, index) => begun(index) ? [[origin.run, index] as const] : []),
  );
  const own = new Set(origins.map(({ key }) => key));
  for (const key of fresh.size > 0 ? there.difference(own) : []) {
    const other = (await files.read(key))?.origin;
    const index = fresh.get(other?.run ?? "");
    if (index !== undefined) refused.set(index, difference(other!, origins[index]!));
  }
  return {
    found,
    refused,
    async latest(index) {
      const begun = found.get(index);
      const { key } = origins[index]!;
      if (begun || !there.has(key) || refused.has(index)) return begun;
      return (await files.read(key))?.checkpoint;
    },
    count: () => there.intersection(own).size,
    async keep(index, checkpoint) {
      const origin = origins[index]!;
      await files.write(origin, checkpoint);
      there.add(origin.key);
      found.delete(index);
      refused.delete(index);
    },
    async remove(index) {
      const { key } = origins[index]!;
      if (there.delete(key)) await files.remove(key);
    },
  };
}

/** What a checkpoint is, where it is not the run's. */
function difference(other: CheckpointOrigin, origin: CheckpointOrigin): string {
  if (other.numericsVersion !== origin.numericsVersion) {
    return `is of numerics version ${other.numericsVersion}, this is ${origin.numericsVersion}`;
  }
  return other.data === origin.data ? "is of other settings" : "is of other data";
}
