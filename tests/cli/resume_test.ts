import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { granted } from "../permissions.ts";
import { cli, command, inFolder, project, resultBytes, tiny, writeExperiment } from "./_run.ts";

const ignore = !granted("read", "write", "run", "env");

/** Reads the events of a `--json` run until one is there; the rest is read by `rest`. */
async function untilEvent(child: Deno.ChildProcess, wanted: RegExp) {
  const events = child.stdout.pipeThrough(new TextDecoderStream());
  let seen = "";
  for await (const text of events.values({ preventCancel: true })) {
    seen += text;
    if (wanted.test(seen)) break;
  }
  return { seen, rest: () => events.cancel() };
}

Deno.test({
  name: "a new seed is trained alone, and the results are those of one sweep of all seeds",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      const [a, b] = [join(folder, "a"), join(folder, "b")];
      await cli(["run", file, "--out", a, "--quiet"]);
      const more = await cli(["run", file, "--out", a, "--seeds", "1,2,3"]);
      assertEquals(more.code, 0, more.stderr);
      assertMatch(more.stdout, /4 of 6 runs were finished before and are taken from .*a.\.journal/);
      assertEquals(more.stdout.match(/✓ \S+-seed\d/g), ["✓ zeros-seed3", "✓ xavier-seed3"]);
      assertMatch(more.stdout, /\[5\/6\][^]*\[6\/6\]/);
      assertStringIncludes(more.stdout, "Trained: 2; taken as they were: 4");
      await cli(["run", file, "--out", b, "--quiet", "--seeds", "1,2,3"]);
      assertEquals(await resultBytes(a), await resultBytes(b));
    }),
});

Deno.test({
  name:
    "the same sweep again is a check by default, is free with --resume and trained with --force",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      const out = join(folder, "out");
      const first = await cli(["run", file, "--out", out]);
      assertEquals(/finished before|bytes as before/.test(first.stdout), false, first.stdout);
      const before = await resultBytes(out);

      const check = await cli(["run", file, "--out", out, "--backend", "reference"]);
      assertStringIncludes(check.stdout, "All 4 runs were finished before: training again");
      assertEquals(check.stdout.match(/✓/g)?.length, 4);
      assertStringIncludes(check.stdout, "all 4 runs have the same bytes as before");

      const resumed = await cli(["run", file, "--out", out, "--resume"]);
      assertStringIncludes(resumed.stdout, "nothing is trained");
      assertEquals(resumed.stdout.match(/✓/g), null);

      const forced = await cli(["run", file, "--out", out, "--force"]);
      assertEquals(forced.stdout.match(/✓/g)?.length, 4);
      assertEquals(await resultBytes(out), before);

      const both = await cli(["run", file, "--out", out, "--force", "--resume"]);
      assertEquals(both.code, 2);
      assertStringIncludes(both.stderr, "Cannot use --resume with --force");
    }),
});

Deno.test({
  name: "a second process is told who writes to the folder, and the first one goes on",
  ignore: ignore || Deno.build.os === "windows",
  fn: () =>
    inFolder(async (folder) => {
      const out = join(folder, "out");
      const slow = { ...tiny, variants: { endless: { epochs: 10_000_000 } }, seeds: [1] };
      const file = await writeExperiment(folder, slow);
      const child = command(["run", file, "--out", out, "--json"]).spawn();
      const { rest } = await untilEvent(child, /"run-start"/);
      const second = await cli(["run", file, "--out", out]);
      assertEquals(second.code, 2);
      assertMatch(
        second.stderr,
        /another process is writing there: process \d+( on [\w.-]+)?, since 20\d\d-/,
      );
      child.kill("SIGTERM");
      const stderr = await new Response(child.stderr).text();
      assertEquals((await child.status).code, 130, stderr);
      await rest();
      assertStringIncludes(stderr, "nothing was finished yet");
      // Nothing keeps the next one out.
      const next = await cli(["run", file, "--out", out, "--dry-run"]);
      assertEquals(next.code, 0, next.stderr);
      const names = [...Deno.readDirSync(out)].map(({ name }) => name);
      assertEquals(names, [".journal"]);
    }),
});

