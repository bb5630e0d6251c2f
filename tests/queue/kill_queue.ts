/**
 * Kills workers and coordinators of a queue at random moments, restarts and pauses its server, and
 * compares the results with local ones: `deno task queue-kill-test [WORKER KILLS] [COORDINATOR KILLS]`.
 */
import { join } from "@std/path";
import { denoArguments } from "../../src/cli/launch.ts";
import { cli, project, resultBytes, tiny, writeExperiment } from "../cli/_run.ts";
import { hasRedis, startRedis } from "./_redis.ts";

function start(args: string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: denoArguments(args, project),
    cwd: project,
    env: { NO_COLOR: "1" },
    stdout: "null",
    stderr: "null",
  }).spawn();
}

async function kill(child: Deno.ChildProcess): Promise<void> {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has just ended.
  }
  await child.status;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** @returns Names of result files that differ from the local ones. */
export async function killQueue(
  root: string,
  { workerKills, coordinatorKills, seeds, say }: {
    workerKills: number;
    coordinatorKills: number;
    seeds: number;
    say: (text: string) => void;
  },
): Promise<string[]> {
  const all = Array.from({ length: seeds }, (_, index) => index + 1);
  const file = await writeExperiment(root, { ...tiny, name: "killed", epochs: 300, seeds: all });
  const [local, queued, store] = ["local", "queued", "redis"].map((name) => join(root, name));
  await cli(["run", file, "--out", local!, "--quiet"]);
  await Deno.mkdir(store!);
  const durable = ["--appendonly", "yes", "--appendfsync", "always", "--dir", store!];
  let server = await startRedis({ args: durable });
  const worker = () => start(["worker", "--queue", server.url, "--concurrency", "1", "--quiet"]);
  const run = () => start(["run", file, "--out", queued!, "--queue", server.url, "--quiet"]);
  const workers = Array.from({ length: 4 }, worker);
  let coordinator = run();
  let isDone = false;
  let code = -1;
  const watch = (child: Deno.ChildProcess) =>
    void child.status.then((status) => {
      if (status.signal !== null) return;
      isDone = true;
      code = status.code;
    });
  watch(coordinator);
  let [killed, coordinators] = [0, 0];
  try {
    while (!isDone) {
      await pause(200 + 1200 * Math.random());
      if (isDone) break;
      if (killed < workerKills) {
        const place = Math.floor(workers.length * Math.random());
        await kill(workers[place]!);
        workers[place] = worker();
        killed++;
      }
      if (
        coordinators < coordinatorKills && killed * coordinatorKills >= coordinators * workerKills
      ) {
        await kill(coordinator);
        if (isDone) break;
        coordinator = run();
        watch(coordinator);
        coordinators++;
        say(`${killed} workers and ${coordinators} coordinators killed`);
        if (coordinators === 2) {
          const { port } = server;
          await server.stop();
          await pause(1000);
          server = await startRedis({ args: durable, port });
          say("server killed and started again");
        }
      }
    }
    say(`${killed} workers and ${coordinators} coordinators killed; the sweep ended with ${code}`);
    const [a, b] = [await resultBytes(local!), await resultBytes(queued!)];
    return [...a.keys()].filter((name) => a.get(name) !== b.get(name));
  } finally {
    await kill(coordinator);
    for (const one of workers) await kill(one);
    await server.stop();
  }
}

if (import.meta.main) {
  if (!hasRedis) {
    console.error("redis-server is not installed, or may not be started");
    Deno.exit(1);
  }
  const [workerKills = 100, coordinatorKills = 10, seeds = 2000] = Deno.args.map(Number);
  const root = await Deno.makeTempDir({ prefix: "sameseed-queue-" });
  const startedMs = performance.now();
  const differing = await killQueue(root, {
    workerKills,
    coordinatorKills,
    seeds,
    say: console.log,
  });
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  console.log(
    `${seconds} s; files that differ from the local ones: ${differing.join(", ") || "none"}`,
  );
  if (differing.length > 0) Deno.exit(1);
  await Deno.remove(root, { recursive: true });
}
