import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { granted } from "../permissions.ts";
import { cli, command, inFolder, resultBytes, tiny, writeExperiment } from "./_run.ts";

const ignore = !granted("read", "write", "run", "env");

Deno.test({
  name: "the same experiment gives the same bytes in another folder, locale, time zone and pool",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      const first = await cli(["run", file, "--out", join(folder, "a"), "--workers", "1"]);
      assertEquals(first.code, 0, first.stderr);
      const second = await cli(["run", "tiny.json", "--out", "b", "--workers", "3"], {
        cwd: folder,
        env: { LC_ALL: "de_DE.UTF-8", LANG: "tr_TR.UTF-8", TZ: "Asia/Kathmandu" },
      });
      assertEquals(second.code, 0, second.stderr);
      const [a, b] = [await resultBytes(join(folder, "a")), await resultBytes(join(folder, "b"))];
      assertEquals(b, a);
      for (const name of ["confusion.csv", "mistakes.csv"]) assert(a.has(name), name);

      const same = await cli(["compare", join(folder, "a"), join(folder, "b")]);
      assertEquals(same.code, 0);
      assertStringIncludes(same.stdout, "Identical");
    }),
});

Deno.test({
  name: "a module and the JSON file of the same experiment give the same results",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const json = await writeExperiment(folder, tiny);
      const module = join(folder, "module.ts");
      const text = `import { defineExperiment } from "sameseed";
export default defineExperiment(${JSON.stringify(tiny)});`;
      await Deno.writeTextFile(module, text);
      for (const [file, out] of [[json, "a"], [module, "b"]] as const) {
        const { code, stderr } = await cli(["run", file, "--out", join(folder, out), "--quiet"]);
        assertEquals([code, stderr], [0, ""]);
      }
      const [a, b] = [await resultBytes(join(folder, "a")), await resultBytes(join(folder, "b"))];
      for (const name of ["runs.csv", "curves.csv", "layers.csv", "curves.svg", "final.svg"]) {
        assertEquals(a.get(name), b.get(name));
      }
    }),
});

Deno.test({
  name: "a run's bytes do not depend on the runs beside it",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      await cli(["run", file, "--out", join(folder, "all"), "--quiet"]);
      const only = ["--only", "xavier", "--seeds", "2", "--out", join(folder, "one"), "--quiet"];
      assertEquals((await cli(["run", file, ...only])).code, 0);
      const weights = async (out: string) => {
        const text = await Deno.readTextFile(join(folder, out, "runs.csv"));
        return text.split("\n").find((line) => line.startsWith("xavier-seed2"))!.split(",").at(-1);
      };
      assertEquals(await weights("one"), await weights("all"));
    }),
});

Deno.test({
  name: "a second invocation replaces the first one whole",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      const out = join(folder, "out");
      await cli(["run", file, "--out", out, "--quiet"]);
      await Deno.writeTextFile(join(out, "notes.txt"), "mine");
      await cli(["run", file, "--out", out, "--quiet", "--only", "zeros", "--seeds", "7"]);
      const models = [...Deno.readDirSync(join(out, "models"))].map(({ name }) => name);
      assertEquals(models.every((name) => name.startsWith("zeros-seed7.")), true, `${models}`);
      assertEquals(models.includes("zeros-seed7.safetensors"), true);
      const rows = (await Deno.readTextFile(join(out, "runs.csv"))).trimEnd().split("\n");
      assertEquals(rows.length, 2);
      assertEquals(await Deno.readTextFile(join(out, "notes.txt")), "mine");
    }),
});

