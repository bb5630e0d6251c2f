/** Trains runs, one after the other, on data shared with the other workers. */
/// <reference lib="deno.worker" />
import type { LoadedData } from "../data/mod.ts";
import type { StoredWeights } from "../engine/mod.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { trainJob } from "./train_job.ts";

const dataSets = new Map<string, LoadedData>();
let storedWeights: StoredWeights | undefined;

function post(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
}

function train({ index, run, dataKey, backend }: ToWorker & { type: "run" }): void {
  const result = trainJob(run, dataSets.get(dataKey)!, {
    backend,
    stored: storedWeights,
    onProgress: (progress) => post({ type: "progress", index, progress }),
  });
  const tensors = [...result.weights, ...result.bestWeights ?? []];
  const buffers = tensors.map(({ values }) => values.buffer as ArrayBuffer);
  post({ type: "done", index, result }, buffers);
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
    post({ type: "failed", index: message.index, message: String(error) });
  }
};

post({ type: "ready" });
