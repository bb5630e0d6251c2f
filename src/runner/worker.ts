/** Trains runs, one after the other, on data shared with the other workers. */
/// <reference lib="deno.worker" />
import type { LoadedData } from "../data/mod.ts";
import { type Arena, closeTeams, createArena, type StoredWeights } from "../engine/mod.ts";
import { RunError } from "../errors.ts";
import type { RunCheckpoint } from "../results/mod.ts";
import { checkpointControl } from "./checkpoint_control.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { findData } from "./place_data.ts";
import { trainJob } from "./train_job.ts";

const dataSets = new Map<string, LoadedData>();
let storedWeights: StoredWeights | undefined;

/** The backend that was told last: it is the same for nearly all runs. */
let toldBackend: string | undefined;

/** Loaded when it is asked for: a pool, which does without, starts sooner. */
let encode: typeof import("../results/run_entry.ts").encodeRun | undefined;

/** All runs compute in it, one after the other. */
let arena: Arena | undefined;

function post(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
}

/** Ends a run that is to go on in another process. */
class Stopped extends Error {}

function train(message: ToWorker & { type: "run" }): void {
  const { index, run, dataKey, backend, threads, from, entryKey } = message;
  arena ??= createArena();
  const result = trainJob(run, dataSets.get(dataKey)!, {
    backend,
    threads,
    arena,
    stored: storedWeights,
    from,
    onWarning: (text) => post({ type: "warning", text }),
    onBackend(name) {
      if (name !== toldBackend) post({ type: "backend", name: toldBackend = name });
    },
    onRefused: (why) => post({ type: "refused", index, why }),
    onProgress: (progress) => post({ type: "progress", index, progress }),
    onResumable: message.checkpoints && checkpointer(message),
  });
  if (entryKey !== undefined) {
    const { run: _, ...finished } = result;
    const { bytes } = encode!(entryKey, finished);
    const encoded = { status: result.status, bytes };
    return post({ type: "encoded", index, encoded }, [bytes.buffer]);
  }
  const tensors = [...result.weights, ...result.bestWeights ?? []];
  const buffers = tensors.map(({ values }) => values.buffer as ArrayBuffer);
  post({ type: "done", index, result }, buffers);
}

/**
 * Sends a checkpoint whenever it is time for one, one where a search halts the run, which may go on
 * from there, and a last one when the run is to stop.
 */
function checkpointer({ index, run, checkpoints }: ToWorker & { type: "run" }) {
  const { everyMs, shared } = checkpoints!;
  const control = checkpointControl(shared);
  let sentMs = performance.now();
  return (capture: () => RunCheckpoint, epoch: number) => {
    const nowMs = performance.now();
    const isTime = nowMs - sentMs >= everyMs && !control.isWriting;
    if (!isTime && !control.stop && epoch !== run.stopAfter) return;
    const checkpoint = capture();
    control.isWriting = true;
    post(
      { type: "checkpoint", index, checkpoint },
      checkpoint.tensors.map(({ values }) => values.buffer as ArrayBuffer),
    );
    if (control.stop) throw new Stopped();
    sentMs = nowMs;
  };
}

function textOf(error: unknown): string {
  return error instanceof RunError ? error.message : String(error);
}

self.onmessage = async ({ data: message }: MessageEvent<ToWorker>) => {
  if (message.type === "stored") {
    storedWeights = message.stored;
    return;
  }
  if (message.type === "memory") {
    arena = createArena(message);
    return;
  }
  if (message.type === "data") {
    const { key, data, placed } = message;
    dataSets.set(key, placed ? findData(data, arena!.memory) : data);
    return;
  }
  if (message.type === "end") {
    if (arena) closeTeams(arena.memory);
    return self.close();
  }
  try {
    if (message.entryKey !== undefined) {
      encode ??= (await import("../results/run_entry.ts")).encodeRun;
    }
    train(message);
  } catch (error) {
    if (error instanceof Stopped) return post({ type: "stopped", index: message.index });
    post({ type: "failed", index: message.index, message: textOf(error) });
  }
};

post({ type: "ready" });
