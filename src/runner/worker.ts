/** Trains runs, one after the other, on data shared with the other workers. */
/// <reference lib="deno.worker" />
import { type LoadedData, prepareData } from "../data/mod.ts";
import { type Arena, closeTeams, createArena, type StoredWeights } from "../engine/mod.ts";
import { RunError } from "../errors.ts";
import { checkpointControl } from "./checkpoint_control.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { findData } from "./place_data.ts";
import { trainChecked } from "./train_checked.ts";
import type { TrainingSnapshot } from "./training_state.ts";

/** Progress is shown ten times a second; more messages would only cost time. */
const progressIntervalMs = 100;

const dataSets = new Map<string, LoadedData>();
let storedWeights: StoredWeights | undefined;

function post(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
}

/** All runs compute in it, one after the other. */
let arena: Arena | undefined;

/** Ends a run that is to go on in another process. */
class Stopped extends Error {}

function train(message: ToWorker & { type: "run" }): void {
  const { index, run, dataKey, backend, threads, from } = message;
  const startedMs = performance.now();
  let beforeMs = from?.elapsedMs ?? 0;
  const elapsedMs = () => beforeMs + performance.now() - startedMs;
  let reportedMs = startedMs;
  const loaded = dataSets.get(dataKey)!;
  const { split, normalize } = run.settings.data;
  arena ??= createArena();
  arena.reset();
  const prepared = prepareData(loaded, {
    split,
    normalize,
    seed: run.seed,
    floats: floatsOf(arena),
  });
  const data = loaded.classes ? { ...prepared, classes: loaded.classes } : prepared;
  const result = trainChecked(run, data, {
    backend,
    threads,
    arena,
    stored: storedWeights,
    onWarning: (text) => post({ type: "warning", text }),
    from,
    onRefused(why) {
      beforeMs = 0;
      post({ type: "refused", index, why });
    },
    ...(message.checkpoints ? { onResumable: checkpointer(message, elapsedMs) } : {}),
    onEpoch(progress) {
      const nowMs = performance.now();
      if (nowMs - reportedMs < progressIntervalMs) return;
      reportedMs = nowMs;
      post({ type: "progress", index, progress });
    },
  });
  const tensors = [...result.weights, ...result.bestWeights ?? []];
  const buffers = tensors.map(({ values }) => values.buffer as ArrayBuffer);
  post({ type: "done", index, result: { ...result, elapsedMs: elapsedMs() } }, buffers);
}

/** Sends a checkpoint whenever it is time for one, and a last one when the run is to stop. */
function checkpointer(
  { index, checkpoints }: ToWorker & { type: "run" },
  elapsedMs: () => number,
) {
  const { everyMs, shared } = checkpoints!;
  const control = checkpointControl(shared);
  let sentMs = performance.now();
  return (capture: () => TrainingSnapshot) => {
    const nowMs = performance.now();
    const isTime = nowMs - sentMs >= everyMs && !control.isWriting;
    if (!isTime && !control.stop) return;
    const checkpoint = { ...capture(), elapsedMs: elapsedMs() };
    control.isWriting = true;
    post(
      { type: "checkpoint", index, checkpoint },
      checkpoint.tensors.map(({ values }) => values.buffer as ArrayBuffer),
    );
    if (control.stop) throw new Stopped();
    sentMs = nowMs;
  };
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

function textOf(error: unknown): string {
  return error instanceof RunError ? error.message : String(error);
}

self.onmessage = ({ data: message }: MessageEvent<ToWorker>) => {
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
    train(message);
  } catch (error) {
    if (error instanceof Stopped) return post({ type: "stopped", index: message.index });
    post({ type: "failed", index: message.index, message: textOf(error) });
  }
};

post({ type: "ready" });