Deno.test({
  name: "after Ctrl-C the same command trains the rest, and partial/ goes",
  ignore: ignore || Deno.build.os === "windows",
  fn: () =>
    inFolder(async (folder) => {
      const [a, b] = [join(folder, "a"), join(folder, "b")];
      const variants = { short: { epochs: 1 }, long: { epochs: 2_000_000 }, brief: { epochs: 2 } };
      const file = await writeExperiment(folder, { ...tiny, seeds: [1], variants });
      const child = command(["run", file, "--out", a, "--json", "--workers", "1"]).spawn();
      const { rest } = await untilEvent(child, /"run-start","version":1,"run":"long-seed1"/);
      child.kill("SIGTERM");
      const stderr = await new Response(child.stderr).text();
      assertEquals((await child.status).code, 130, stderr);
      await rest();
      assertStringIncludes(stderr, "the same command trains the others");
      assert((await Deno.stat(join(a, "partial/runs.csv"))).isFile);

      const only = ["--only", "short,brief"];
      const next = await cli(["run", file, "--out", a, ...only, "--json"]);
      assertStringIncludes(next.stdout, '{"event":"taken","version":1,"runs":["short-seed1"]}');
      assertEquals(next.stdout.match(/"run-start","version":1,"run":"[^"]*"/g), [
        '"run-start","version":1,"run":"brief-seed1"',
      ]);
      await cli(["run", file, "--out", b, ...only, "--quiet"]);
      assertEquals(await resultBytes(a), await resultBytes(b));
      const names = [...Deno.readDirSync(a)].map(({ name }) => name);
      assertEquals(names.filter((name) => /partial|lock|pending/.test(name)), []);
    }),
});

Deno.test({
  name: "results that nobody asked to be kept are not taken: another folder trains everything",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      await cli(["run", file, "--out", join(folder, "a"), "--quiet"]);
      const { stdout } = await cli(["run", file, "--out", join(folder, "b"), "--json"]);
      assertEquals(stdout.match(/"run-start"/g)?.length, 4);
      // As a fresh clone has it: the results without the journal.
      await Deno.remove(join(folder, "a/.journal"), { recursive: true });
      const clone = await cli(["run", file, "--out", join(folder, "a"), "--json", "--resume"]);
      assertEquals(clone.stdout.match(/"run-start"/g)?.length, 4);
    }),
});

Deno.test({
  name: "a model file of the user's own is refused before anything is trained",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      const model = join(folder, "out/models/zeros-seed1.safetensors");
      await Deno.mkdir(join(folder, "out/models"), { recursive: true });
      await Deno.writeTextFile(model, "mine");
      const { code, stderr } = await cli(["run", file, "--out", join(folder, "out")]);
      assertEquals(code, 2);
      assertStringIncludes(stderr, "zeros-seed1.safetensors: a file is in its place");
      assertEquals(await Deno.readTextFile(model), "mine");
    }),
});

Deno.test({
  name: "where results cannot be written it ends with 1, names the file, and no run is lost",
  ignore: ignore || Deno.build.os === "windows",
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      const out = join(folder, "out");
      // No file above 15 KB, in blocks of 512 bytes: runs are smaller, the pictures are larger.
      const launch = [Deno.execPath(), "run", "-q", "--frozen", "-P=launch", "src/cli/launch.ts"];
      const limited = `trap "" XFSZ; ulimit -f 30; exec ${
        launch.join(" ")
      } run ${file} --out ${out}`;
      const { code, stdout, stderr } = await new Deno.Command("sh", {
        args: ["-c", limited],
        cwd: project,
        env: { NO_COLOR: "1", INIT_CWD: project },
      }).output();
      const text = new TextDecoder();
      assertEquals(code, 1, text.decode(stderr));
      assertEquals(text.decode(stdout).match(/✓/g)?.length, 4);
      assertMatch(text.decode(stderr), /Cannot write .*\.(svg|csv): file too large/);
      assertStringIncludes(text.decode(stderr), "takes the 4 finished runs");
      assertEquals([...Deno.readDirSync(out)].map(({ name }) => name), [".journal"]);

      const again = await cli(["run", file, "--out", out]);
      assertStringIncludes(again.stdout, "nothing is trained");
      await cli(["run", file, "--out", join(folder, "whole"), "--quiet"]);
      assertEquals(await resultBytes(out), await resultBytes(join(folder, "whole")));
    }),
});
