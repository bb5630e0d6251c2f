import { createRemainingTime, type ExpectedRun } from "../../src/cli/remaining_time.ts";

/** What a run is expected to take, and what it takes. */
export interface SimulatedRun extends ExpectedRun {
  msPerEpoch: number;
  /** Epochs that it trains. */
  trained: number;
  status: "finished" | "stopped" | "diverged";
  /** Before its first epoch. */
  startMs: number;
}

/** Said at a moment of a sweep, and true. */
export interface Moment {
  /** Of the time of the whole sweep. */
  share: number;
  saidMs: number;
  trueMs: number;
}

/** Runs a sweep by a clock of its own, with progress ten times a second as workers tell it. */
export function simulate(runs: readonly SimulatedRun[], workers: number): Moment[] {
  let now = 0;
  const time = createRemainingTime(runs, { workers, nowMs: () => now });
  const queue = [...runs.keys()];
  const active: ({ index: number; startedMs: number; told: number } | undefined)[] = Array.from(
    { length: workers },
  );
  const said: { ms: number; saidMs: number }[] = [];
  const stepMs = 50;
  for (let tick = 0;; tick++) {
    now = tick * stepMs;
    for (let k = 0; k < workers; k++) {
      const run = active[k];
      if (run) {
        const { msPerEpoch, trained, status, startMs } = runs[run.index]!;
        const epoch = Math.floor((now - run.startedMs - startMs) / msPerEpoch);
        if (epoch >= trained) {
          time.done(run.index, { epochs: trained, status });
          active[k] = undefined;
        } else if (epoch > run.told && tick % 2 === 0) {
          run.told = epoch;
          time.progress(run.index, epoch);
        }
      }
      if (!active[k] && queue.length > 0) {
        const index = queue.shift()!;
        active[k] = { index, startedMs: now, told: 0 };
        time.started(index, 0);
      }
    }
    if (active.every((run) => run === undefined)) break;
    const saidMs = time.remainingMs();
    if (saidMs !== undefined) said.push({ ms: now, saidMs });
  }
  return said.map(({ ms, saidMs }) => ({ share: ms / now, saidMs, trueMs: now - ms }));
}
