import type { BackendName } from "../engine/mod.ts";
import {
  holdRuns,
  type KeyedRunEntry,
  type RunCheckpoint,
  type RunResult,
  type SweepResult,
} from "../results/mod.ts";
import { decisionBoundary } from "./boundary.ts";
import type { Checkpoints } from "./checkpoints.ts";
import type { Executor, Job, TrainEvents } from "./executor.ts";
import type { FinishedRuns } from "./finished_runs.ts";
import type { Plan } from "./plan.ts";
import { hereExecutor, isTiny } from "./here.ts";
import { localExecutor } from "./pool.ts";
import { storedWeights } from "./stored_weights.ts";
import { climb } from "./rungs.ts";
import { sweepResult } from "./sweep_result.ts";

export interface SweepOptions extends
  Omit<
    TrainEvents,
    "onStart" | "onDone" | "onlyTold" | "onRefused" | "onBackend" | "checkpoints"
  > {
  workers: number;
  /** Threads that each worker may use; 1 by default. */
  threads?: number;
  /** Train in this thread what takes less time than starting workers; default false. */
  tinyHere?: boolean;
  backend: BackendName;
  /** Whether V8 may use 256-bit lanes: noted, nothing else. */
  wideLanes?: boolean;
  /** What to type to get these results again. */
  command: string;
  /** @param epoch Epochs that were trained before, where the run goes on. */
  onStart?: (index: number, epoch?: number) => void;
  /** Called when a run is at its end: trained and kept, or halted by a search for good. */
  onDone?: (index: number, result: RunResult) => void;
  /** Called when a run has come to a rung where others are waited for. */
  onHalted?: (index: number, epochs: number) => void;
  /** Runs that need no training; without it, all are trained and none is kept. */
  finished?: FinishedRuns;
  /** Runs that were begun before; without it, all start from the beginning and none is kept. */
  checkpoints?: Checkpoints;
  /** Milliseconds of training between two checkpoints of a run; without it, none are made. */
  checkpointEveryMs?: number | undefined;
  /** Called with a sentence about something that went wrong and ends nothing. */
  onWarning?: (text: string) => void;
  /** Where runs are trained; on this machine when absent. */
  executor?: Executor;
}

/**
 * Trains the runs of a plan that are not finished. After an abort the result holds those that are;
 * it is complete when `runs.length` is `expectedRuns`. Whatever happens, no result is on its way to
 * the journal any more when this ends.
 *
 * @throws {RunError} A run could not be carried out.
 * @throws {ExperimentError} A finished run could not be kept.
 */
