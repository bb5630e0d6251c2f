/** Trains runs, one after the other, on data shared with the other workers. */
/// <reference lib="deno.worker" />
import { type LoadedData, prepareData } from "../data/mod.ts";
import { type Arena, closeTeams, createArena, type StoredWeights } from "../engine/mod.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { findData } from "./place_data.ts";
import { trainRun } from "./train.ts";

/** Progress is shown ten times a second; more messages would only cost time. */
const progressIntervalMs = 100;

const dataSets = new Map<string, LoadedData>();
let storedWeights: StoredWeights | undefined;

function post(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
}

/** All runs compute in it, one after the other. */
let arena: Arena | undefined;

function train({ index, run, dataKey, backend, threads }: ToWorker & { type: "run" }): void {
  const startedMs = performance.now();
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
  const result = trainRun(run, data, {
    backend,
    threads,
    arena,
    stored: storedWeights,
    onEpoch(progress) {
      const nowMs = performance.now();
      if (nowMs - reportedMs < progressIntervalMs) return;
      reportedMs = nowMs;
      post({ type: "progress", index, progress });
    },
  });
  const elapsedMs = performance.now() - startedMs;
  const tensors = [...result.weights, ...result.bestWeights ?? []];
  const buffers = tensors.map(({ values }) => values.buffer as ArrayBuffer);
  post({ type: "done", index, result: { ...result, elapsedMs } }, buffers);
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
    post({ type: "failed", index: message.index, message: String(error) });
  }
};

post({ type: "ready" });
