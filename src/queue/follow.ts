import type { Queue, QueueEvents } from "bullmq";
import type { Redis } from "ioredis";
import type { RunResult } from "../results/mod.ts";
import type { Job, Progress, TrainEvents } from "../runner/mod.ts";
import { shorten } from "../suggest.ts";
import type { Encoded, Sender } from "./executor.ts";
import { readResult } from "./check_result.ts";
import type { JobData } from "./job.ts";
import { largestResult, longestText } from "./limits.ts";
import { queueKey } from "./names.ts";
import { createStore, keyOf } from "./store.ts";

export interface FollowOptions {
  queue: Queue<JobData>;
  redis: Redis;
  progress: QueueEvents;
  events: TrainEvents;
  /** Most jobs of these in the queue at once. */
  window: number;
  /** Jobs that are put there together. */
  batch: number;
  send: Sender;
  /** Columns of a job's inputs. */
  inputsOf: (job: Job) => number;
}

/** A job in the queue. */
interface Outstanding {
  id: string;
  /** Places in the list: runs may be the same but for their names. */
  indices: number[];
  isStarted: boolean;
  isTaken: boolean;
  /** Results that were none. */
  damaged: number;
}

/** How often what events may have missed is looked for, in milliseconds. */
const lookMs = 2000;

/** Most jobs that are looked for at a time. */
const mostLooked = 2000;

/** Most jobs that are looked for in the queue's lists at a time. */
const mostStranded = 50;

/** Lists that a job may be in before it has come to an end, and that of those that failed. */
const listed = ["waiting", "prioritized", "active", "delayed", "failed"] as const;

/** Results that are read or kept at the same time: so many at most, fewer when they are large. */
const mostInHand = 256;

/** Most of them that are asked for together. */
const mostAsked = 32;

/** How long a result that is there waits for others, in milliseconds. */
const gatherMs = 20;

/** Bytes of results that are in hand at a time, as far as their size is known. */
const bytesInHand = 16 * 0x10_0000;

/** How long a result stays that was taken: another sweep may wait for it. */
const takenSeconds = 600;

/** Within how many milliseconds that is told. */
const letGoMs = 200;

/** How often a result may be none before the run is given up. */
const mostDamaged = 3;

/**
 * Keeps the queue filled with jobs until all are done, whoever does them.
 *
 * @returns Results in the order of the jobs; `undefined` for those that were set aside, or not finished
 * when the signal fired.
 */
