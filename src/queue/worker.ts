import type { Job as QueuedJob } from "bullmq";
import type { LoadedData } from "../data/mod.ts";
import { type BackendName, type StoredWeights } from "../engine/mod.ts";
import { checkBatches } from "../experiment/mod.ts";
import { numericsVersion } from "../numerics/mod.ts";
import {
  decodeCheckpoint,
  decodeRun,
  decodeSafetensors,
  encodeCheckpoint,
  encodeRun,
  type RunCheckpoint,
  sha256Hex,
  type Tensor,
} from "../results/mod.ts";
import {
  checkNetwork,
  checkSize,
  checkStoredWeights,
  type Progress,
  storedWeights,
  trainRows,
} from "../runner/mod.ts";
import { shorten } from "../suggest.ts";
import type { Connection } from "./connect.ts";
import { createCrew } from "./crew.ts";
import { dataFinder } from "./find_data.ts";
import { createGate } from "./gate.ts";
import { type DecodedJob, decodeJob, type JobData, Refusal } from "./job.ts";
import { largestResult, longestText, tries } from "./limits.ts";
import { prefix, queueName } from "./names.ts";
import { loadPackages } from "./packages.ts";
import { createStore } from "./store.ts";

/** What is told while a worker works. */
export interface WorkerEvents {
  onStart?: (run: string) => void;
  /** Ends of runs: `finished`, `diverged`, `was stopped`. */
  onEnd?: (run: string, how: string, elapsedMs: number) => void;
  /** Why this worker does not take a run. */
  onRefused?: (run: string, why: string) => void;
  onWarning?: (text: string) => void;
}

export interface WorkerOptions extends WorkerEvents {
  connection: Connection;
  /** Runs at a time. */
  concurrency: number;
  /** Threads of each. */
  threads: number;
  backend: BackendName;
  /** Data to use in the place of what jobs say, where it is the same. */
  data?: string | undefined;
  /** Folder for data that came through the queue. */
  cache: string;
  /** Milliseconds of training between two checkpoints of a run; none without. */
  checkpointEveryMs: number | undefined;
  /** Ends the worker: runs in hand are kept as far as trained, or finished where none are kept. */
  signal: AbortSignal;
  /** What the worker is called in lists. */
  name: string;
}

/** How long results and checkpoints wait for somebody who wants them. */
const lastsSeconds = 7 * 24 * 3600;

/** Between two messages about the progress of a run, in milliseconds. */
const progressMs = 500;

/** How long a worker that was killed is believed to be alive, and how often that is looked at. */
const [lockMs, stalledMs] = [15_000, 5000];

/** Past this many lost workers even BullMQ gives a job up that no worker could even read. */
const mostLost = 12;

/** The longest pause after a refusal, in milliseconds. */
const longestPauseMs = 15_000;

