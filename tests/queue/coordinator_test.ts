import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { denoArguments } from "../../src/cli/launch.ts";
import { sha256Hex } from "../../src/results/sha256.ts";
import { cli, inFolder, project, resultBytes, tiny, writeExperiment } from "../cli/_run.ts";
import { openTestQueue, pause, tinyJobs } from "./_jobs.ts";
import { hasRedis } from "./_redis.ts";
import { startWorker, stopWorker } from "./_workers.ts";

const ignore = !hasRedis;

const many = { ...tiny, name: "many", seeds: [1, 2, 3, 4, 5, 6, 7, 8], epochs: 4000 };

Deno.test({
  name: "what a killed coordinator has is taken by one without a queue; with --force nothing is",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, { ...many, recordEvery: 500 });
      const [a, b] = [join(folder, "a"), join(folder, "b")];
      const { server, close } = await openTestQueue();
      const worker = startWorker(server.url);
      try {
        const args = ["run", file, "--out", b, "--queue", server.url, "--json"];
        const first = new Deno.Command(Deno.execPath(), {
          args: denoArguments(args, project),
          cwd: project,
          stdout: "piped",
          stderr: "null",
        }).spawn();
        let seen = "";
        for await (const text of first.stdout.pipeThrough(new TextDecoderStream())) {
          seen += text;
          if ((seen.match(/"run-done"/g) ?? []).length >= 3) break;
        }
        first.kill("SIGKILL");
        await first.status;
        const here = await cli(["run", file, "--out", b]);
        assertEquals(here.code, 0, here.stderr);
        assertMatch(here.stdout, /finished before/);
        await cli(["run", file, "--out", a, "--quiet"]);
        const bytes = await resultBytes(a);
        assertEquals(await resultBytes(b), bytes);
        const forced = await cli(["run", file, "--out", b, "--queue", server.url, "--force"]);
        assertEquals(forced.code, 0, forced.stderr);
        assertEquals(await resultBytes(b), bytes);
        // Those of the first, and all of the last.
        const [, ends] = /Stopped after (\d+) runs/.exec((await stopWorker(worker)).stdout)!;
        assert(Number(ends) >= 16 + 3, ends);
      } finally {
        await close();
      }
    }),
});

Deno.test({
  name: "two coordinators of one experiment share its runs and write the same results",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, { ...tiny, name: "shared", epochs: 1000 });
      const { server, close } = await openTestQueue();
      const worker = startWorker(server.url);
      try {
        const outs = ["a", "b"].map((name) => join(folder, name));
        const ends = await Promise.all(
          outs.map((out) => cli(["run", file, "--out", out, "--queue", server.url])),
        );
        for (const { code, stderr } of ends) assertEquals(code, 0, stderr);
        const [a, b] = await Promise.all(outs.map(resultBytes));
        assert(a!.has("runs.csv"));
        assertEquals(a, b);
        assertMatch((await stopWorker(worker)).stdout, /Stopped after 4 runs/);
      } finally {
        await close();
      }
    }),
});

Deno.test({
  name:
    "jobs of another numerics version and of other data are refused by name and left for others",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const { server, queue, close } = await openTestQueue();
      const { encode } = await tinyJobs();
      const { text, data } = encode();
      const change = (name: string, from: RegExp, to: string) => {
        const changed = text.replace(from, to);
        const jobId = sha256Hex(new TextEncoder().encode(changed));
        return { name: "run", data: { ...data, text: changed, run: name }, opts: { jobId } };
      };
      const jobs = [
        change("newer", /"numericsVersion":\d+/, '"numericsVersion":99'),
        change("elsewhere", /"digest":"[^"]+"/, `"digest":"${"0".repeat(64)}"`),
      ];
      await queue.addBulk(jobs);
      const worker = startWorker(server.url, ["--concurrency", "1"]);
      try {
        const file = await writeExperiment(folder, tiny);
        const out = join(folder, "b");
        const { code, stderr } = await cli(["run", file, "--out", out, "--queue", server.url]);
        assertEquals(code, 0, stderr);
        await pause(500);
        const end = await stopWorker(worker);
        assertMatch(end.stderr, /Refused newer: it is of numerics version 99, this is \d/);
        assertMatch(
          end.stderr,
          /Refused elsewhere: its data, digest 0{12}…, is not here \(this checkout has digest/,
        );
        for (const { opts: { jobId } } of jobs) {
          const state = await queue.getJobState(jobId);
          assert(["waiting", "delayed"].includes(state), state);
        }
      } finally {
        await close();
      }
    }),
});
