import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { cli, command, inFolder, resultBytes, tiny, writeExperiment } from "../cli/_run.ts";
import { hasRedis, startRedis } from "./_redis.ts";
import { inHand, missWorker, openTestQueue, tinyJobs } from "./_jobs.ts";
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
        const startedMs = performance.now();
        const end = await stopWorker(first);
        const seconds = (performance.now() - startedMs) / 1000;
        assert(seconds < 15, `${seconds} s`);
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
      const { server, queue, redis, close } = await openTestQueue();
      const { sha256Hex } = await import("../../src/results/mod.ts");
      const { text: good, data } = (await tinyJobs({ epochs: 3 })).encode();
      const idOf = (text: string) => sha256Hex(new TextEncoder().encode(text));
      const deep = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
      const job = (jobId: string, data: unknown, more = {}) => ({
        name: "run",
        data,
        opts: { jobId, ...more },
      });
      const texts = [
        JSON.stringify({ format: "sameseed-job", numericsVersion: 2, experiment: "rm -rf" }),
        good.replace('"settings":{', '"settings":{"__proto__":{"polluted":1},'),
        good.replace('"settings":{', '"settings":{"constructor":{"prototype":{"polluted":1}},'),
        good.replace('{"data"', '{"__proto__":{"polluted":1},"data"'),
        good.replace('"variants"', `"more":${deep(5000)},"variants"`),
        good.replace(/"settings":\{/, `"settings":{"deep":${deep(5000)},`),
        good.replace(/"epochs":\d+/, '"epochs":1e999'),
        good.replace(/"units":\d+/, '"units":4294967296'),
        deep(100_000),
        "\0",
        '"\\ud800"',
      ];
      const hostile = [
        job("a", null),
        job("b", { text: "x".repeat(5_000_000), run: "b" }),
        job("c", { text: texts[0], run: "not-its-digest" }),
        job("d", { text: ["x"], run: "r" }),
        job("e", { text: good, run: { toString: "x" } }),
        job("f", [good]),
        job("g", 7, { attempts: 1e9, removeOnComplete: { age: -1 }, backoff: { type: "x" } }),
        job("__proto__", { text: good, run: "r" }),
        job("constructor", { ["__proto__"]: { text: good }, run: "r" }),
        ...texts.map((text) => job(idOf(text), { text, run: "\x1b[2Jwiped" })),
      ];
      assertEquals(new Set(texts).size, texts.length);
      assertEquals(texts.includes(good), false);
      await queue.addBulk(hostile);
      // What is no JSON at all cannot be read by BullMQ either.
      await queue.add("run", {}, { jobId: "broken" });
      await redis.hset("sameseed:runs:broken", "data", "{", "opts", "}");
      await queue.add("run", {}, { jobId: "list" });
      await redis.del("sameseed:runs:list");
      await redis.rpush("sameseed:runs:list", "no hash");
      const worker = startWorker(server.url);
      try {
        const file = await writeExperiment(folder, tiny);
        const end = await cli(["run", file, "--out", join(folder, "b"), "--queue", server.url]);
        assertEquals(end.code, 0, end.stderr);
        const failed = await queue.getFailed();
        assertEquals(failed.length, hostile.length);
        for (const { failedReason } of failed) {
          assertMatch(failedReason, /^it is no job of sameseed/);
        }
        const { stderr, code } = await stopWorker(worker);
        assertEquals(code, 0);
        assertMatch(stderr, /Refused not-its-digest: .* its id is not the digest of what it says/);
        assert(!/\n +at /.test(stderr), stderr);
        assert(!stderr.includes("\x1b[2J"));
        assertEquals(data.text, good);
      } finally {
        await close();
      }
    }),
});

Deno.test({
  name: "results and checkpoints that are damaged, or of another run, are not taken",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const { server, redis, close } = await openTestQueue();
      const { createStore } = await import("../../src/queue/store.ts");
      const { decodeRun, encodeRun } = await import("../../src/results/mod.ts");
      const store = createStore(redis);
      const ids = await Promise.all([1, 2].flatMap((seed) =>
        ["zeros", "xavier"].map(async (init) =>
          (await tinyJobs({ seeds: [seed], variants: { one: { init } } })).encode().id
        )
      ));
      const file = await writeExperiment(folder, tiny);
      const [a, b, c] = ["a", "b", "c"].map((name) =>
        join(folder, name)
      );
      const worker = startWorker(server.url);
      try {
        await cli(["run", file, "--out", a!, "--queue", server.url, "--quiet"]);
        const bytes = await resultBytes(a!);
        const entries = await Promise.all(ids.map((id) => store.get("result", id, 1e6)));
        const results = ids.map((id, index) => decodeRun(id, entries[index]!)!.result);
        const [first] = results as [typeof results[number]];
        const put = (index: number, bytes: Uint8Array) =>
          store.put("result", ids[index]!, bytes, 60);
        // Another run's; one that was changed on its way; one whose weights are of another network; none.
        await put(0, entries[1]!);
        await put(1, entries[1]!.with(200, entries[1]![200]! ^ 1));
        await put(2, encodeRun(ids[2]!, { ...first, weights: first.weights.slice(1) }).bytes);
        await redis.del(`sameseed:result:${ids[3]}`);
        await redis.rpush(`sameseed:result:${ids[3]}`, "no bytes");
        for (const [index, id] of ids.entries()) {
          const key = `sameseed:checkpoint:${id}`;
          if (index === 0) await redis.rpush(key, "no bytes");
          else await redis.set(key, index === 1 ? "" : "x".repeat(1000));
        }
        const { code, stderr } = await cli(["run", file, "--out", b!, "--queue", server.url]);
        assertEquals(code, 0, stderr);
        assertEquals(await resultBytes(b!), bytes);
        // One that says of itself that it was halted, or has other epochs, is not what was asked for.
        await put(0, encodeRun(ids[0]!, { ...first, status: "halted" }).bytes);
        await put(1, encodeRun(ids[1]!, { ...results[1]!, epochs: 19 }).bytes);
        const last = await cli(["run", file, "--out", c!, "--queue", server.url]);
        assertEquals(last.code, 0, last.stderr);
        assertEquals(await resultBytes(c!), bytes);
        assertMatch(last.stdout + last.stderr, /as the result of zeros-seed1 is none/);
        assertEquals((await stopWorker(worker)).code, 0);
      } finally {
        await close();
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
