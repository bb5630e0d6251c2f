/// <reference lib="deno.worker" />
import { type DecodeJob, type DecodeSettings, runJob, type SentMistake, toSend } from "./job.ts";

/** What a worker is told: first where to put pictures, then one picture after another. */
export type ToWorker =
  | { target: Uint8Array<SharedArrayBuffer>; settings: DecodeSettings }
  | { job: DecodeJob };

/** What a worker answers to each job. */
export interface FromWorker {
  row: number;
  mistake?: SentMistake;
}

let shared: { target: Uint8Array; settings: DecodeSettings };

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  if ("target" in data) {
    shared = data;
    return;
  }
  const { row } = data.job;
  try {
    await runJob(data.job, shared);
    self.postMessage({ row } satisfies FromWorker);
  } catch (error) {
    const mistake = toSend(error);
    // Out of the promise, so that the pool's onerror gets to know of it.
    if (mistake === undefined) reportError(error);
    else self.postMessage({ row, mistake } satisfies FromWorker);
  }
};
