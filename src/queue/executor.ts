import { dirname } from "@std/path";
import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import type { DataOptions } from "../data/mod.ts";
import { encodeCheckpoint, encodeSafetensors, sha256Hex } from "../results/mod.ts";
import { numericsVersion } from "../numerics/mod.ts";
import { contentDigest, type Executor, type Job, type Plan } from "../runner/mod.ts";
import type { TrainEvents } from "../runner/mod.ts";
import type { Connection } from "./connect.ts";
import { dataBytes, encodeData } from "./data_blob.ts";
import { encodeJob, type JobData } from "./job.ts";
import { largestData, largestResult } from "./limits.ts";
import { prefix, queueKey, queueName } from "./names.ts";
import { loadPackages } from "./packages.ts";
import { createStore, keyOf } from "./store.ts";
import { follow } from "./follow.ts";

export interface QueueExecutorOptions {
  connection: Connection;
  /** What is trained; where its data and weights are. */
  plan: Pick<Plan, "data" | "weights" | "source">;
  /** Whether results that are in the queue already are trained again, as a check. */
  fresh: boolean;
}

/** Most runs of a sweep that are in the queue at once: its memory stays bounded. */
const window = 5000;

/** How many are looked up and put there together. */
const batch = 250;

/** How long data stays in the queue's store. */
const dataSeconds = 7 * 24 * 3600;

/** Trains on whatever workers take jobs from a queue. */
export function queueExecutor(options: QueueExecutorOptions): Executor {
  // Keys of the runs that the rung before has halted.
  let halted: ReadonlySet<string> = new Set();
  // Those that a search has left behind, with this coordinator or with one before.
  const left: Job[] = [];
  return {
    facts: { executor: "queue" },
    forget: (job) => void left.push(job),
    async train(jobs, events) {
      const { bullmq } = await loadPackages();
      const connection = options.connection.client();
      const queue = new bullmq.Queue<JobData>(queueName, {
        connection,
        prefix,
        streams: { events: { maxLen: 20_000 } },
      });
      queue.on("error", () => {});
      const progress = new bullmq.QueueEvents(queueName, {
        connection: options.connection.client(),
        prefix,
      });
      progress.on("error", () => {});
      try {
        const sender = await createSender(jobs, { ...options, queue, events, halted });
        const goingOn = new Set(left.length > 0 ? jobs.map((job) => sender.encode(job).key) : []);
        for (const job of left.splice(0)) {
          const { key } = sender.encode(job);
          // Two trials may be the same.
          if (!goingOn.has(key)) await createStore(connection).remove("checkpoint", key);
        }
        const now = new Set<string>();
        halted = now;
        return await follow(jobs, {
          queue,
          redis: connection,
          progress,
          events: {
            ...events,
            onDone(index, result, entry) {
              if (result.status === "halted") now.add(sender.encode(jobs[index]!).key);
              return events.onDone?.(index, result, entry);
            },
          },
          window,
          batch,
          send: sender,
          inputsOf: (job) => options.plan.data.get(job.dataKey)!.parts.train.inputs.columns,
        });
      } finally {
        // A server that is not there is not waited for.
        const closed = Promise.allSettled([queue.close(), progress.close()]);
        await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 1000))]);
      }
    },
  };
}

/** A job as it is put into the queue. */
export interface Encoded {
  id: string;
  /** Of its checkpoints. */
  key: string;
  data: JobData;
  job: Job;
}

/** Makes jobs of runs and puts them into the queue. */
export interface Sender {
  encode(job: Job): Encoded;
  /** Puts data and weights there that are missing. */
  provide(): Promise<void>;
  /** Before the first look at the queue: what was there of these is not wanted. */
  forget?: (jobs: readonly Encoded[]) => Promise<void>;
  /** Puts jobs there; those that are there already stay as they are. */
  add(jobs: readonly Encoded[]): Promise<void>;
}

