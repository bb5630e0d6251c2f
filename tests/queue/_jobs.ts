import type { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { tiny } from "../cli/_run.ts";
import { connectTo, startRedis, type TestServer } from "./_redis.ts";

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** A server of one's own and its queue, as nobody but a test looks at it. */
export interface TestQueue {
  server: TestServer;
  redis: Redis;
  queue: Queue;
  /** Ends all of it, the server too. */
  close(): Promise<void>;
}

export async function openTestQueue(): Promise<TestQueue> {
  const server = await startRedis();
  const { bullmq } = await (await import("../../src/queue/packages.ts")).loadPackages();
  const redis = await connectTo(server.port);
  const queue = new bullmq.Queue("runs", { prefix: "sameseed", connection: redis });
  queue.on("error", () => {});
  return {
    server,
    redis,
    queue,
    async close() {
      await queue.close();
      redis.disconnect();
      await server.stop();
    },
  };
}

/** Makes jobs of the first run of an experiment, to be put into the queue by hand. */
export async function tinyJobs(changes: Record<string, unknown> = {}) {
  const [{ encodeJob }, { expand, parseExperiment }, { loadData }] = await Promise.all([
    import("../../src/queue/job.ts"),
    import("../../src/experiment/mod.ts"),
    import("../../src/data/mod.ts"),
  ]);
  const experiment = parseExperiment({ ...tiny, ...changes });
  const { runs: [run] } = expand(experiment);
  const options = run!.settings.data;
  const loaded = await loadData(options, { folder: "/" });
  return {
    run: run!,
    loaded,
    encode(changed: { stopAfter?: number } = {}) {
      const { id, key, text } = encodeJob({ ...run!, ...changed }, { loaded, weights: new Map() });
      return { id, key, text, data: { text, run: run!.name, source: { options } } };
    },
  };
}

/**
 * Waits until a worker has a run in hand whose job has a text in it, and that so many were lost with.
 *
 * @returns The job's id.
 */
export async function inHand(redis: Redis, text: string, lost = 0): Promise<string> {
  for (let looks = 0; looks < 3000; looks++, await pause(20)) {
    for (const key of await redis.keys("sameseed:tries:*")) {
      const id = key.split(":")[2]!;
      const data = await redis.hget(`sameseed:runs:${id}`, "data");
      const [by, count] = await redis.hmget(key, "by", "lost");
      const isHeld = await redis.exists(`sameseed:runs:${id}:lock`) === 1;
      if (data?.includes(text) && isHeld && by && Number(count ?? 0) === lost) return id;
    }
  }
  throw new Error(`nobody has taken a run with ${text} in a minute`);
}

/** Ids of the jobs that a process has in hand. */
export async function jobsOf(redis: Redis, { pid }: { pid: number }): Promise<string[]> {
  const active = await redis.lrange("sameseed:runs:active", 0, -1);
  const names = await Promise.all(active.map((id) => redis.hget(`sameseed:runs:${id}`, "pb")));
  return active.filter((_, index) => names[index]?.endsWith(`:${pid}`));
}

/** What BullMQ sees after 20 seconds without a word from a worker: the next one that starts takes its job. */
export async function missWorker(redis: Redis, id: string): Promise<void> {
  await redis.del(`sameseed:runs:${id}:lock`, "sameseed:runs:stalled-check");
  await redis.sadd("sameseed:runs:stalled", id);
}
