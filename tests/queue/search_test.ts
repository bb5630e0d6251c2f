import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import type { Redis } from "ioredis";
import { cli, inFolder, resultBytes, tiny, writeExperiment } from "../cli/_run.ts";
import { hasRedis, startRedis } from "./_redis.ts";
import { openTestQueue, pause, tinyJobs } from "./_jobs.ts";
import { startWorker, stopWorker } from "./_workers.ts";

const ignore = !hasRedis;

const { variants: _, ...base } = tiny;
const space = {
  "optimizer.learningRate": { type: "log-uniform", low: 0.001, high: 1000 },
  "architecture.0.units": { type: "integer", low: 2, high: 9 },
};

Deno.test({
  name: "a search that halts trials goes from rung to rung over the queue, to the local bytes",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, {
        ...base,
        name: "halving",
        epochs: 12,
        search: { type: "successive-halving", runs: 9, minEpochs: 2, reduction: 2, space },
      });
      const { server, redis, close } = await openTestQueue();
      const workers = [1, 2].map(() => startWorker(server.url, ["--concurrency", "1"]));
      try {
        const [a, b] = [join(folder, "a"), join(folder, "b")];
        const local = await cli(["run", file, "--out", a, "--quiet"]);
        assertEquals(local.code, 0, local.stderr);
        const queued = await cli(["run", file, "--out", b, "--queue", server.url]);
        assertEquals(queued.code, 0, queued.stderr);
        assertMatch(queued.stdout, /halted after epoch 2 /);
        const bytes = await resultBytes(a);
        assert(bytes.has("trials.svg"));
        assertEquals(await resultBytes(b), bytes);
        // All of them again: what is there of before does not count, but what the rung before has left.
        const forced = await cli(["run", file, "--out", b, "--queue", server.url, "--force"]);
        assertEquals(forced.code, 0, forced.stderr);
        assertEquals(await resultBytes(b), bytes);
        // Nobody needs them any more.
        assertEquals(await redis.keys("sameseed:checkpoint:*"), []);
        const rungs = (bytes.get("runs.csv")!.match(/,halted,/g) ?? []).length;
        assert(rungs > 8, bytes.get("runs.csv"));
        // A coordinator was lost before the last rung, and somebody has left what to go on from.
        const keys = await leaveCheckpoints(file, redis);
        await forgetFinished(join(b, ".journal"));
        const again = ["run", file, "--out", b, "--queue", server.url, "--resume"];
        assertEquals((await cli(again)).code, 0);
        assertEquals(await resultBytes(b), bytes);
        const lines = bytes.get("runs.csv")!.split("\n");
        const kept = [...keys].filter(([run]) =>
          !lines.find((line) => line.startsWith(`${run},`))!.includes(",halted,")
        );
        assert(kept.length > 0);
        const there = kept.map(([, key]) => `sameseed:checkpoint:${key}`);
        assertEquals((await redis.keys("sameseed:checkpoint:*")).sort(), there.sort());
      } finally {
        for (const worker of workers) await stopWorker(worker);
        await close();
      }
    }),
});

/** Puts something there as the checkpoint of every run; returns the keys by the runs' names. */
async function leaveCheckpoints(file: string, redis: Redis): Promise<Map<string, string>> {
  const [{ encodeJob }, { planSweep }] = await Promise.all([
    import("../../src/queue/job.ts"),
    import("../../src/runner/mod.ts"),
  ]);
  const { jobs, data } = await planSweep(file);
  const keys = jobs.map(({ run, dataKey }) => {
    const { key } = encodeJob(run, { loaded: data.get(dataKey)!, weights: new Map() });
    return [run.name, key] as const;
  });
  for (const [, key] of keys) await redis.set(`sameseed:checkpoint:${key}`, "");
  return new Map(keys);
}

/** Removes the runs from a journal that came to their last epoch. */
async function forgetFinished(journal: string): Promise<void> {
  const { decodeRun } = await import("../../src/results/mod.ts");
  for await (const { name } of Deno.readDir(journal)) {
    const entry = decodeRun(name.slice(0, 64), await Deno.readFile(join(journal, name)));
    if (entry?.result.status === "finished") await Deno.remove(join(journal, name));
  }
}

Deno.test({
  name: "a run is taken up where the rung before has left it, by whatever worker",
  ignore,
  fn: async () => {
    const { createStore } = await import("../../src/queue/store.ts");
    const { decodeCheckpoint, decodeRun, encodeCheckpoint } = await import(
      "../../src/results/mod.ts"
    );
    const { queue, redis, server, close } = await openTestQueue();
    const { encode } = await tinyJobs();
    const store = createStore(redis);
    const [first, whole] = [encode({ stopAfter: 7 }), encode()];
    const until = async (id: string) => {
      for (let looks = 0; !await store.has("result", id); looks++) {
        assert(looks < 1200, `${id} has no result after a minute: ${await queue.getJobState(id)}`);
        await pause(50);
      }
      const bytes = await store.get("result", id, 1e6);
      return decodeRun(id, bytes!)!.result;
    };
    const one = startWorker(server.url);
    try {
      await queue.add("run", first.data, { jobId: first.id });
      const halted = await until(first.id);
      assertEquals([halted.status, halted.epochs], ["halted", 7]);
      await stopWorker(one);
      const bytes = await store.get("checkpoint", whole.id, 1e6);
      const { origin, checkpoint } = decodeCheckpoint(bytes!)!;
      assertEquals(checkpoint!.epoch, 7);
      // A day, to be told from a run that starts from the beginning.
      const marked = encodeCheckpoint(origin, { ...checkpoint!, elapsedMs: 86_400_000 });
      await store.put("checkpoint", whole.id, marked, 60);
      const other = startWorker(server.url);
      try {
        // A checkpoint that is further than where a run is to be halted is none of it.
        const shorter = encode({ stopAfter: 3 });
        await queue.add("run", shorter.data, { jobId: shorter.id });
        const early = await until(shorter.id);
        assertEquals([early.epochs, early.elapsedMs < 86_400_000], [3, true]);
        await store.put("checkpoint", whole.id, marked, 60);
        await queue.add("run", whole.data, { jobId: whole.id });
        const result = await until(whole.id);
        assertEquals([result.status, result.epochs], ["finished", 20]);
        assert(result.elapsedMs > 86_400_000, `${result.elapsedMs}`);
      } finally {
        await stopWorker(other);
      }
      assertEquals(await store.has("checkpoint", whole.id), false);
    } finally {
      await close();
    }
  },
});

Deno.test({
  name: "settings drawn at random are the same runs through the queue",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const search = { type: "random", runs: 5, seed: 3, space };
      const file = await writeExperiment(folder, { ...base, name: "random", search });
      const server = await startRedis();
      const worker = startWorker(server.url);
      try {
        const [a, b] = [join(folder, "a"), join(folder, "b")];
        assertEquals((await cli(["run", file, "--out", a, "--quiet"])).code, 0);
        const queued = await cli(["run", file, "--out", b, "--queue", server.url]);
        assertEquals(queued.code, 0, queued.stderr);
        assertEquals(await resultBytes(b), await resultBytes(a));
      } finally {
        await stopWorker(worker);
        await server.stop();
      }
    }),
});
