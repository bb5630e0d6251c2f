import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import {
  cli,
  command,
  inFolder,
  project,
  resultBytes,
  tiny,
  writeExperiment,
} from "../cli/_run.ts";
import { pause } from "./_jobs.ts";
import { connectTo, hasRedis, startRedis } from "./_redis.ts";
import { hasOpenssl, makeAuthority, makeCertificate, startTlsRedis } from "./_servers.ts";
import { startWorker, stopWorker } from "./_workers.ts";

// The client's sockets say goodbye in their own time.
const loose = { sanitizeOps: false, sanitizeResources: false };

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Everything that is on the disk below a folder. */
function* filesOf(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = join(folder, name);
    if (isDirectory) yield* filesOf(path);
    else yield path;
  }
}

/** The command lines of all processes; Deno itself reads /proc with no set of permissions. */
function commandLines(): string {
  const args = ["-c", "cat /proc/[0-9]*/cmdline"];
  return decode(new Deno.Command("sh", { args, stderr: "null" }).outputSync().stdout);
}

Deno.test({
  name: "over TLS with certificates on both sides, the password is nowhere to be read",
  ignore: !hasRedis || !hasOpenssl || Deno.build.os !== "linux",
  ...loose,
  fn: () =>
    inFolder(async (folder) => {
      const password = `secret-${crypto.randomUUID()}`;
      await makeAuthority(folder, "ca");
      await makeCertificate(folder, { name: "server" });
      await makeCertificate(folder, { name: "client" });
      const config = join(folder, "redis.conf");
      await Deno.writeTextFile(config, `requirepass ${password}\n`);
      const server = await startTlsRedis(folder, { name: "server", args: ["--include", config] });
      await Deno.remove(config);
      const at = (name: string) => join(folder, name);
      const certificates = ["--queue-ca", at("ca.pem"), "--queue-cert", at("client.pem")];
      const options = [...certificates, "--queue-key", at("client.key")];
      const env = { SAMESEED_QUEUE_PASSWORD: password, DEBUG: "*" };
      const file = await writeExperiment(folder, { ...tiny, epochs: 2000 });
      const out = join(folder, "out");
      const worker = startWorker(server.url, options, env);
      try {
        let seen = "";
        const watch = setInterval(() => seen += commandLines(), 100);
        const run = ["run", file, "--queue", server.url, ...options];
        const queued = await cli([...run, "--out", out], { env });
        assertEquals(queued.code, 0, queued.stderr);
        const wrong = await cli([...run, "--out", join(folder, "no")], {
          env: { ...env, SAMESEED_QUEUE_PASSWORD: `${password}!` },
        });
        assertEquals(wrong.code, 2);
        assertMatch(wrong.stderr, /it takes another password/);
        clearInterval(watch);
        const end = await stopWorker(worker);
        assertEquals(end.code, 0, end.stderr);
        assertStringIncludes(seen, server.url);
        const printed = [queued, wrong, end].flatMap(({ stdout, stderr }) => [stdout, stderr]);
        const files = [...filesOf(out)];
        assert(files.some((path) => path.endsWith("environment.json")));
        const written = files.map((path) => decode(Deno.readFileSync(path)));
        for (const text of [seen, ...printed, ...written]) {
          assertEquals(text.includes(password), false);
        }
      } finally {
        await server.stop();
      }
    }),
});

Deno.test({
  name: "a server that gets full ends the sweep with a word, and with more memory it goes on",
  ignore: !hasRedis,
  ...loose,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      const [local, queued] = [join(folder, "a"), join(folder, "b")];
      const server = await startRedis();
      const redis = await connectTo(server.port);
      const started = command(["run", file, "--out", queued, "--queue", server.url]).spawn();
      // All jobs are there, and no result finds room.
      while (await redis.llen("sameseed:runs:wait") < 4) await pause(10);
      await redis.config("SET", "maxmemory", "100kb");
      const [run] = await Promise.all([
        started.output(),
        cli(["run", file, "--out", local, "--quiet"]),
      ]);
      try {
        const stderr = decode(run.stderr);
        assertEquals(run.code, 1, stderr);
        assertMatch(stderr, /takes no more: its memory is full\. Give it more there/);
        assert(!/\n +at /.test(stderr), stderr);
        assertEquals(await Deno.stat(join(queued, "runs.csv")).catch(() => null), null);
        await redis.config("SET", "maxmemory", "0");
        const worker = startWorker(server.url, ["--quiet"]);
        const again = await cli(["run", file, "--out", queued, "--queue", server.url]);
        assertEquals(again.code, 0, again.stderr);
        assertEquals(await resultBytes(queued), await resultBytes(local));
        await stopWorker(worker);
      } finally {
        redis.disconnect();
        await server.stop();
      }
    }),
});

