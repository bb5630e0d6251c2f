import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { denoArguments } from "../../src/cli/launch.ts";
import { hasFlag, usesWideLanes, v8Options, wideLanesFlag } from "../../src/cli/wide_lanes.ts";
import { granted } from "../permissions.ts";
import { cli, inFolder, project, resultBytes, tiny, writeExperiment } from "./_run.ts";

Deno.test("a command with 256-bit lanes has V8's flag before the program, and is told", () => {
  const args = denoArguments(["run", "cat.ts"], "/home", { wideLanes: true });
  const program = args.findIndex((arg) => arg.endsWith("main.ts"));
  const flag = args.indexOf(`--v8-flags=${wideLanesFlag}`);
  assert(flag > 0 && flag < program);
  assertEquals(args.slice(program + 1), ["--with-wide-lanes", "run", "cat.ts"]);
  const without = denoArguments(["run", "cat.ts"], "/home").join(" ");
  assert(!without.includes("v8-flags") && !without.includes("wide-lanes"));
});

Deno.test("only commands that train get 256-bit lanes", async () => {
  for (const command of [undefined, "compare", "describe", "predict", "help"]) {
    assertEquals(await usesWideLanes(command), false);
  }
});

Deno.test("a flag is found in V8's list as a whole word", () => {
  const options = "Options:\n  --abc (what it does)\n        type: bool  default: --no-abc\n";
  assertEquals(hasFlag(options, "--abc"), true);
  assertEquals(hasFlag(options, "--ab"), false);
  assertEquals(hasFlag("", "--abc"), false);
});

Deno.test({
  name: "V8 lists its flags, and what is known about this build is so",
  ignore: !granted("run", "read"),
  async fn() {
    const options = await v8Options();
    assertEquals(hasFlag(options, "--experimental-wasm-no-such-flag"), false);
    assertEquals(hasFlag(options, "--turbofan"), true);
    const has = Deno.build.arch === "x86_64" && hasFlag(options, wideLanesFlag);
    assertEquals(await usesWideLanes("run"), has);
  },
});

Deno.test({
  name:
    "results have the same bytes with and without 256-bit lanes, and environment.json says which",
  ignore: !granted("read", "write", "run", "env"),
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      const [launched, plain] = [join(folder, "a"), join(folder, "b")];
      const { code, stderr } = await cli(["run", file, "--out", launched]);
      assertEquals(code, 0, stderr);
      const args = denoArguments(["run", file, "--out", plain], project);
      const output = await new Deno.Command(Deno.execPath(), { args, stdout: "null" }).output();
      assertEquals(output.code, 0);
      assertEquals(await resultBytes(plain), await resultBytes(launched));
      const wideLanes = async (out: string) =>
        JSON.parse(await Deno.readTextFile(join(out, "environment.json"))).wideLanes;
      assertEquals(
        [await wideLanes(launched), await wideLanes(plain)],
        [await usesWideLanes("run"), false],
      );
    }),
});
