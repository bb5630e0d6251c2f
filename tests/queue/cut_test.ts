import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { cli, command, inFolder, resultBytes, tiny, writeExperiment } from "../cli/_run.ts";
import { inHand, missWorker, openTestQueue, pause } from "./_jobs.ts";
import { startProxy } from "./_proxy.ts";
import { hasRedis } from "./_redis.ts";
import { startWorker, stopWorker } from "./_workers.ts";

const ignore = !hasRedis;

const seeds = Array.from({ length: 12 }, (_, index) => index + 1);
const steady = { ...tiny, name: "steady", seeds, epochs: 6000, recordEvery: 500 };
const endless = {
  ...tiny,
  name: "endless",
  seeds: [1],
  variants: { one: { epochs: 100_000_000 } },
};

Deno.test({
  name: "a sweep goes on after its worker's network was cut, and after its own was",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, steady);
      const [a, b] = [join(folder, "a"), join(folder, "b")];
      const { server, redis, close } = await openTestQueue();
      const [near, far] = [startProxy(server.port), startProxy(server.port)];
      const worker = startWorker(far.url);
      try {
        const run = command(["run", file, "--out", b, "--queue", near.url]).spawn();
        await inHand(redis, "6000");
        for (const wire of [far, near]) {
          wire.cut();
          await pause(1500);
          wire.mend();
          await pause(500);
        }
        const { code, stdout, stderr } = await run.output();
        const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
        assertEquals(code, 0, text);
        assertMatch(text, /is not reachable: waiting for it/);
        await cli(["run", file, "--out", a, "--quiet"]);
        assertEquals(await resultBytes(b), await resultBytes(a));
        const end = await stopWorker(worker);
        assertMatch(end.stderr, /is not reachable: waiting for it\n.* is back/);
      } finally {
        near.close();
        far.close();
        await close();
      }
    }),
});

Deno.test({
  name: "a worker that is asked to stop ends in seconds, though its server is not there any more",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, endless);
      const { server, redis, close } = await openTestQueue();
      const wire = startProxy(server.port);
      const worker = startWorker(wire.url, ["--concurrency", "1"]);
      const run = command(["run", file, "--out", join(folder, "b"), "--queue", server.url]).spawn();
      try {
        await inHand(redis, "100000000");
        wire.cut();
        const startedMs = performance.now();
        const { code } = await stopWorker(worker);
        const seconds = (performance.now() - startedMs) / 1000;
        // What it had in hand is nowhere kept.
        assertEquals(code, 1);
        assert(seconds < 20, `${seconds} s`);
      } finally {
        run.kill("SIGTERM");
        await run.output();
        wire.close();
        await close();
      }
    }),
});

Deno.test({
  name: "a run that the queue has given to others is given up by the worker that has it",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, endless);
      const { server, redis, close } = await openTestQueue();
      const run = command(["run", file, "--out", join(folder, "b"), "--queue", server.url]).spawn();
      const first = startWorker(server.url, ["--concurrency", "1"]);
      const second: Deno.ChildProcess[] = [];
      try {
        const id = await inHand(redis, "100000000");
        const [hand] = await redis.keys("sameseed:hand:*");
        // As after a pause of the first that was longer than its lock.
        await missWorker(redis, id);
        second.push(startWorker(server.url, ["--concurrency", "1"]));
        await inHand(redis, "100000000", 1);
        for (let looks = 0; await redis.sismember(hand!, id) === 1; looks++) {
          assert(looks < 400, "the first worker still has it");
          await pause(50);
        }
        // It has its last checkpoint, and there is one who trains it.
        assertEquals(await redis.exists(`sameseed:checkpoint:${id}`), 1);
        assertEquals(await redis.hexists(`sameseed:tries:${id}`, "by"), 1);
      } finally {
        run.kill("SIGTERM");
        await run.output();
        for (const worker of [first, ...second]) await stopWorker(worker);
        await close();
      }
    }),
});