Deno.test({
  name: "a server that is emptied gets jobs and data again",
  ignore: !hasRedis,
  ...loose,
  fn: () =>
    inFolder(async (folder) => {
      // Nobody has kept this data before.
      const random = crypto.getRandomValues(new Uint8Array(80));
      const rows = Array.from({ length: 40 }, (_, i) => `${random[i]},${random[40 + i]},${i % 2}`);
      await Deno.writeTextFile(join(folder, "rows.csv"), `a,b,y\n${rows.join("\n")}\n`);
      const data = { type: "csv", path: "rows.csv", target: "y", split: { test: 0.25 } };
      const file = await writeExperiment(folder, { ...tiny, data });
      const [local, queued] = [join(folder, "a"), join(folder, "b")];
      await cli(["run", file, "--out", local, "--quiet"]);
      const server = await startRedis();
      const redis = await connectTo(server.port);
      const run = command(["run", file, "--out", queued, "--queue", server.url]).spawn();
      try {
        while (await redis.llen("sameseed:runs:wait") < 4) await pause(20);
        await redis.flushall();
        const worker = startWorker(server.url);
        const { code, stderr } = await run.output();
        assertEquals(code, 0, decode(stderr));
        assertEquals(await resultBytes(queued), await resultBytes(local));
        const kept = (await redis.keys("sameseed:data:*"))[0]!.split(":")[2]!;
        await stopWorker(worker);
        await Deno.remove(join(project, "results", ".cache", "queue", `${kept}.data`));
      } finally {
        redis.disconnect();
        await server.stop();
      }
    }),
});

Deno.test({
  name: "jobs that are in no list, and what is no job but in the place of one, are put there again",
  ignore: !hasRedis,
  ...loose,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      const [local, queued] = [join(folder, "a"), join(folder, "b")];
      await cli(["run", file, "--out", local, "--quiet"]);
      const server = await startRedis();
      const redis = await connectTo(server.port);
      const run = command(["run", file, "--out", queued, "--queue", server.url]).spawn();
      // Without an end it would wait for ever.
      const timer = setTimeout(() => run.kill("SIGTERM"), 30_000);
      try {
        while (await redis.llen("sameseed:runs:wait") < 4) await pause(20);
        const [id] = await redis.lrange("sameseed:runs:wait", 0, 0);
        await redis.set(`sameseed:runs:${id}`, "no job");
        await redis.del("sameseed:runs:wait");
        const worker = startWorker(server.url);
        const { code, stderr } = await run.output();
        assertEquals(code, 0, decode(stderr));
        assertEquals(await resultBytes(queued), await resultBytes(local));
        await stopWorker(worker);
      } finally {
        clearTimeout(timer);
        redis.disconnect();
        await server.stop();
      }
    }),
});

Deno.test({
  name: "a worker that is to stop does not wait for a server that is gone",
  ignore: !hasRedis,
  ...loose,
  async fn() {
    const server = await startRedis();
    const redis = await connectTo(server.port);
    const worker = startWorker(server.url);
    while (!/:w:/.test(await redis.client("LIST") as string)) await pause(50);
    redis.disconnect();
    await server.stop();
    await pause(500);
    const startedMs = performance.now();
    const { code, stderr } = await stopWorker(worker);
    assertEquals(code, 1);
    assertMatch(stderr, /is not reachable: waiting for it\nStopped without the queue/);
    assert(performance.now() - startedMs < 30_000);
  },
});

Deno.test({
  name: "--retry gives a run all its tries again, and --clear forgets",
  ignore: !hasRedis,
  ...loose,
  fn: () =>
    inFolder(async (folder) => {
      const server = await startRedis();
      const { bullmq } = await (await import("../../src/queue/packages.ts")).loadPackages();
      const redis = await connectTo(server.port);
      const queue = new bullmq.Queue("runs", { prefix: "sameseed", connection: redis });
      const worker = startWorker(server.url);
      try {
        const jobs = Array.from({ length: 3 }, (_, i) => ({ text: "no job", run: `odd\n${i}` }));
        await queue.addBulk(
          jobs.map((data, i) => ({ name: "run", data, opts: { jobId: `j${i}` } })),
        );
        while (await queue.getFailedCount() < 3) await pause(50);
        await stopWorker(worker);
        await redis.hset("sameseed:runs:j1", { stc: 3 });
        const look = (...options: string[]) => cli(["queue", "--queue", server.url, ...options]);
        const shown = await look();
        assertMatch(shown.stdout, /failed {4}3\n {2}odd \d: it is no job of sameseed/);
        const json = JSON.parse((await look("--retry", "--json")).stdout);
        assertEquals([json.retried, json.waiting, json.failed], [3, 3, 0]);
        assertEquals(await redis.hget("sameseed:runs:j1", "stc"), null);
        assertMatch((await look()).stdout, /Nobody works: deno task worker/);
        assertMatch((await look("--clear")).stdout, /3 runs taken away\nwaiting {3}0\n/);
        assertEquals([...Deno.readDirSync(folder)], []);
      } finally {
        redis.disconnect();
        await server.stop();
      }
    }),
});
