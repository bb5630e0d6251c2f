import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { cli, command, inFolder, resultBytes, tiny, writeExperiment } from "../cli/_run.ts";
import { hasRedis, startRedis } from "./_redis.ts";
import { inHand, missWorker, openTestQueue } from "./_jobs.ts";
import { startWorker, stopWorker } from "./_workers.ts";

const ignore = !hasRedis;

Deno.test({
  name: "a sweep through a queue has the bytes of a local one, data of files included",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const rows = Array.from({ length: 40 }, (_, i) => `${i % 7},${i % 5},${i % 2}`);
      await Deno.writeTextFile(join(folder, "rows.csv"), `a,b,y\n${rows.join("\n")}\n`);
      const data = { type: "csv", path: "rows.csv", target: "y", split: { test: 0.25 } };
      const file = await writeExperiment(folder, { ...tiny, data });
      const server = await startRedis();
      const worker = startWorker(server.url);
      try {
        const local = await cli(["run", file, "--out", join(folder, "a"), "--quiet"]);
        assertEquals(local.code, 0, local.stderr);
        const queued = await cli(["run", file, "--out", join(folder, "b"), "--queue", server.url]);
        assertEquals(queued.code, 0, queued.stderr);
        assertMatch(queued.stdout, /queue at 127\.0\.0\.1/);
        assertEquals(queued.stdout.match(/✓/g)?.length, 4);
        assertEquals(await resultBytes(join(folder, "b")), await resultBytes(join(folder, "a")));
        const stand = await cli(["queue", "--queue", server.url, "--json"]);
        const { waiting, active, failed, workers, finished } = JSON.parse(stand.stdout);
        assertEquals({ waiting, active, failed, finished }, {
          waiting: 0,
          active: 0,
          failed: 0,
          finished: 4,
        });
        assertEquals(workers.length, 1);
        const end = await stopWorker(worker);
        assertEquals(end.code, 0, end.stderr);
        assertStringIncludes(end.stdout, "Stopped after 4 runs");
      } finally {
        await server.stop();
      }
    }),
});

Deno.test({
  name: "a worker that is asked to stop keeps its run as far as trained, and another goes on",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const slow = { ...tiny, name: "slow", seeds: [1], variants: { one: {} }, epochs: 60_000 };
      const file = await writeExperiment(folder, slow);
      const server = await startRedis();
      const first = startWorker(server.url, ["--concurrency", "1"]);
      const run = command([
        "run",
        file,
        "--out",
        join(folder, "b"),
        "--queue",
        server.url,
        "--json",
      ])
        .spawn();
      try {
        const events = run.stdout.pipeThrough(new TextDecoderStream());
        let seen = "";
        for await (const text of events.values({ preventCancel: true })) {
          seen += text;
          if (/"progress"/.test(seen)) break;
        }
        const end = await stopWorker(first);
        assertEquals(end.code, 0, end.stderr);
        assertStringIncludes(end.stdout, "one-seed1 goes on elsewhere");
        const second = startWorker(server.url);
        for await (const text of events) seen += text;
        assertEquals((await run.status).code, 0, seen);
        await stopWorker(second);
        await cli(["run", file, "--out", join(folder, "a"), "--quiet"]);
        assertEquals(await resultBytes(join(folder, "b")), await resultBytes(join(folder, "a")));
      } finally {
        await server.stop();
      }
    }),
});

