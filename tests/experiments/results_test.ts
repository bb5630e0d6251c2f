import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { loadExperiment } from "../../src/experiment/mod.ts";
import { cli, inFolder, project, resultBytes } from "../cli/_run.ts";
import { granted } from "../permissions.ts";

const shipped = [
  "cat",
  "cat_neuron",
  "cats_vs_dogs",
  "init",
  "optimizers",
  "perceptron",
  "rain",
  "regularization",
  "search",
  "weight_height",
];

/** What every experiment has, whatever it is about. */
const always = [
  "runs.csv",
  "curves.csv",
  "layers.csv",
  "summary.md",
  "curves.svg",
  "final.svg",
  "manifest.json",
];

/** Those that are done in seconds, pictures, tables, NumPy arrays and inline rows among them. */
const quick = ["cat_neuron", "init", "perceptron", "rain", "weight_height"];

Deno.test({
  name: "every experiment of the project loads and has its results beside it",
  ignore: !granted("read", "run"),
  async fn() {
    const found = [...Deno.readDirSync(join(project, "experiments"))]
      .filter(({ name }) => name.endsWith(".ts")).map(({ name }) => name.slice(0, -3)).sort();
    assertEquals(found, shipped);
    for (const name of shipped) {
      const experiment = await loadExperiment(join(project, "experiments", `${name}.ts`));
      assertEquals(experiment.name, name);
      const files = await resultBytes(join(project, "results", name));
      assertEquals(always.filter((file) => !files.has(file)), [], name);
    }
  },
});

for (const name of quick) {
  Deno.test({
    name: `${name} gives the committed results to the byte`,
    ignore: !granted("read", "write", "run", "env"),
    fn: () =>
      inFolder(async (folder) => {
        const out = join(folder, name);
        const { code, stderr } = await cli([
          "run",
          `experiments/${name}.ts`,
          "--out",
          out,
          "--quiet",
        ]);
        assertEquals([code, stderr], [0, ""]);
        assertEquals(await resultBytes(out), await resultBytes(join(project, "results", name)));
      }),
  });
}
