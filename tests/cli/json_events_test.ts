import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { errorEvent, eventLine, finishedEvent } from "../../src/cli/json_reporter.ts";
import { ExperimentError, RunError } from "../../src/errors.ts";
import type { RunResult, SweepResult } from "../../src/results/mod.ts";
import { granted } from "../permissions.ts";
import { cli, command, inFolder, tiny, writeExperiment } from "./_run.ts";

const ignore = !granted("read", "write", "run", "env");

function linesOf(stdout: string) {
  return stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
}

Deno.test("each line says its type and version first, and null for what is not finite", () => {
  const train = { loss: NaN };
  const line = eventLine({ event: "progress", run: "a", epoch: 1, epochs: 2, train });
  const rest = '"run":"a","epoch":1,"epochs":2,"train":{"loss":null}}';
  assertEquals(line, `{"event":"progress","version":1,${rest}`);
});

Deno.test("errors tell the exit code, and what a user is told to do", () => {
  const mistake = new ExperimentError("Cannot", { file: "a.ts", place: "epochs", remedy: "Do" });
  assertEquals(errorEvent(mistake), {
    event: "error",
    message: "Cannot",
    exitCode: 2,
    file: "a.ts",
    place: "epochs",
    remedy: "Do",
  });
  const failure = { event: "error", message: "No memory", exitCode: 1 };
  assertEquals(errorEvent(new RunError("No memory")), failure);
});

Deno.test("a variant of which every run diverged has no metrics", () => {
  const run = { name: "a-seed1", variant: "a", seed: 1 };
  const runs = [{ run, status: "diverged", final: { train: { loss: NaN } } }] as RunResult[];
  const where = { folder: "/r", files: [], elapsedMs: 1 };
  const { variants } = finishedEvent({ runs } as unknown as SweepResult, where);
  assertEquals(variants, [{ variant: "a", runs: 1, finished: 0, metrics: {}, bestEpochs: [] }]);
});

Deno.test({
  name: "with --json everything that ends the command is an event, too",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, { ...tiny, optimizer: { type: "adem" } });
      const wrong = await cli(["run", file, "--json"]);
      assertEquals(wrong.code, 2);
      const [error] = linesOf(wrong.stdout);
      assertEquals([error.event, error.exitCode, error.place], ["error", 2, "optimizer"]);
      assertStringIncludes(wrong.stderr, error.message);

      const option = await cli(["run", file, "--json", "--epcohs", "3"]);
      assertEquals([option.code, linesOf(option.stdout)[0].event], [2, "error"]);

      const right = await writeExperiment(folder, tiny);
      const out = join(folder, "nothing");
      const planned = await cli(["run", right, "--json", "--dry-run", "--out", out]);
      const [plan, ...more] = linesOf(planned.stdout);
      assertEquals([plan.event, plan.runs.length, more], ["planned", 4, []]);
      assertEquals(plan.runs[0], { run: "zeros-seed1", variant: "zeros", seed: 1, epochs: 20 });
    }),
});

Deno.test({
  name: "an interrupted sweep ends its events with what was kept",
  ignore: ignore || Deno.build.os === "windows",
  fn: () =>
    inFolder(async (folder) => {
      const variants = { short: { epochs: 1 }, endless: { epochs: 10_000_000 } };
      const slow = await writeExperiment(folder, { ...tiny, name: "slow", seeds: [1], variants });
      const out = join(folder, "out");
      const child = command(["run", slow, "--out", out, "--json"]).spawn();
      let seen = "";
      let isStopped = false;
      for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
        seen += text;
        if (isStopped || !seen.includes('"run-done"') || !seen.includes('"progress"')) continue;
        isStopped = true;
        child.kill("SIGTERM");
      }
      await child.stderr.cancel();
      assertEquals((await child.status).code, 130);
      const { event, finished, expected, folder: where, files } = linesOf(seen).at(-1);
      assertEquals([event, finished, expected, where], ["interrupted", 1, 2, out]);
      assertEquals(files.includes("partial/runs.csv"), true);
      for (const path of files) assertEquals((await Deno.stat(join(out, path))).isFile, true);
    }),
});