export async function runSweep(plan: Plan, options: SweepOptions): Promise<SweepResult> {
  const { command, finished, onStart, onProgress, onDone, onHalted, signal } = options;
  const { checkpoints, checkpointEveryMs: everyMs, wideLanes = false, onWarning } = options;
  const jobs = plan.jobs.filter((_, index) => !finished?.taken.has(index));
  const { onSetAside } = options;
  const executor = options.executor ?? chooseExecutor(plan, { ...options, jobs });
  const keeping = new Set<Promise<void>>();
  const held = holdRuns();
  const setAside = new Map<number, string>();
  const backends = new Set<string>();
  const told = new Set(finished?.taken.keys());
  const settle = async (index: number, result: RunResult) => {
    if (!told.has(index)) onDone?.(index, result);
    told.add(index);
    if (result.status === "halted") executor.forget?.(plan.jobs[index]!);
    await checkpoints?.remove(index).catch((error) => onWarning?.(error.message));
  };
  const keep = async (index: number, result: RunResult, entry?: KeyedRunEntry) => {
    await finished?.keep(index, result, entry);
    // A halted run may go on from its checkpoint.
    if (result.status === "halted" && plan.brackets) onHalted?.(index, result.epochs);
    else await settle(index, result);
  };
  const { results } = await climb(plan, async (asked) => {
    const there = new Map<number, RunResult>();
    const missing: number[] = [];
    for (const [index, { run }] of asked) {
      const found = finished?.find(index, run);
      if (found) there.set(index, found);
      else missing.push(index);
    }
    if (missing.length === 0 || signal?.aborted) return there;
    const begun = await Promise.all(missing.map(async (index) => {
      const job = asked.get(index)!;
      const from = await checkpoints?.latest(index);
      const { stopAfter = Infinity } = job.run;
      return from && from.epoch <= stopAfter ? { ...job, from } : job;
    }));
    try {
      await executor.train(begun, {
        ...(signal ? { signal } : {}),
        ...(onWarning ? { onWarning } : {}),
        onlyTold: true,
        onBackend: (name) => void backends.add(name),
        onStart: (at) => onStart?.(missing[at]!, begun[at]!.from?.epoch),
        onProgress: (at, progress) => onProgress?.(missing[at]!, progress),
        ...(checkpoints && everyMs !== undefined
          ? { checkpoints: { everyMs, keep: checkpointKeeper(plan, { ...options, missing }) } }
          : {}),
        onRefused(at, why) {
          const { name } = plan.jobs[missing[at]!]!.run;
          onWarning?.(`${name} starts from the beginning: its checkpoint does not fit, ${why}`);
        },
        onSetAside(at, why) {
          setAside.set(missing[at]!, why);
          onSetAside?.(missing[at]!, why);
        },
        onDone(at, result, entry) {
          const index = missing[at]!;
          const kept = keep(index, result, entry).then(async () => {
            there.set(index, held.hold(result, await finished?.reader?.(index, result.run)));
          });
          keeping.add(kept);
          const isKept = () => keeping.delete(kept);
          kept.then(isKept, () => {});
          return kept;
        },
      });
    } finally {
      await Promise.allSettled(keeping);
    }
    return there;
  }, { onSettled: settle });
  const runs = [...plan.jobs.keys()].flatMap((index) => results.get(index) ?? []);
  // Only what has computed is told: nothing has where all runs were taken.
  const backend = backends.size > 0 ? { backend: [...backends].sort().join(", ") } : {};
  const environment = { ...backend, ...executor.facts, wideLanes };
  const isWhole = runs.length === plan.jobs.length && plan.shard === undefined;
  const boundary = isWhole ? decisionBoundary(plan, runs) : undefined;
  return {
    ...await sweepResult(plan, { runs, command, environment }),
    ...(boundary ? { boundary } : {}),
    ...(setAside.size > 0 ? { setAside: setAsideRuns(plan, setAside) } : {}),
  };
}

function setAsideRuns({ jobs }: Plan, reasons: ReadonlyMap<number, string>) {
  const inOrder = [...reasons].sort(([a], [b]) => a - b);
  return inOrder.map(([index, why]) => ({ run: jobs[index]!.run.name, why }));
}

/** Keeps checkpoints of jobs by their place among the missing ones; says once of each that it can't. */
function checkpointKeeper(
  { jobs }: Plan,
  { checkpoints, onWarning, missing }: SweepOptions & { missing: readonly number[] },
) {
  const warned = new Set<number>();
  return async (at: number, checkpoint: RunCheckpoint): Promise<void> => {
    const index = missing[at]!;
    try {
      await checkpoints!.keep(index, checkpoint);
      warned.delete(index);
    } catch (error) {
      if (warned.has(index)) return;
      warned.add(index);
      const { name } = jobs[index]!.run;
      onWarning?.(`${name} goes on without a new checkpoint: ${(error as Error).message}`);
    }
  };
}

function chooseExecutor(
  { data, weights }: Plan,
  { jobs, workers, threads = 1, tinyHere = false, backend }: SweepOptions & {
    jobs: readonly Job[];
  },
): Executor {
  const given = { data, stored: storedWeights(weights), backend };
  return tinyHere && isTiny(jobs, data)
    ? hereExecutor(given)
    : localExecutor({ ...given, workers, threads });
}
