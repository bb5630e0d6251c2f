import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { denoArguments } from "../../src/cli/launch.ts";
import { granted } from "../permissions.ts";
import { cli, inFolder, resultBytes, tiny, writeExperiment } from "./_run.ts";

const ignore = !granted("read", "write", "run", "env");

Deno.test("merge gets its own permission set, and --out the folder that it names", () => {
  const flags = denoArguments(["merge", "a", "b", "--out", "../c"], "/home/user");
  assert(flags.includes("-P=merge"));
  const write = flags.find((flag) => flag.startsWith("--allow-write="))!;
  assertEquals(write.split(",").slice(1), ["/home/c"]);
  assertEquals(flags.some((flag) => flag.startsWith("--allow-run")), false);
});

/** Rows of two classes whose columns need scaling, one of words. */
function table(): string {
  const rows = Array.from(
    { length: 40 },
    (_, k) =>
      `${k * 3 % 17},${k % 5 === 0 ? "" : k % 7},${k % 3 ? "red" : "blue"},${k * 7 % 11 > 5}`,
  );
  return ["height,width,colour,label", ...rows].join("\n");
}

Deno.test({
  name: "shards are merged where neither experiment nor data is, to the bytes of the whole sweep",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const data = join(folder, "table.csv");
      await Deno.writeTextFile(data, table());
      const file = await writeExperiment(folder, {
        ...tiny,
        data: {
          type: "csv",
          path: data,
          target: "label",
          normalize: "standardize",
          missing: "mean",
          categorical: ["colour"],
          split: { test: 0.25 },
        },
      });
      const place = (name: string) => join(folder, name);
      const whole = await cli(["run", file, "--out", place("whole"), "--quiet"]);
      assertEquals(whole.code, 0, whole.stderr);
      for (const shard of ["1/3", "2/3", "3/3"]) {
        const out = place(shard.replace("/", "-"));
        const trained = await cli(["run", file, "--out", out, "--shard", shard]);
        assertEquals(trained.code, 0, trained.stderr);
        assertMatch(trained.stdout, /Shard \d of 3: [12] of 4 runs; deno task merge joins them/);
      }
      await Deno.remove(data);
      await Deno.remove(file);
      const places = ["3-3", "1-3", "2-3"].map(place);
      const merged = await cli(["merge", ...places, "--out", place("merged")]);
      assertEquals(merged.code, 0, merged.stderr);
      assertStringIncludes(merged.stdout, "Merged: 4 runs of 3 shards");
      assertEquals(await resultBytes(place("merged")), await resultBytes(place("whole")));
      const again = await cli(["merge", ...places, "--out", place("merged"), "--quiet"]);
      assertEquals([again.code, again.stdout], [0, ""]);
      assertEquals(await resultBytes(place("merged")), await resultBytes(place("whole")));
    }),
});

Deno.test({
  name: "where shards are missing nothing is written, or by request what there is, and run goes on",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      const [whole, a, out] = ["whole", "a", "out"].map((name) => join(folder, name));
      await cli(["run", file, "--out", whole!, "--quiet"]);
      await cli(["run", file, "--out", a!, "--shard", "2/2", "--quiet"]);
      const refused = await cli(["merge", a!, "--out", out!]);
      assertEquals(refused.code, 2);
      assertStringIncludes(refused.stderr, "2 of 4 runs are missing, all of shard 1: zeros-seed1");
      assertStringIncludes(refused.stderr, "--shard 1/2");
      assertEquals([...Deno.readDirSync(folder)].some(({ name }) => name === "out"), false);

      const partial = await cli(["merge", a!, "--out", out!, "--allow-partial"]);
      assertEquals(partial.code, 0, partial.stderr);
      assertMatch(partial.stdout, /Merged: 2 of 4 runs, in .*partial; the others are trained by/);
      const summary = await Deno.readTextFile(join(out!, "partial", "summary.md"));
      assertStringIncludes(summary, "Not finished: 2 of 4 runs");

      const rest = await cli(["run", file, "--out", out!]);
      assertStringIncludes(rest.stdout, "Trained: 2; taken as they were: 2");
      assertEquals(await resultBytes(out!), await resultBytes(whole!));
    }),
});

Deno.test({
  name: "a shard is verified, and goes on where it was stopped, like whole results",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      const a = join(folder, "a");
      const args = ["run", file, "--out", a, "--shard", "1/2"];
      await cli([...args, "--quiet"]);
      const verified = await cli(["verify", a, "--folder", folder]);
      assertEquals(verified.code, 0, verified.stdout + verified.stderr);
      const before = await resultBytes(a);
      const resumed = await cli([...args, "--resume"]);
      assertStringIncludes(resumed.stdout, "nothing is trained");
      const check = await cli(args);
      assertStringIncludes(check.stdout, "all 2 runs have the same bytes as before");
      assertEquals(await resultBytes(a), before);
      const planned = await cli([...args, "--dry-run", "--json"]);
      const { runs } = JSON.parse(planned.stdout);
      assertEquals(runs.map(({ run }: { run: string }) => run), ["zeros-seed1", "xavier-seed1"]);
    }),
});

Deno.test({
  name: "results are not written over a shard, nor shards made of more parts than runs",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      const a = join(folder, "a");
      const none = await cli(["run", file, "--out", a, "--shard", "1/5"]);
      assertEquals(none.code, 2);
      assertStringIncludes(none.stderr, "Cannot split 4 runs into 5 shards");
      const wrong = await cli(["run", file, "--out", a, "--shard", "5/4"]);
      assertEquals(wrong.code, 2);
      assertStringIncludes(wrong.stderr, 'Cannot read --shard as "5/4"');
      await cli(["run", file, "--out", a, "--shard", "1/1", "--quiet"]);
      const over = await cli(["merge", a, "--out", a]);
      assertEquals(over.code, 2);
      assertStringIncludes(over.stderr, "it is one of the shards");
    }),
});
