import type { Progress } from "../types.ts";
import { type DecodeJob, type DecodeSettings, fromSent, runJob } from "./job.ts";
import type { FromWorker, ToWorker } from "./worker.ts";

/** Fewer pictures than this for each worker are decoded sooner without one. */
const picturesPerWorker = 16;

const maxWorkers = 8;

/** Memory that pictures being decoded may take together. */
const decoderBytes = 4 * 1024 * 1024 * 1024;

/** About how much of it a JPEG of many megapixels takes for each byte of its file. */
const bytesPerFileByte = 100;

/** How a set of pictures is decoded. */
export interface DecodeAllOptions extends DecodeSettings {
  /** Inputs of all pictures, row-major. */
  target: Uint8Array<SharedArrayBuffer>;
  progress?: Progress | undefined;
  /** 0 decodes without workers. Default: by the number of pictures and processors. */
  workers?: number;
}

/**
 * Decodes pictures into the rows of `target`, on several processors where that is worth it. Which
 * picture goes where does not depend on who decodes it, nor which error is reported: it is that of
 * the first picture in the list that has one.
 *
 * @param jobs In ascending order of rows.
 * @throws {ExperimentError} naming the first picture that cannot be read.
 */
export async function decodeAll(
  jobs: readonly DecodeJob[],
  { target, size, resize, progress, workers = workersFor(jobs) }: DecodeAllOptions,
): Promise<void> {
  const settings: DecodeSettings = { size, resize };
  if (workers > 0) return await withWorkers(jobs, { target, settings, progress, workers });
  for (const [index, job] of jobs.entries()) {
    await runJob(job, { target, settings });
    progress?.(index + 1, jobs.length);
  }
}

function workersFor(jobs: readonly DecodeJob[]): number {
  const largest = jobs.reduce((bytes, { picture }) => Math.max(bytes, picture.bytes), 1);
  const useful = Math.min(
    navigator.hardwareConcurrency,
    maxWorkers,
    Math.floor(jobs.length / picturesPerWorker),
    Math.floor(decoderBytes / (largest * bytesPerFileByte)),
  );
  return useful < 2 ? 0 : useful;
}

async function withWorkers(
  jobs: readonly DecodeJob[],
  { target, settings, progress, workers: count }: {
    target: Uint8Array<SharedArrayBuffer>;
    settings: DecodeSettings;
    progress: Progress | undefined;
    workers: number;
  },
): Promise<void> {
  const state: { next: number; done: number; failed?: { row: number; error: Error } } = {
    next: 0,
    done: 0,
  };
  const workers = Array.from(
    { length: count },
    () => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }),
  );
  const serve = (worker: Worker) =>
    new Promise<void>((resolve, reject) => {
      const tell = (message: ToWorker) => worker.postMessage(message);
      // Jobs are handed out in order: all before the first that fails are done or in work, so
      // waiting for those in work always ends with the same error.
      const handOut = () => {
        const job = state.failed === undefined ? jobs[state.next++] : undefined;
        if (job === undefined) resolve();
        else tell({ job });
      };
      worker.onmessage = ({ data: { row, mistake } }: MessageEvent<FromWorker>) => {
        if (mistake === undefined) progress?.(++state.done, jobs.length);
        else if (state.failed === undefined || row < state.failed.row) {
          state.failed = { row, error: fromSent(mistake) };
        }
        handOut();
      };
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(`A worker that decodes pictures failed: ${event.message}`));
      };
      tell({ target, settings });
      handOut();
    });
  try {
    await Promise.all(workers.map(serve));
  } finally {
    for (const worker of workers) worker.terminate();
  }
  if (state.failed !== undefined) throw state.failed.error;
}