Deno.test({
  name: "servers that hold no queue are refused by name before anything is written",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      const out = join(folder, "out");
      const refused = async (url: string, ...options: string[]) => {
        const { code, stderr } = await cli(["run", file, "--out", out, "--queue", url, ...options]);
        assertEquals(code, 2, stderr);
        assertEquals(await Deno.stat(out).then(() => true, () => false), false);
        return stderr;
      };
      const evicting = await startRedis({ args: ["--maxmemory-policy", "allkeys-lru"] });
      const locked = await startRedis({ args: ["--requirepass", "right"] });
      const answer = () => new Response("hello");
      const other = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, answer);
      try {
        assertMatch(await refused("redis://127.0.0.1:1"), /Cannot reach the queue .*ECONNREFUSED/);
        assertMatch(await refused("http://x"), /it is no redis:\/\/ URL/);
        assertMatch(await refused(evicting.url), /maxmemory-policy is allkeys-lru/);
        assertMatch(await refused(locked.url), /it wants a password/);
        const wrong = join(folder, "password");
        await Deno.writeTextFile(wrong, "wrong\n");
        assertMatch(
          await refused(locked.url, "--queue-password-file", wrong),
          /it takes another password/,
        );
        const secret = await refused(locked.url.replace("//", "//:hidden@"));
        assertMatch(secret, /Cannot take a password from --queue/);
        assertEquals(secret.includes("hidden"), false);
        assertMatch(
          await refused(`redis://127.0.0.1:${other.addr.port}`),
          /does not answer as Redis/,
        );
        const right = { env: { SAMESEED_QUEUE_PASSWORD: "right" } };
        const stand = await cli(["queue", "--queue", locked.url], right);
        assertEquals(stand.code, 0, stand.stderr);
        assertMatch(stand.stdout, /waiting +0/);
      } finally {
        await other.shutdown();
        await evicting.stop();
        await locked.stop();
      }
    }),
});

Deno.test({
  name: "payloads put into the queue by hand are refused, and the worker goes on",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const server = await startRedis();
      const { bullmq, ioredis } = await (await import("../../src/queue/packages.ts"))
        .loadPackages();
      const redis = new ioredis.Redis({ port: server.port, maxRetriesPerRequest: null });
      redis.on("error", () => {});
      const queue = new bullmq.Queue("runs", { prefix: "sameseed", connection: redis });
      const { sha256Hex } = await import("../../src/results/mod.ts");
      const text = JSON.stringify({
        format: "sameseed-job",
        numericsVersion: 2,
        experiment: "rm -rf",
      });
      const digest = sha256Hex(new TextEncoder().encode(text));
      await queue.addBulk([
        { name: "run", data: null, opts: { jobId: "a" } },
        { name: "run", data: { text: "x".repeat(2_000_000), run: "b" }, opts: { jobId: "b" } },
        { name: "run", data: { text, run: "not-its-digest" }, opts: { jobId: "c" } },
        { name: "run", data: { text, run: "no-experiment" }, opts: { jobId: digest } },
        { name: "run", data: { text: "[".repeat(1000), run: "d" }, opts: { jobId: "d" } },
      ]);
      const worker = startWorker(server.url);
      try {
        const file = await writeExperiment(folder, tiny);
        const end = await cli(["run", file, "--out", join(folder, "b"), "--queue", server.url]);
        assertEquals(end.code, 0, end.stderr);
        const failed = await queue.getFailed();
        assertEquals(failed.length, 5);
        for (const { failedReason } of failed) {
          assertMatch(failedReason, /^it is no job of sameseed/);
        }
        const { stderr, code } = await stopWorker(worker);
        assertEquals(code, 0);
        assertMatch(stderr, /Refused not-its-digest: .* its id is not the digest of what it says/);
        assert(!/\n +at /.test(stderr), stderr);
      } finally {
        redis.disconnect();
        await server.stop();
      }
    }),
});

Deno.test({
  name: "a run that costs its worker three times is set aside and named, the others are finished",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, {
        ...tiny,
        seeds: [1],
        variants: { endless: { epochs: 100_000_000 }, quick: {} },
      });
      const { server, redis, close } = await openTestQueue();
      const run = command(["run", file, "--out", join(folder, "b"), "--queue", server.url]).spawn();
      try {
        for (let lost = 0; lost < 3; lost++) {
          const worker = startWorker(server.url, ["--quiet", "--concurrency", "1"]);
          const id = await inHand(redis, "endless", lost);
          worker.kill("SIGKILL");
          await worker.output();
          await missWorker(redis, id);
        }
        const last = startWorker(server.url, ["--quiet", "--concurrency", "1"]);
        const { code, stderr } = await run.output();
        const text = new TextDecoder().decode(stderr);
        assertEquals(code, 1, text);
        assertMatch(
          text,
          /1 run set aside: endless-seed1 \(its worker was lost in each of 3 tries\)/,
        );
        const summary = await Deno.readTextFile(join(folder, "b", "partial", "summary.md"));
        assertMatch(summary, /Not finished: 1 of 2 runs[^]*- endless-seed1: its worker was lost/);
        await stopWorker(last);
      } finally {
        await close();
      }
    }),
});
