import type { Job as QueuedJob } from "bullmq";
import type { LoadedData } from "../data/mod.ts";
import { type BackendName, type StoredWeights } from "../engine/mod.ts";
import { numericsVersion } from "../numerics/mod.ts";
import {
  decodeCheckpoint,
  decodeRun,
  encodeCheckpoint,
  type RunCheckpoint,
} from "../results/mod.ts";
import type { EncodedRun, Progress } from "../runner/mod.ts";
import { shorten } from "../suggest.ts";
import type { Connection } from "./connect.ts";
import { createCrew } from "./crew.ts";
import { dataFinder } from "./find_data.ts";
import { rowCounter, weightsFinder } from "./find_weights.ts";
import { createGate } from "./gate.ts";
import { type DecodedJob, decodeJob, type JobData, Refusal } from "./job.ts";
import { largestResult, longestText } from "./limits.ts";
import { createLosses } from "./losses.ts";
import { prefix, queueName } from "./names.ts";
import { loadPackages } from "./packages.ts";
import { asBuffer, createStore, keyOf, pieceBytes } from "./store.ts";

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

/** A run that is trained. */
interface Trained extends EncodedRun {
  elapsedMs: number;
  /** Whether it may have left a checkpoint. */
  leaves: boolean;
}

/** How long results and checkpoints wait for somebody who wants them. */
const lastsSeconds = 7 * 24 * 3600;

/** Between two messages about the progress of a run, in milliseconds. */
const progressMs = 500;

/** How long a worker that was killed is believed to be alive, and how often that is looked at. */
const [lockMs, stalledMs] = [15_000, 5000];

/** Between two checkpoints of a run that has cost a worker, in milliseconds: see {@linkcode Losses}. */
const suspectMs = 2000;

/** How long a worker that was asked to stop may take to say goodbye, in milliseconds. */
const lastMs = 6000;

/** The longest pause after a refusal, in milliseconds. */
const longestPauseMs = 15_000;