/** Trains runs of the queue until the signal fires; no run is lost then. */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { connection, signal, concurrency, checkpointEveryMs } = options;
  const { bullmq } = await loadPackages();
  const redis = connection.client();
  const store = createStore(redis);
  const findData = dataFinder({
    store,
    path: options.data,
    cache: options.cache,
    onWarning: (text) => options.onWarning?.(text),
  });
  const findWeights = weightsFinder(store);
  const rowsOf = rowCounter();
  const onWarning = (text: string) => options.onWarning?.(text);
  const crew = createCrew({ ...options, size: concurrency, onWarning });
  const gate = createGate();
  let refusals = 0;

  async function refuse(
    job: QueuedJob<JobData>,
    { token, why }: { token: string; why: string },
  ): Promise<never> {
    const run = runName(job);
    options.onRefused?.(run, why);
    await job.updateProgress({ refused: why.slice(0, longestText) }).catch(() => {});
    const pauseMs = Math.min(longestPauseMs, 500 * (1 << Math.min(10, refusals++)));
    await job.moveToDelayed(Date.now() + 1000, token);
    // Others come first: who takes everything up again at once would keep it from them.
    await sleep(pauseMs, signal);
    throw new bullmq.DelayedError();
  }

  function take(job: QueuedJob<JobData>): DecodedJob {
    try {
      return decodeJob(job.id!, job.data);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const why = `it is no job of sameseed: ${shorten((error as Error).message)}`;
      options.onRefused?.(runName(job), why);
      throw new bullmq.UnrecoverableError(why);
    }
  }

  async function work(job: QueuedJob<JobData>, token: string): Promise<null> {
    const id = job.id!;
    if (job.stalledCounter >= tries) {
      const why = `its worker was lost in each of ${tries} tries`;
      options.onRefused?.(runName(job), why);
      throw new bullmq.UnrecoverableError(why);
    }
    let from: RunCheckpoint | undefined;
    let decoded: DecodedJob, data: LoadedData, stored: StoredWeights;
    try {
      decoded = take(job);
      const there = await store.which(id);
      if (there.result && await hasResult(id)) return null;
      if (there.checkpoint) from = await findCheckpoint(id);
      data = await findData(decoded.data);
      stored = await findWeights(decoded, { data, rows: rowsOf(decoded, data) });
    } catch (error) {
      if (error instanceof Refusal) return await refuse(job, { token, why: error.message });
      throw error instanceof bullmq.UnrecoverableError
        ? error
        : new bullmq.UnrecoverableError(shorten((error as Error).message));
    }
    refusals = 0;
    const { run } = decoded;
    // Who has cost a worker already takes no others with it.
    const leave = await gate.enter({ alone: job.stalledCounter > 0 });
    try {
      options.onStart?.(run.name);
      const startedMs = performance.now();
      const origin = {
        key: id,
        run: run.name,
        numericsVersion: String(numericsVersion),
        data: decoded.data.content,
      };
      let sentMs = startedMs;
      const result = await crew.train(
        { run, content: decoded.data.content, data, stored, from },
        {
          everyMs: checkpointEveryMs,
          keep: checkpointEveryMs === undefined ? undefined : async (checkpoint) => {
            try {
              const bytes = encodeCheckpoint(origin, checkpoint);
              if (bytes.length > largestResult) return;
              await store.put("checkpoint", id, bytes, lastsSeconds);
            } catch (error) {
              onWarning(
                `${run.name} goes on without a new checkpoint: ${(error as Error).message}`,
              );
            }
          },
          onRefused: () => void store.remove("checkpoint", id).catch(() => {}),
          onProgress(progress) {
            const nowMs = performance.now();
            if (nowMs - sentMs < progressMs) return;
            sentMs = nowMs;
            job.updateProgress(progressOf(progress)).catch(() => {});
          },
        },
      );
      const elapsedMs = performance.now() - startedMs;
      if (result === undefined) {
        await job.moveToWait(token);
        options.onEnd?.(run.name, "goes on elsewhere", elapsedMs);
        throw new bullmq.WaitingError();
      }
      const { run: _, ...finished } = result;
      const { bytes } = encodeRun(id, finished);
      if (bytes.length > largestResult) {
        throw new bullmq.UnrecoverableError(
          `its result has ${bytes.length} bytes, more than a queue takes: ${largestResult}`,
        );
      }
      await store.put("result", id, bytes, lastsSeconds);
      if (from || elapsedMs > (checkpointEveryMs ?? Infinity)) await store.remove("checkpoint", id);
      options.onEnd?.(run.name, result.status, elapsedMs);
      return null;
    } finally {
      leave();
    }
  }

  async function hasResult(id: string): Promise<boolean> {
    const bytes = await store.get("result", id, largestResult).catch(() => undefined);
    return bytes !== undefined && decodeRun(id, bytes) !== undefined;
  }

  async function findCheckpoint(id: string): Promise<RunCheckpoint | undefined> {
    const bytes = await store.get("checkpoint", id, largestResult).catch(() => undefined);
    const entry = bytes && decodeCheckpoint(bytes);
    return entry?.origin.key === id ? entry.checkpoint : undefined;
  }

  const worker = new bullmq.Worker<JobData>(
    queueName,
    (job, token) => work(job, token!),
    {
      connection: redis,
      prefix,
      name: options.name,
      concurrency,
      lockDuration: lockMs,
      stalledInterval: stalledMs,
      maxStalledCount: mostLost,
      metrics: { maxDataPoints: 24 * 60 },
    },
  );
  const told = new Set<string>();
  worker.on("error", (error: Error) => {
    const text = shorten(error.message);
    // Told of the connection by itself; a job that was taken over meanwhile is no harm.
    if (/ECONN|closed|lock|ETIMEDOUT|EHOST|ENET|Socket timeout/i.test(text) || told.has(text)) {
      return;
    }
    told.add(text);
    onWarning(`The queue: ${text}`);
  });
  worker.on("failed", (job, error) => {
    if (job) options.onEnd?.(runName(job), `failed: ${shorten(error.message)}`, 0);
  });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve());
  });
  const paused = worker.pause(true);
  if (checkpointEveryMs !== undefined) crew.stop();
  await paused.catch(() => {});
  await worker.close().catch(() => {});
}

