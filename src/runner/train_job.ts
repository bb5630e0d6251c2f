import type { LoadedData } from "../data/mod.ts";
// Not through mod.ts, which has the schemas: zod would cost every worker 20 ms.
import { prepareData } from "../data/prepare.ts";
import type { BackendName, StoredWeights } from "../engine/mod.ts";
import type { Run } from "../experiment/types.ts";
import type { RunResult } from "../results/mod.ts";
import { type Progress, trainRun } from "./train.ts";

/** Progress is shown ten times a second; more messages would only cost time. */
const progressIntervalMs = 100;

/** What a run is trained with, wherever that happens. */
export interface TrainJobOptions {
  backend: BackendName;
  stored?: StoredWeights | undefined;
  onProgress?: (progress: Progress) => void;
}

/** Splits and normalises the data for a run, trains it and takes the time. */
export function trainJob(run: Run, loaded: LoadedData, options: TrainJobOptions): RunResult {
  const { backend, stored, onProgress } = options;
  const startedMs = performance.now();
  let reportedMs = startedMs;
  const { split, normalize } = run.settings.data;
  const prepared = prepareData(loaded, { split, normalize, seed: run.seed });
  const data = loaded.classes ? { ...prepared, classes: loaded.classes } : prepared;
  const result = trainRun(run, data, {
    backend,
    stored,
    onEpoch(progress) {
      const nowMs = performance.now();
      if (nowMs - reportedMs < progressIntervalMs) return;
      reportedMs = nowMs;
      onProgress?.(progress);
    },
  });
  return { ...result, elapsedMs: performance.now() - startedMs };
}