/** Trains runs of the queue until the signal fires; no run is lost then. */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { connection, signal, concurrency, checkpointEveryMs } = options;
  const { bullmq } = await loadPackages();
  const redis = connection.client();
  const store = createStore(redis);
  const onWarning = (text: string) => options.onWarning?.(text);
  const findData = dataFinder({ store, path: options.data, cache: options.cache, onWarning });
  const findWeights = weightsFinder(store);
  const rowsOf = rowCounter();
  const crew = createCrew({ ...options, size: concurrency, onWarning });
  const gate = createGate();
  const losses = createLosses(redis, crypto.randomUUID());
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

  async function work(
    job: QueuedJob<JobData>,
    { token, signal }: { token: string; signal: AbortSignal },
  ): Promise<null> {
    // Who has cost a worker already takes no others with it.
    const leave = await gate.enter({ alone: isSuspect(job) });
    try {
      // Who has waited for others meanwhile asked to stop begins nothing any more.
      if (options.signal.aborted) {
        await job.moveToWait(token);
        throw new bullmq.WaitingError();
      }
      await carryOut(job, { token, signal, leave });
      return null;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      leave();
      return await refuse(job, { token, why: error.message });
    } finally {
      leave();
    }
  }

  async function carryOut(
    job: QueuedJob<JobData>,
    { token, signal, leave }: { token: string; signal: AbortSignal; leave: () => void },
  ): Promise<void> {
    const id = job.id!;
    const suspected = { isSuspect: isSuspect(job) };
    const keys = [keyOf("result", id), keyOf("checkpoint", id)];
    const { before, there: [hasOne, hasOwn = false] } = await losses.take(id, {
      ...suspected,
      keys,
    });
    let isDone = false;
    let isEnded = false;
    try {
      const decoded = take(job);
      const { key } = decoded;
      isDone = hasOne === true && await hasResult(id);
      if (isDone) return;
      const isBegun = key === id ? hasOwn : await store.has("checkpoint", key);
      const from = isBegun ? await findCheckpoint(decoded) : undefined;
      const why = await losses.judge(id, { before, epoch: from?.epoch ?? 0 });
      if (why !== undefined) {
        options.onRefused?.(runName(job), why);
        throw new bullmq.UnrecoverableError(why);
      }
      const data = await findData(decoded.data);
      const stored = await fitting(decoded, data);
      refusals = 0;
      const trained = await train(job, { decoded, data, stored, from, leave, signal });
      if (trained === undefined) {
        if (!signal.aborted) await job.moveToWait(token);
        throw new bullmq.WaitingError();
      }
      const { bytes, status, elapsedMs, leaves } = trained;
      if (suspected.isSuspect || bytes.length > pieceBytes) {
        await store.put("result", id, bytes, lastsSeconds);
      } else {
        const put = { key: keyOf("result", id), bytes: asBuffer(bytes), seconds: lastsSeconds };
        await losses.handIn(id, put);
        isEnded = true;
      }
      isDone = true;
      // One that a search has halted may go on from there.
      if (leaves && status !== "halted") await store.remove("checkpoint", key);
      options.onEnd?.(decoded.run.name, status, elapsedMs);
    } finally {
      if (!isEnded) await losses.end(id, { isDone, ...suspected }).catch(() => {});
    }
  }

  /** What is wrong with a run on its data is wrong everywhere. */
  async function fitting(decoded: DecodedJob, data: LoadedData): Promise<StoredWeights> {
    try {
      return await findWeights(decoded, { data, rows: rowsOf(decoded, data) });
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw new bullmq.UnrecoverableError(shorten((error as Error).message));
    }
  }

  /** @returns `undefined` where the run goes on elsewhere. */
  async function train(
    job: QueuedJob<JobData>,
    { decoded: { run, key, data: { content } }, data, stored, from, leave, signal }: {
      decoded: DecodedJob;
      data: LoadedData;
      stored: StoredWeights;
      from: RunCheckpoint | undefined;
      leave: () => void;
      signal: AbortSignal;
    },
  ): Promise<Trained | undefined> {
    const everyMs = isSuspect(job) && checkpointEveryMs !== undefined
      ? Math.min(suspectMs, checkpointEveryMs)
      : checkpointEveryMs;
    options.onStart?.(run.name);
    const startedMs = performance.now();
    const origin = { key, run: run.name, numericsVersion: `${numericsVersion}`, data: content };
    let sentMs = startedMs;
    const entry = await crew.train({ run, content, data, stored, from, signal, key: job.id! }, {
      everyMs,
      keep: everyMs === undefined ? undefined : async (checkpoint) => {
        try {
          const bytes = encodeCheckpoint(origin, checkpoint);
          if (bytes.length > largestResult) return;
          await store.put("checkpoint", key, bytes, lastsSeconds);
          // Who has come further kills no worker where the last one was lost.
          leave();
        } catch (error) {
          onWarning(`${run.name} goes on without a new checkpoint: ${(error as Error).message}`);
        }
      },
      onRefused: () => void store.remove("checkpoint", key).catch(() => {}),
      onProgress(progress) {
        const nowMs = performance.now();
        if (nowMs - sentMs < progressMs) return;
        sentMs = nowMs;
        job.updateProgress(progressOf(progress)).catch(() => {});
      },
    });
    const elapsedMs = performance.now() - startedMs;
    if (entry === undefined) {
      options.onEnd?.(run.name, "goes on elsewhere", elapsedMs);
      return undefined;
    }
    const { bytes } = entry;
    if (bytes.length > largestResult) {
      throw new bullmq.UnrecoverableError(
        `its result has ${bytes.length} bytes, more than a queue takes: ${largestResult}`,
      );
    }
    const leaves = from !== undefined || elapsedMs > (everyMs ?? Infinity);
    return { ...entry, elapsedMs, leaves };
  }

  async function hasResult(id: string): Promise<boolean> {
    const bytes = await store.get("result", id, largestResult).catch(() => undefined);
    return bytes !== undefined && decodeRun(id, bytes) !== undefined;
  }

  async function findCheckpoint({ key, run }: DecodedJob): Promise<RunCheckpoint | undefined> {
    const bytes = await store.get("checkpoint", key, largestResult).catch(() => undefined);
    const entry = bytes && decodeCheckpoint(bytes);
    if (entry?.checkpoint === undefined || entry.origin.key !== key) return undefined;
    // The whole run may have come further than where this one is halted.
    return entry.checkpoint.epoch <= (run.stopAfter ?? Infinity) ? entry.checkpoint : undefined;
  }

  const worker = new bullmq.Worker<JobData>(
    queueName,
    (job, token, signal) => work(job, { token: token!, signal: signal! }),
    {
      connection: redis,
      prefix,
      name: options.name,
      concurrency,
      lockDuration: lockMs,
      stalledInterval: stalledMs,
      // Which runs are set aside is not left to a count alone.
      maxStalledCount: Number.MAX_SAFE_INTEGER,
      // After a cut, in milliseconds.
      runRetryDelay: 1000,
      metrics: { maxDataPoints: 24 * 60 },
    },
  );
  // After a pause or a cut others have the run, or will have it: it goes on there from its checkpoint.
  worker.on("lockRenewalFailed", (ids) => {
    for (const id of ids) worker.cancelJob(id);
  });
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
  const closed = worker.pause(true).then(() => worker.close()).catch(() => {});
  if (checkpointEveryMs === undefined) return await closed;
  crew.stop();
  // A server that is not there any more is not waited for: it finds out by itself.
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, lastMs))]);
}

/** Whether its worker was missed before. */
function isSuspect({ stalledCounter }: QueuedJob): boolean {
  return stalledCounter > 0;
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
