import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { granted } from "../permissions.ts";
import { cli, inFolder } from "./_run.ts";

const ignore = !granted("read", "write", "run", "env");

const losses = [0.5, 0.6, 0.7, 0.8, 0.9, 1];

function csv(shift: number): string {
  const rows = losses.map((loss, i) => `he-seed${i + 1},he,${i + 1},finished,${loss + shift}\n`);
  return `run,variant,seed,status,test_loss\n${rows.join("")}`;
}

Deno.test({
  name: "--fail-if worse ends with 1 only where a result is shown to be worse",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const path = (name: string) => join(folder, name);
      await Deno.writeTextFile(path("a.csv"), csv(0));
      await Deno.writeTextFile(path("better.csv"), csv(-0.25));
      await Deno.writeTextFile(path("few.csv"), csv(0.25).split("\n").slice(0, 4).join("\n"));
      const gate = ["--fail-if", "worse"];
      const better = await cli(["compare", path("a.csv"), path("better.csv"), ...gate]);
      assertEquals(better.code, 0, better.stderr);
      const worse = await cli(["compare", path("better.csv"), path("a.csv"), ...gate]);
      assertEquals(worse.code, 1);
      assertStringIncludes(worse.stderr, "B is worse in he: test_loss, p = 0.032");
      const few = await cli(["compare", path("a.csv"), path("few.csv"), ...gate]);
      assertEquals(few.code, 2);
      assertStringIncludes(few.stderr, "Cannot tell: Too little of B and A is in common");
      assertEquals((await cli(["compare", path("a.csv"), path("better.csv")])).code, 1);
      assertEquals((await cli(["compare", path("a.csv"), path("a.csv"), ...gate])).code, 0);
    }),
});

Deno.test({
  name: "formats are a table, markdown, CSV and JSON; other options are refused",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const [a, b] = [join(folder, "a.csv"), join(folder, "b.csv")];
      await Deno.writeTextFile(a, csv(0));
      await Deno.writeTextFile(b, csv(0.25));
      const out = async (...options: string[]) => await cli(["compare", a, b, ...options]);
      assertStringIncludes(
        (await out("--format", "markdown")).stdout,
        "| variant | metric | A | B |",
      );
      const asCsv = await out("--format=csv", "--baseline=B");
      assertStringIncludes(asCsv.stdout, "variant,he,test_loss,");
      assertStringIncludes(asCsv.stderr, "Whether B and A were made on the same data is not known");
      const json = JSON.parse((await out("--format=json", "--metric=test_loss")).stdout);
      assertEquals(json.metrics.variants[0].effect, "worse");
      for (const wrong of ["--format=xml", "--fail-if=better", "--metric=x", "--baseline=C"]) {
        const { code, stderr } = await out(wrong);
        assertEquals([code, stderr.startsWith("error Unknown ")], [2, true], stderr);
      }
    }),
});
