import type { LoadedData } from "../data/mod.ts";
import type { BackendName, StoredWeights } from "../engine/mod.ts";
import type { Run } from "../experiment/types.ts";
import type { RunCheckpoint, RunResult } from "../results/mod.ts";
import type { Progress } from "./train.ts";

/** What the pool tells a worker. Memory and stored weights come first, data once, before the first run that needs it. */
export type ToWorker =
  /** Where to compute, as which of the memory's threads; left out, in a memory of its own. */
  | { type: "memory"; memory: WebAssembly.Memory; thread: number }
  | { type: "stored"; stored: StoredWeights }
  /** `placed` says that the values are in that memory. */
  | { type: "data"; key: string; data: LoadedData; placed: boolean }
  | {
    type: "run";
    index: number;
    run: Run;
    dataKey: string;
    backend: BackendName;
    threads: number;
    from?: RunCheckpoint | undefined;
    checkpoints?: CheckpointRequest | undefined;
    /** Asks for the run as an entry of this key instead of its result. */
    entryKey?: string | undefined;
  }
  /** No more runs. */
  | { type: "end" };

/** How a worker makes checkpoints. */
export interface CheckpointRequest {
  everyMs: number;
  /** Of a {@linkcode CheckpointControl}. */
  shared: Int32Array;
}

/** A run that is trained, as the bytes of an entry; see `encodeRun`. */
export interface EncodedRun {
  status: RunResult["status"];
  bytes: Uint8Array<ArrayBuffer>;
}

/** What a worker tells the pool. */
export type FromWorker =
  | { type: "ready" }
  | { type: "progress"; index: number; progress: Progress }
  | { type: "warning"; text: string }
  /** What a run that is trained was computed with. */
  | { type: "backend"; name: string }
  | { type: "refused"; index: number; why: string }
  | { type: "checkpoint"; index: number; checkpoint: RunCheckpoint }
  /** After its last checkpoint, because it was asked to. */
  | { type: "stopped"; index: number }
  | { type: "done"; index: number; result: RunResult }
  | { type: "encoded"; index: number; encoded: EncodedRun }
  | { type: "failed"; index: number; message: string };
