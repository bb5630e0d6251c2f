/** Trains runs, one after the other, on data shared with the other workers. */
/// <reference lib="deno.worker" />
import { type LoadedData, prepareData } from "../data/mod.ts";
import type { StoredWeights } from "../engine/mod.ts";
import { RunError } from "../errors.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { trainChecked } from "./train_checked.ts";

/** Progress is shown ten times a second; more messages would only cost time. */
const progressIntervalMs = 100;

const dataSets = new Map<string, LoadedData>();
let storedWeights: StoredWeights | undefined;

function post(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
}

function train({ index, run, dataKey, backend }: ToWorker & { type: "run" }): void {
  const startedMs = performance.now();
  let reportedMs = startedMs;
  const loaded = dataSets.get(dataKey)!;
  const { split, normalize } = run.settings.data;
  const prepared = prepareData(loaded, { split, normalize, seed: run.seed });
  const data = loaded.classes ? { ...prepared, classes: loaded.classes } : prepared;
  const result = trainChecked(run, data, {
    backend,
    stored: storedWeights,
    onWarning: (text) => post({ type: "warning", text }),
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

function textOf(error: unknown): string {
  return error instanceof RunError ? error.message : String(error);
}

self.onmessage = ({ data: message }: MessageEvent<ToWorker>) => {
  if (message.type === "stored") {
    storedWeights = message.stored;
    return;
  }
  if (message.type === "data") {
    dataSets.set(message.key, message.data);
    return;
  }
  try {
    train(message);
  } catch (error) {
    post({ type: "failed", index: message.index, message: textOf(error) });
  }
};

post({ type: "ready" });
