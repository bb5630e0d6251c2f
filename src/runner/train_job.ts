import type { LoadedData } from "../data/mod.ts";
// Not through mod.ts, which has the schemas: zod would cost every worker 20 ms.
import { prepareData } from "../data/prepare.ts";
import { type Arena, createArena } from "../engine/mod.ts";
import type { Run } from "../experiment/types.ts";
import type { RunCheckpoint, RunResult } from "../results/mod.ts";
import type { Progress } from "./train.ts";
import { type CheckedOptions, trainChecked } from "./train_checked.ts";

/** Progress is shown ten times a second; more messages would only cost time. */
const progressIntervalMs = 100;

/** What a run is trained with, wherever that happens. */
export interface TrainJobOptions extends Omit<CheckedOptions, "from" | "onEpoch" | "onResumable"> {
  /** Where the run goes on from. */
  from?: RunCheckpoint | undefined;
  onProgress?: (progress: Progress) => void;
  /** Called after every epoch but the last; `capture` copies the state of the run. */
  onResumable?: ((capture: () => RunCheckpoint, epoch: number) => void) | undefined;
}

/** Splits and normalises the data for a run, trains it and takes the time. */
export function trainJob(run: Run, loaded: LoadedData, options: TrainJobOptions): RunResult {
  const { arena = createArena(), onProgress, onRefused, onResumable, ...others } = options;
  const startedMs = performance.now();
  let beforeMs = options.from?.elapsedMs ?? 0;
  const elapsedMs = () => beforeMs + performance.now() - startedMs;
  let reportedMs = startedMs;
  const { split, normalize } = run.settings.data;
  arena.reset();
  const floats = floatsOf(arena);
  const prepared = prepareData(loaded, { split, normalize, seed: run.seed, floats });
  const data = loaded.classes ? { ...prepared, classes: loaded.classes } : prepared;
  const result = trainChecked(run, data, {
    ...others,
    arena,
    onRefused(why) {
      beforeMs = 0;
      onRefused?.(why);
    },
    ...(onResumable
      ? {
        onResumable: (capture, epoch) =>
          onResumable(() => ({ ...capture(), elapsedMs: elapsedMs() }), epoch),
      }
      : {}),
    onEpoch(progress) {
      const nowMs = performance.now();
      if (nowMs - reportedMs < progressIntervalMs) return;
      reportedMs = nowMs;
      onProgress?.(progress);
    },
  });
  return { ...result, elapsedMs: elapsedMs() };
}

/** Numbers in the arena, or outside where they don't fit. */
function floatsOf(arena: Arena): (length: number) => Float32Array {
  return (length) => {
    try {
      return arena.float32(length);
    } catch (error) {
      if (error instanceof RangeError) return new Float32Array(length);
      throw error;
    }
  };
}
