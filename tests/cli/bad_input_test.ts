import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { granted } from "../permissions.ts";
import { cli, inFolder, tiny, writeExperiment } from "./_run.ts";

const ignore = !granted("read", "write", "run", "env");

/** A person sees a sentence, the place and the remedy, and never the program's inside. */
function assertMistake({ code, stderr }: { code: number; stderr: string }, message: string): void {
  assertStringIncludes(stderr, message);
  assertMatch(stderr, /^error [A-Z]/);
  assertEquals(/\.ts:\d+:\d+|at async|Uncaught|ZodError/.test(stderr), false, stderr);
  assertEquals(code, 2);
}

function csv(changes: Record<string, unknown> = {}) {
  const data = { type: "csv", path: "table.csv", target: "rain", ...changes };
  return { ...tiny, data };
}

const table = "temperature,humidity,rain\n20,50,No\n15,90,Yes\n18,80,Yes\n25,40,No\n";

/** What is wrong, the experiment, what is said, and files beside it. */
const cases: [string, Record<string, unknown>, string, Record<string, string>?][] = [
  ["an unknown key", { ...tiny, epoch: 5 }, 'did you mean "epochs"?'],
  ["a wrong type", { ...tiny, epochs: "ten" }, 'Cannot read epochs as "ten"'],
  [
    "a number out of range",
    { ...tiny, optimizer: { type: "adam", learningRate: -0.1 } },
    "Cannot read optimizer.learningRate as -0.1: it must be above 0",
  ],
  ["an unknown name", { ...tiny, variants: { a: { init: "xaiver" } } }, 'did you mean "xavier"?'],
  [
    "more units than the labels have columns",
    { ...tiny, architecture: [{ units: 3, activation: "sigmoid" }] },
    "the data has 2 classes",
  ],
  [
    "a loss that does not fit the last layer",
    { ...tiny, architecture: [{ units: 1, activation: "relu" }] },
    "sigmoid",
  ],
  ["a folder that is missing", { ...tiny, data: { type: "images", path: "no" } }, "no"],
  [
    "a table that is missing",
    csv(),
    "table.csv",
  ],
  [
    "a row with too few fields",
    csv(),
    "line 3",
    { "table.csv": "temperature,humidity,rain\n20,50,No\n15,90\n" },
  ],
  [
    "text in a column of numbers",
    csv(),
    "line 3",
    { "table.csv": "temperature,humidity,rain\n20,50,No\nwarm,90,Yes\n" },
  ],
  ["a column that is not there", csv({ target: "rian" }), "rain", { "table.csv": table }],
  ["a grid over an unknown setting", { ...tiny, grid: { "optimizer.rate": [1] } }, "rate"],
  ["a name that leaves the results folder", { ...tiny, name: "x/../../y" }, "name"],
];

for (const [what, experiment, message, files = {}] of cases) {
  Deno.test({
    name: `${what} is refused before anything is computed or written`,
    ignore,
    fn: () =>
      inFolder(async (folder) => {
        for (const [name, text] of Object.entries(files)) {
          await Deno.writeTextFile(join(folder, name), text);
        }
        const file = join(folder, "experiment.json");
        await Deno.writeTextFile(file, JSON.stringify(experiment));
        const outcome = await cli(["run", file, "--out", join(folder, "out")]);
        assertMistake(outcome, message);
        assertEquals([...Deno.readDirSync(folder)].some(({ name }) => name === "out"), false);
      }),
  });
}

/** What is wrong and the text of the module, with what is said. */
const modules: [string, string, string][] = [
  ["without default export", "export const a = 1;", "default export"],
  ["that throws", "throw new Error('no idea');", "no idea"],
  ["with a syntax error", "export default {,};", "experiment.ts"],
  ["that exports a function", "export default { name: () => 1 };", "name"],
  ["that reads the environment", "export default { name: Deno.env.get('HOME') };", "permission"],
  ["that never ends", "await new Promise(() => {}); export default {};", ""],
  ["that ends the program", "Deno.exit(0);", ""],
];

for (const [what, text, message] of modules) {
  Deno.test({
    name: `an experiment file ${what} is refused`,
    ignore,
    fn: () =>
      inFolder(async (folder) => {
        const file = join(folder, "experiment.ts");
        await Deno.writeTextFile(file, text);
        assertMistake(await cli(["run", file, "--out", join(folder, "out")]), message);
      }),
  });
}

Deno.test({
  name: "command lines that can't be meant are refused with the nearest that can",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, tiny);
      assertMistake(await cli(["rnu", file]), 'Unknown command "rnu": did you mean "run"?');
      assertMistake(await cli(["run"]), "Command run needs EXPERIMENT, got none");
      assertMistake(await cli(["run", file, "--epoch", "3"]), 'did you mean "--epochs"?');
      assertMistake(await cli(["run", file, "--workers", "0"]), "Cannot read --workers as");
      assertMistake(await cli(["run", file, "--backend", "gpu"]), 'Unknown backend "gpu"');
      assertMistake(await cli(["run", file, "--only", "zero"]), 'did you mean "zeros"?');
      assertMistake(await cli(["run", file, "--set", "epochs"]), "--set");
      assertMistake(await cli(["run", join(folder, "tyni.json")]), "did you mean");
      assertMistake(await cli(["compare", file, join(folder, "no")]), "");
    }),
});

Deno.test({
  name: "a results folder that cannot be written is found out before training",
  ignore,
  fn: () =>
    inFolder(async (folder) => {
      const file = await writeExperiment(folder, { ...tiny, epochs: 10_000_000 });
      const blocked = join(folder, "blocked");
      await Deno.writeTextFile(blocked, "a file");
      assertMistake(await cli(["run", file, "--out", blocked]), "blocked");
      assertMistake(await cli(["run", file, "--out", join(blocked, "below")]), "blocked");
      assertEquals(await Deno.readTextFile(blocked), "a file");
    }),
});
