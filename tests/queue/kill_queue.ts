/**
 * Kills workers and coordinators of a queue at random moments, kills, restarts and pauses its server, and
 * compares the results with local ones: `deno task queue-kill-test [WORKERS] [COORDINATORS] [SEEDS]`.
 */
import { join } from "@std/path";
import { denoArguments } from "../../src/cli/launch.ts";
import { comparedFiles } from "../../src/results/paths.ts";
import { cli, project, tiny, writeExperiment } from "../cli/_run.ts";
import { jobsOf, missWorker, pause } from "./_jobs.ts";
import { connectTo, hasRedis, startRedis } from "./_redis.ts";

/** What came of so many kills. */
export interface QueueKillReport {
  /** How the last coordinator ended. */
  code: number;
  workerKills: number;
  coordinatorKills: number;
  /** Result files that are not the local ones, models included. */
  differing: string[];
  runs: number;
  /** How often a worker came to the end of a run: more than runs where one was trained twice. */
  ends: number;
  /** What workers and coordinators said that ended by themselves. */
  failures: string[];
}

export interface QueueKillOptions {
  workerKills: number;
  coordinatorKills: number;
  seeds: number;
  /** The server is not killed and not paused, and lost workers are noticed at once. */
  short?: boolean;
  say?: (text: string) => void;
}

/** A process whose output is kept. */
interface Child {
  process: Deno.ChildProcess;
  stdout: Promise<string>;
  stderr: Promise<string>;
  isKilled: boolean;
}

function start(args: string[]): Child {
  const process = new Deno.Command(Deno.execPath(), {
    args: denoArguments(args, project),
    cwd: project,
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const text = (stream: ReadableStream<Uint8Array>) => new Response(stream).text();
  return {
    process,
    stdout: text(process.stdout),
    stderr: text(process.stderr),
    isKilled: false,
  };
}

async function kill(child: Child): Promise<void> {
  child.isKilled = true;
  try {
    child.process.kill("SIGKILL");
  } catch {
    // It has just ended.
  }
  await child.process.status;
}

/** Bytes of all files that are the same on every machine, models included, as digests by name. */
async function resultDigests(folder: string): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  const add = async (name: string) => {
    const bytes = await Deno.readFile(join(folder, name)).catch(() => undefined);
    if (bytes === undefined) return;
    digests.set(name, new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex());
  };
  for (const name of comparedFiles) await add(name);
  const models = join(folder, "models");
  for await (const { name } of Deno.readDir(models)) await add(join("models", name));
  return digests;
}

/** @param root An empty folder. */
export async function killQueue(
  root: string,
  { workerKills, coordinatorKills, seeds, short = false, say = () => {} }: QueueKillOptions,
): Promise<QueueKillReport> {
  const longest = short ? 6000 : 20_000;
  const file = await writeExperiment(root, {
    ...tiny,
    name: "killed",
    seeds: Array.from({ length: seeds }, (_, index) => index + 1),
    recordEvery: 1000,
    variants: { quick: { epochs: 100 }, some: { epochs: 2000 }, long: { epochs: longest } },
  });
  const [local, queued, store] = ["local", "queued", "redis"].map((name) => join(root, name));
  const { code: localCode, stderr } = await cli(["run", file, "--out", local!, "--quiet"]);
  if (localCode !== 0) throw new Error(stderr);
  say("trained locally");
  await Deno.mkdir(store!);
  const durable = ["--appendonly", "yes", "--appendfsync", "always", "--dir", store!];
  let server = await startRedis({ args: durable });
  const redis = await connectTo(server.port);
  const all: Child[] = [];
  const begin = (args: string[]) => {
    const child = start([...args, "--queue", server.url]);
    all.push(child);
    return child;
  };
  const worker = () => begin(["worker", "--concurrency", "1"]);
  const run = () => begin(["run", file, "--out", queued!, "--quiet"]);
  const workers = Array.from({ length: 4 }, worker);
  let coordinator = run();
  const ended = (child: Child) =>
    Promise.race([child.process.status, pause(200 + 1200 * Math.random())]);
  const report = { workerKills: 0, coordinatorKills: 0, failures: [] as string[] };
  const trouble = [async () => {
    const { port } = server;
    await server.stop();
    await pause(1000);
    server = await startRedis({ args: durable, port });
    say("server killed and started again");
  }, async () => {
    server.pause();
    await pause(4000);
    server.resume();
    say("server paused");
  }];
  try {
    while (await ended(coordinator) === undefined) {
      if (report.workerKills < workerKills) {
        const place = Math.floor(workers.length * Math.random());
        const { process } = workers[place]!;
        await kill(workers[place]!);
        for (const id of short ? await jobsOf(redis, process) : []) await missWorker(redis, id);
        workers[place] = worker();
        report.workerKills++;
      }
      const share = report.workerKills / workerKills;
      if (report.coordinatorKills < Math.floor(share * coordinatorKills)) {
        await kill(coordinator);
        coordinator = run();
        report.coordinatorKills++;
        say(`${report.workerKills} workers and ${report.coordinatorKills} coordinators killed`);
      }
      if (!short && share > (3 - trouble.length) / 3) await trouble.shift()?.();
    }
    const { code } = await coordinator.process.status;
    for (const one of workers) await kill(one);
    let ends = 0;
    for (const { process, stdout, stderr, isKilled } of all) {
      ends += (await stdout).match(/^\S+ (finished|diverged|stopped) /gm)?.length ?? 0;
      const status = await process.status;
      if (!isKilled && status.code !== 0) report.failures.push(await stderr);
    }
    const [a, b] = [
      await resultDigests(local!),
      await resultDigests(queued!).catch(() => new Map()),
    ];
    const names = [...new Set([...a.keys(), ...b.keys()])];
    const differing = names.filter((name) => a.get(name) !== b.get(name));
    return { ...report, code, differing, runs: 3 * seeds, ends };
  } finally {
    for (const child of all) await kill(child);
    redis.disconnect();
    await server.stop();
  }
}

if (import.meta.main) {
  if (!hasRedis) {
    console.error("redis-server is not installed, or may not be started");
    Deno.exit(1);
  }
  const [workerKills = 100, coordinatorKills = 10, seeds = 150] = Deno.args.map(Number);
  const root = await Deno.makeTempDir({ prefix: "sameseed-queue-" });
  const startedMs = performance.now();
  const seconds = () => Math.round((performance.now() - startedMs) / 1000);
  const { differing, failures, ...report } = await killQueue(root, {
    workerKills,
    coordinatorKills,
    seeds,
    say: (text) => console.log(`${seconds()} s: ${text}`),
  });
  console.log(`${seconds()} s: ${JSON.stringify(report)}`);
  const names = differing.slice(0, 10).join(", ");
  console.log(`${differing.length} files differ from the local ones${names && `: ${names}`}`);
  for (const text of failures) console.error(text);
  const isDone = report.workerKills === workerKills &&
    report.coordinatorKills === coordinatorKills;
  if (!isDone) console.error("The sweep was over before the last kill: give it more seeds");
  if (report.code !== 0 || differing.length + failures.length > 0 || !isDone) Deno.exit(1);
  await Deno.remove(root, { recursive: true });
}