/** What a job's run is called, as far as that can be shown. */
function runName({ id, data }: QueuedJob<JobData>): string {
  const name: unknown = data?.run;
  return typeof name === "string" && name.length <= longestText ? name : `job ${shorten(`${id}`)}`;
}

function progressOf({ epoch, epochs, train }: Progress) {
  const { loss, accuracy } = train;
  return {
    epoch,
    epochs,
    loss: String(loss),
    ...(accuracy === undefined ? {} : { accuracy }),
  };
}

/** Rows that runs are trained on, worked out once for each way to split a data set. */
function rowCounter(): (job: DecodedJob, data: LoadedData) => number {
  const known = new Map<string, number>();
  return ({ run, data: { content } }, data) => {
    const { split, normalize } = run.settings.data;
    const key = JSON.stringify([content, split, normalize]);
    const rows = known.get(key) ?? trainRows(run, data);
    if (known.size > 1000) known.clear();
    known.set(key, rows);
    return rows;
  };
}

/** Checks a run against its data, and finds what its layers start from. */
function weightsFinder(store: ReturnType<typeof createStore>) {
  const held = new Map<string, readonly Tensor[]>();
  const sets = new Map<string, StoredWeights>();
  // Settings that were checked against data: seeds share both.
  const fitting = new WeakMap<object, LoadedData>();
  return async (
    { run, weights }: DecodedJob,
    { data, rows }: { data: LoadedData; rows: number },
  ): Promise<StoredWeights> => {
    const tensors = new Map<string, readonly Tensor[]>();
    for (const digest of weights) {
      const known = held.get(digest) ?? await fetchWeights(store, digest);
      held.set(digest, known);
      tensors.set(digest, known);
    }
    const files = { tensors, records: [] };
    if (fitting.get(run.settings) !== data) {
      checkNetwork(run.settings, data);
      const inputs = data.parts.train.inputs.columns;
      checkSize(run.settings, inputs);
      checkStoredWeights(run, { inputs, files });
      checkBatches(run.settings, rows);
      fitting.set(run.settings, data);
    }
    const key = weights.join();
    const stored = sets.get(key) ?? storedWeights(files);
    sets.set(key, stored);
    return stored;
  };
}

async function fetchWeights(store: ReturnType<typeof createStore>, digest: string) {
  const bytes = await store.get("weights", digest, largestResult);
  if (bytes === undefined || sha256Hex(bytes) !== digest) {
    throw new Refusal(
      `the weights that it starts from, digest ${digest.slice(0, 12)}…, are not here`,
    );
  }
  return decodeSafetensors(bytes, { file: "the weights to start from" }).tensors;
}

/** Ends early when the signal fires. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
