import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { readSweep } from "../../src/public/notebook/mod.ts";
import { inFolder, project } from "../cli/_run.ts";
import { granted } from "../permissions.ts";

const ignore = !granted("read", "write");
const display = Symbol.for("Jupyter.display");

const csv = [
  "run,variant,seed,init.scale,status,train_loss,test_accuracy",
  'a-1,"<script>alert(1)</script>",1,,finished,0.5,0.25',
  'a-2,"<script>alert(1)</script>",2,,finished,0.25,0.75',
  'b-1,"a|b **c**",1,1e-3,diverged,NaN,0.5',
].join("\n") + "\n";

async function read(folder: string) {
  const file = join(folder, "runs.csv");
  await Deno.writeTextFile(file, csv);
  return await readSweep(file);
}

Deno.test({
  name: "runs, variants and their metrics are values to go on with",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const { runs, variants, epochs, curves } = await read(folder);
      assertEquals(runs.map(({ run, seed, status }) => [run, seed, status]), [
        ["a-1", 1, "finished"],
        ["a-2", 2, "finished"],
        ["b-1", 1, "diverged"],
      ]);
      assertEquals(runs[0]!.cells["init.scale"], null);
      assertEquals(runs[2]!.cells["init.scale"], 0.001);
      assertEquals(runs[2]!.cells.train_loss, NaN);
      const [a, b] = variants;
      // Mean 0.5; deviation √((0.25² + 0.25²) / 1).
      const deviation = Math.sqrt(0.125);
      const accuracy = { count: 2, mean: 0.5, deviation, min: 0.25, max: 0.75 };
      assertEquals(a!.metrics.test_accuracy, accuracy);
      assertEquals([b!.runs.length, b!.metrics.test_accuracy!.count], [1, 0]);
      assertEquals([epochs, curves], [[], undefined]);
    }),
});

Deno.test({
  name: "what an experiment is called is text in every form of the table",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const shown = (await read(folder))[display]!();
      const html = shown["text/html"]!;
      assert(html.includes("&lt;script&gt;alert(1)&lt;/script&gt;"));
      assert(!html.includes("<script"));
      assert(html.includes(">50.0 ± 35.4 %<"));
      const markdown = shown["text/markdown"]!;
      assert(markdown.includes("| a\\|b \\*\\*c\\*\\* | 1 | 1 | – | – |"), markdown);
      assert(!markdown.includes("<script"));
    }),
});

Deno.test({
  name: "a place without results is said",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      await assertRejects(() => readSweep(folder), Error, "no runs.csv");
    }),
});

Deno.test({
  name: "a results folder has its picture and its epochs",
  ignore: !granted("read"),
  async fn() {
    const sweep = await readSweep(join(project, "results/cat"));
    assert(sweep.curves!.svg.startsWith("<svg"));
    assertEquals(sweep.curves![display]!()["image/svg+xml"], sweep.curves!.svg);
    assertEquals([sweep.name, sweep.runs.length, sweep.variants.length], ["cat", 12, 4]);
    const { run, epoch, train_loss } = sweep.epochs[0]!;
    assertEquals([run, epoch, typeof train_loss], ["zeros-seed1", 1, "number"]);
  },
});