/** @param options.halted Keys of runs that these may be the next rung of. */
async function createSender(
  jobs: readonly Job[],
  { queue, connection, plan, fresh, events, halted }: QueueExecutorOptions & {
    queue: Queue<JobData>;
    events: TrainEvents;
    halted: ReadonlySet<string>;
  },
): Promise<Sender> {
  const redis = connection.client();
  const store = createStore(redis);
  const { data, weights, source } = plan;
  const digests = new Map<string, string>();
  for (const [path, tensors] of weights.tensors) {
    digests.set(path, sha256Hex(encodeSafetensors([...tensors]).bytes));
  }
  const sent = [...new Set(jobs.map(({ dataKey }) => dataKey))].filter((key) => {
    const { run: { settings } } = jobs.find(({ dataKey }) => dataKey === key)!;
    return settings.data.type !== "generated";
  }).map((key) => data.get(key)!);

  /** What runs are trained on: put there where it is missing, as after the server was emptied. */
  async function provide(): Promise<void> {
    for (const [path, tensors] of weights.tensors) {
      const digest = digests.get(path)!;
      if (await store.has("weights", digest)) await store.keep("weights", digest, dataSeconds);
      else await store.put("weights", digest, encodeSafetensors([...tensors]).bytes, dataSeconds);
    }
    for (const loaded of sent) {
      const content = contentDigest(loaded);
      if (dataBytes(loaded) > largestData) continue;
      if (await store.has("data", content)) await store.keep("data", content, dataSeconds);
      else await store.put("data", content, encodeData(loaded), dataSeconds);
    }
  }

  await provide();
  for (const loaded of sent) {
    if (dataBytes(loaded) <= largestData) continue;
    events.onWarning?.(
      `The data, ${Math.ceil(dataBytes(loaded) / 0x10_0000)} MB, is too large for the queue: ` +
        "workers need a checkout that has it, or --data",
    );
  }
  const folder = source.includes("/") ? dirname(source) : undefined;
  return {
    provide,
    encode(job) {
      const { run, dataKey } = job;
      const { id, key, text } = encodeJob(run, { loaded: data.get(dataKey)!, weights: digests });
      const options = sourceOf(run.settings.data);
      return {
        id,
        key,
        job,
        data: {
          text,
          run: run.name,
          ...(options ? { source: { options, ...(folder ? { folder } : {}) } } : {}),
        },
      };
    },
    ...(fresh ? { forget: (jobs) => forget(jobs, { queue, redis, halted }) } : {}),
    async add(list) {
      await provide();
      for (const { key, job: { run, dataKey, from } } of list) {
        if (from === undefined || await store.has("checkpoint", key)) continue;
        const content = contentDigest(data.get(dataKey)!);
        const origin = {
          key,
          run: run.name,
          numericsVersion: `${numericsVersion}`,
          data: content,
        };
        const bytes = encodeCheckpoint(origin, from);
        if (bytes.length <= largestResult) await store.put("checkpoint", key, bytes, dataSeconds);
      }
      await queue.addBulk(list.map(({ id, data }) => ({
        name: "run",
        data,
        opts: {
          jobId: id,
          attempts: 3,
          removeOnComplete: true,
          removeOnFail: { age: dataSeconds },
          stackTraceLimit: 0,
        },
      })));
    },
  };
}

/** A checkpoint that the rung before has just left is no old one. */
async function forget(
  jobs: readonly Encoded[],
  { queue, redis, halted }: {
    queue: Queue<JobData>;
    redis: Redis;
    halted: ReadonlySet<string>;
  },
): Promise<void> {
  const pipeline = redis.pipeline();
  for (const { id, key } of jobs) {
    pipeline.del(keyOf("result", id), ...(halted.has(key) ? [] : [keyOf("checkpoint", key)]));
    pipeline.zscore(queueKey("failed"), id);
  }
  const answers = await pipeline.exec() ?? [];
  for (const [index, { id }] of jobs.entries()) {
    if (answers[2 * index + 1]?.[1] !== null) await queue.remove(id);
  }
}

/** What helps a worker to find the data by itself: nothing where the rows stand in the experiment. */
function sourceOf(options: DataOptions): DataOptions | undefined {
  return options.type === "inline" ? undefined : options;
}