Deno.test({
  name: "a run that diverges is recorded with its epoch, and the others go on",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const experiment = {
        ...tiny,
        seeds: [1],
        variants: {
          wild: {
            loss: "squared-error",
            optimizer: { learningRate: 1e38 },
            architecture: [{ units: 1 }],
          },
          calm: {},
        },
      };
      const file = await writeExperiment(folder, experiment);
      const { code, stdout, stderr } = await cli(["run", file, "--out", join(folder, "out")]);
      assertEquals(code, 0, stderr);
      assertMatch(stdout, /✗ wild-seed1 +diverged in epoch \d+/);
      assertMatch(stdout, /✓ calm-seed1/);
      const [, wild, calm] = (await Deno.readTextFile(join(folder, "out/runs.csv"))).split("\n");
      assertStringIncludes(wild!, ",diverged,");
      assertStringIncludes(calm!, ",finished,");
      assertMatch(await Deno.readTextFile(join(folder, "out/summary.md")), /wild.*diverged.*epoch/);
    }),
});

Deno.test({
  name: "Ctrl-C keeps what was finished, says so, and leaves the results of before alone",
  ignore: ignore || Deno.build.os === "windows",
  fn: () =>
    inFolder(async (folder) => {
      const out = join(folder, "out");
      const quick = await writeExperiment(folder, { ...tiny, name: "quick" });
      await cli(["run", quick, "--out", out, "--quiet"]);
      const before = await resultBytes(out);

      const variants = { short: { epochs: 1 }, endless: { epochs: 10_000_000 } };
      const slow = await writeExperiment(folder, { ...tiny, name: "slow", seeds: [1], variants });
      const child = command(["run", slow, "--out", out, "--json"]).spawn();
      const events = child.stdout.pipeThrough(new TextDecoderStream());
      let seen = "";
      for await (const text of events.values({ preventCancel: true })) {
        seen += text;
        // The endless run is in hand, the short one is done.
        if (seen.includes('"run-done"') && seen.includes('"run":"endless-seed1"')) break;
      }
      const rest = events.cancel();
      // As the terminal does, to the launcher and, through it, to the program.
      child.kill("SIGTERM");
      const stderr = await new Response(child.stderr).text();
      assertEquals((await child.status).code, 130, stderr);
      await rest;
      assertStringIncludes(stderr, "Interrupted: the 1 finished of 2 runs are kept in");
      assertEquals(await resultBytes(out), before);
      const rows = (await Deno.readTextFile(join(out, "partial/runs.csv"))).trimEnd().split("\n");
      assertEquals(rows.length, 2);
      assert(rows[1]!.startsWith("short-seed1,"));
    }),
});

Deno.test({
  name: "--json prints one event a line, --quiet nothing, --dry-run trains nothing",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      const { stdout } = await cli(["run", file, "--out", join(folder, "a"), "--json"]);
      const events = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
      assertEquals(events[0].event, "start");
      assertEquals(events.filter(({ event }) => event === "run-done").length, 4);

      const quiet = await cli(["run", file, "--out", join(folder, "b"), "--quiet"]);
      assertEquals([quiet.code, quiet.stdout, quiet.stderr], [0, "", ""]);

      const dry = await cli(["run", file, "--out", join(folder, "c"), "--dry-run"]);
      assertEquals(dry.code, 0);
      assertStringIncludes(dry.stdout, "xavier-seed2");
      assertEquals([...Deno.readDirSync(folder)].some(({ name }) => name === "c"), false);
    }),
});

Deno.test({
  name: "describe shows layers, shapes, parameters and runs",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      const { code, stdout } = await cli(["describe", file]);
      assertEquals(code, 0);
      for (
        const text of ["layers.0   [4, 2]", "layers.1   [1, 4]", "45 train, 15 test rows of 2"]
      ) {
        assertStringIncludes(stdout, text);
      }
      // 4·2 + 4 and 1·4 + 1
      assertMatch(stdout, /total +17/);
      assertMatch(stdout, /4 runs; they differ in init\n/);
    }),
});

Deno.test({
  name: "compare names the first cell that differs and ends with 1",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      await cli(["run", file, "--out", join(folder, "a"), "--quiet"]);
      await cli(["run", file, "--out", join(folder, "b"), "--quiet", "--set", "batchSize=4"]);
      const { code, stdout } = await cli(["compare", join(folder, "a"), join(folder, "b")]);
      assertEquals(code, 1);
      assertStringIncludes(stdout, "runs.csv");
      assertStringIncludes(stdout, "batchSize");
    }),
});