export function follow(
  jobs: readonly Job[],
  options: FollowOptions,
): Promise<(RunResult | undefined)[]> {
  const { queue, redis, progress, events, send } = options;
  const { signal } = events;
  const store = createStore(redis);
  const results = new Array<RunResult | undefined>(jobs.length).fill(undefined);
  const outstanding = new Map<string, Outstanding>();
  const toTake: Outstanding[] = [];
  const told = new Set<string>();
  let next = 0;
  const taken: string[] = [];
  let [inHand, isAsking] = [0, false];
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let telling: typeof gathering;
  // Before one is seen it is taken for a large one.
  let largest: number | undefined;
  let filling: Promise<void> | undefined;
  let looked = 0;
  let hasEnded = false;
  const { promise, resolve, reject } = Promise.withResolvers<(RunResult | undefined)[]>();
  const fail = (error: unknown) => {
    // A cut is no failure: what was asked for is asked again.
    if (isConnectionError(error)) return;
    hasEnded = true;
    reject(error);
  };

  function settle(one: Outstanding): void {
    if (outstanding.get(one.id) === one) outstanding.delete(one.id);
    if (outstanding.size < options.window / 2) fill();
    if (outstanding.size === 0 && next === jobs.length && filling === undefined) end();
  }

  function end(): void {
    hasEnded = true;
    resolve(results);
  }

  function setAside(one: Outstanding, why: string): void {
    if (one.isTaken) return;
    one.isTaken = true;
    for (const index of one.indices) events.onSetAside?.(index, shorten(why));
    settle(one);
  }

  function take(one: Outstanding | undefined): void {
    if (one === undefined || one.isTaken) return;
    one.isTaken = true;
    toTake.push(one);
    // Those that end at about the same time are asked for together.
    gathering ??= setTimeout(read, gatherMs);
  }

  /** Those that wait for others are left to do so. */
  function readOn(): void {
    if (gathering === undefined) read();
  }

  function read(): void {
    gathering = undefined;
    // Many small results are written together when many are in hand.
    const most = Math.floor(bytesInHand / (largest ?? bytesInHand));
    const room = Math.max(1, Math.min(mostInHand, most)) - inHand;
    if (isAsking || hasEnded || toTake.length === 0 || room <= 0) return;
    const some = toTake.splice(0, Math.min(mostAsked, room));
    inHand += some.length;
    isAsking = true;
    store.getAll("result", some.map(({ id }) => id), largestResult).then((all) => {
      isAsking = false;
      for (const [place, one] of some.entries()) void takeOne(one, all[place]);
    }, (error) => {
      isAsking = false;
      inHand -= some.length;
      for (const one of some) one.isTaken = false;
      fail(error);
    }).finally(readOn);
  }

  async function takeOne(
    one: Outstanding,
    bytes: Uint8Array | RangeError | undefined,
  ): Promise<void> {
    try {
      if (bytes instanceof Uint8Array) largest = Math.max(largest ?? 1, bytes.length);
      await readOne(one, bytes instanceof Uint8Array ? bytes : undefined);
    } catch (error) {
      one.isTaken = false;
      fail(error);
    } finally {
      inHand--;
      readOn();
    }
  }

  async function readOne(one: Outstanding, bytes: Uint8Array | undefined): Promise<void> {
    const { id, indices } = one;
    const job = jobs[indices[0]!]!;
    const found = bytes && readResult(bytes, { id, run: job.run, inputs: options.inputsOf(job) });
    if (found === undefined) return await again(one);
    start(one);
    for (const index of indices) {
      if (hasEnded) return;
      const result = { ...found.result, run: jobs[index]!.run };
      await events.onDone?.(index, result, found.entry);
      if (!events.onlyTold) results[index] = result;
    }
    letGo(id);
    settle(one);
  }

  /** What was taken may go in a while; many are told together. */
  function letGo(id: string): void {
    taken.push(id);
    telling ??= setTimeout(tellTaken, letGoMs);
  }

  function tellTaken(): void {
    clearTimeout(telling);
    telling = undefined;
    if (taken.length > 0) store.keep("result", taken.splice(0), takenSeconds).catch(() => {});
  }

  /** There is no result, or one that cannot be that of the run: it is asked for again. */
  async function again(one: Outstanding): Promise<void> {
    const { id, indices } = one;
    const job = jobs[indices[0]!]!;
    one.isTaken = false;
    if (await store.has("result", id)) {
      await store.remove("result", id);
      warn(`What the queue had as the result of ${job.run.name} is none: it is trained again`);
      if (++one.damaged >= mostDamaged) return setAside(one, "its results are damaged each time");
    }
    await send.add([send.encode(job)]);
  }

  function warn(text: string): void {
    if (told.has(text)) return;
    told.add(text);
    events.onWarning?.(text);
  }

  let isProviding = false;

  /** Who refuses a run may miss what was lost there. */
  function provideAgain(): void {
    if (isProviding) return;
    isProviding = true;
    send.provide().catch(fail).finally(() => setTimeout(() => isProviding = false, lookMs));
  }

  function start(one: Outstanding): void {
    if (one.isStarted) return;
    one.isStarted = true;
    for (const index of one.indices) events.onStart?.(index);
  }

  /** Fills the queue up, from the list's front. */
  function fill(): void {
    if (filling || hasEnded) return;
    filling = fillUp().catch(fail).finally(() => {
      filling = undefined;
      if (hasEnded) return;
      if (outstanding.size === 0 && next === jobs.length) end();
    });
  }

  async function fillUp(): Promise<void> {
    while (next < jobs.length && outstanding.size < options.window && !hasEnded) {
      const fresh: (Encoded & { one: Outstanding })[] = [];
      for (; next < jobs.length && fresh.length < options.batch; next++) {
        const job = jobs[next]!;
        const encoded = send.encode(job);
        const { id } = encoded;
        const known = outstanding.get(id);
        if (known && !known.isTaken) {
          known.indices.push(next);
          continue;
        }
        const one = { id, indices: [next], isStarted: false, isTaken: false, damaged: 0 };
        outstanding.set(id, one);
        fresh.push({ ...encoded, one });
      }
      await send.forget?.(fresh);
      const found = await look(fresh.map(({ one }) => one));
      const missing = fresh.filter(({ one }) => found.get(one) === "missing");
      if (missing.length > 0) await send.add(missing);
    }
  }

  /** What has become of jobs; results and failures among them are dealt with. */
  async function look(list: readonly Outstanding[]): Promise<Map<Outstanding, string>> {
    const pipeline = redis.pipeline();
    for (const { id } of list) {
      // In this order: a job goes after its result is there.
      pipeline.exists(queueKey(id)).zscore(queueKey("failed"), id).exists(keyOf("result", id));
    }
    const answers = await pipeline.exec() ?? [];
    const states = new Map<Outstanding, string>();
    for (const [place, one] of list.entries()) {
      const [exists, failed, result] = answers.slice(3 * place, 3 * place + 3);
      const error = exists?.[0] ?? failed?.[0] ?? result?.[0];
      if (error) throw error;
      if (result![1] === 1) {
        states.set(one, "finished");
        take(one);
      } else if (failed![1] !== null) {
        states.set(one, "failed");
        const why = await redis.hget(queueKey(one.id), "failedReason") ?? "it failed";
        setAside(one, why);
      } else states.set(one, exists![1] === 1 ? "there" : "missing");
    }
    return states;
  }

  /** Looks after some of the jobs, for what no event has told: others follow the next time. */
  async function lookAfter(): Promise<void> {
    const all = [...outstanding.values()].filter(({ isTaken }) => !isTaken);
    if (looked >= all.length) looked = 0;
    const some = all.slice(looked, looked + mostLooked);
    looked += mostLooked;
    if (some.length === 0) return;
    const states = await look(some);
    // Those that are being put there right now are not lost.
    if (filling) return;
    await removeStranded(some.filter((one) => states.get(one) === "there"));
    const lost = some.filter((one) => states.get(one) === "missing" && outstanding.has(one.id));
    if (lost.length === 0) return;
    const again = lost.map(({ indices }) => jobs[indices[0]!]!);
    await send.add(again.map(send.encode));
  }

  /** Jobs in no list, when they were last looked for there. */
  let stranded = new Set<string>();

  /**
   * Removes jobs that are there but in no list, as after somebody has removed a list by hand: nobody
   * would ever take them. One that is found so twice has not just been finished.
   */
  async function removeStranded(list: readonly Outstanding[]): Promise<void> {
    const counts = await queue.getJobCounts(...listed);
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const before = stranded;
    stranded = new Set();
    // To look for one takes as long as a list is.
    if (all >= outstanding.size) return;
    for (const { id } of list.slice(0, mostStranded)) {
      if (await queue.getJobState(id) !== "unknown") continue;
      stranded.add(id);
      if (before.has(id)) await redis.del(queueKey(id));
    }
  }

  progress.on("active", ({ jobId }) => {
    const one = outstanding.get(jobId);
    if (one) start(one);
  });
  progress.on("completed", ({ jobId }) => take(outstanding.get(jobId)));
  progress.on("failed", ({ jobId, failedReason }) => {
    const one = outstanding.get(jobId);
    if (one) setAside(one, failedReason);
  });
  progress.on("progress", ({ jobId, data }) => {
    const one = outstanding.get(jobId);
    if (one === undefined || one.isTaken) return;
    const { refused } = data as { refused?: unknown };
    if (typeof refused === "string") {
      provideAgain();
      return warn(`A worker refused a run: ${refused.slice(0, longestText)}`);
    }
    const seen = readProgress(data);
    if (seen === undefined) return;
    for (const index of one.indices) events.onProgress?.(index, seen);
  });
  let isLooking = false;
  const timer = setInterval(() => {
    fill();
    if (isLooking || queue.closing) return;
    isLooking = true;
    lookAfter().catch(fail).finally(() => isLooking = false);
  }, lookMs);
  signal?.addEventListener("abort", end);
  if (signal?.aborted) end();
  // Events are listened to before the first job can finish.
  else progress.waitUntilReady().then(fill, fail);
  return promise.finally(() => {
    clearInterval(timer);
    clearTimeout(gathering);
    tellTaken();
    signal?.removeEventListener("abort", end);
    progress.removeAllListeners();
    progress.on("error", () => {});
  });
}

/** Progress as a worker tells it; anything else is no progress. */
function readProgress(data: unknown): Progress | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const { epoch, epochs, loss, accuracy } = data as Record<string, unknown>;
  if (!Number.isSafeInteger(epoch) || !Number.isSafeInteger(epochs)) return undefined;
  const train = {
    loss: Number(loss),
    ...(typeof accuracy === "number" ? { accuracy } : {}),
  };
  return { epoch: epoch as number, epochs: epochs as number, train };
}

function isConnectionError(error: unknown): boolean {
  const text = error instanceof Error ? error.message : "";
  return /Connection is closed|ECONN|EPIPE|ETIMEDOUT|Socket timeout|LOADING|Stream isn't writeable/i
    .test(text);
}
