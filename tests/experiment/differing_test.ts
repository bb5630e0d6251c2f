import { assertEquals } from "@std/assert";
import { settingValue } from "../../src/experiment/setting_value.ts";
import { expanded } from "./_experiments.ts";

/** The differing paths, and each variant's values at them. */
function table(changes: Record<string, unknown>): unknown[][] {
  const { runs, differing } = expanded(changes);
  return [differing, ...runs.map((run) => differing.map((path) => settingValue(run, path)))];
}

Deno.test("one variant differs in nothing", () => {
  assertEquals(table({}), [[], []]);
});

Deno.test("init is one path, though every layer has it", () => {
  assertEquals(table({ variants: { a: { init: "zeros" }, b: { init: "he" } } }), [
    ["init"],
    ["zeros"],
    ["he"],
  ]);
});

Deno.test("an option is a path where the variants that have it differ", () => {
  const variants = {
    zeros: { init: "zeros" },
    small: { init: { type: "random", scale: 0.01 } },
    large: { init: { type: "random", scale: 1 } },
  };
  assertEquals(table({ variants }), [
    ["init", "init.scale"],
    ["zeros", null],
    ["random", 0.01],
    ["random", 1],
  ]);
  const { small, zeros } = variants;
  assertEquals(table({ variants: { zeros, small } })[0], ["init"]);
});

Deno.test("optimizers are compared by what they share", () => {
  const variants = {
    plain: { optimizer: { type: "gradient-descent", learningRate: 0.1 } },
    adam: { optimizer: { type: "adam", learningRate: 0.001 } },
  };
  assertEquals(table({ variants }), [
    ["optimizer", "optimizer.learningRate"],
    ["gradient-descent", 0.1],
    ["adam", 0.001],
  ]);
});

Deno.test("dropout of all layers is one path, that of a single layer its own", () => {
  assertEquals(table({ grid: { "regularization.dropout": [0, 0.5] } })[0], [
    "regularization.dropout",
  ]);
  assertEquals(table({ grid: { "architecture.0.dropout": [0, 0.5] } })[0], [
    "architecture.0.dropout",
  ]);
});

Deno.test("a layer that names its own init is a path of its own", () => {
  const layers = (init: string) => [{ units: 3, init }, { units: 1, activation: "sigmoid" }];
  const variants = { a: { architecture: layers("zeros") }, b: { architecture: layers("he") } };
  assertEquals(table({ variants }), [["architecture.0.init"], ["zeros"], ["he"]]);
  // With the same layer in both it is no difference, though only one of them follows.
  const own = { architecture: layers("he"), variants: { a: { init: "zeros" }, b: {} } };
  assertEquals(table(own)[0], ["init"]);
});

Deno.test("layers are compared one by one, or as a whole where their number differs", () => {
  assertEquals(table({ grid: { "architecture.0.units": [2, 4] } }), [
    ["architecture.0.units"],
    [2],
    [4],
  ]);
  const deep = [{ units: 4, activation: "tanh" }, { units: 2 }, {
    units: 1,
    activation: "sigmoid",
  }];
  assertEquals(table({ variants: { a: {}, deep: { architecture: deep } } }), [
    ["architecture"],
    ["3 relu, 1 sigmoid"],
    ["4 tanh, 2 linear, 1 sigmoid"],
  ]);
});

Deno.test("recordEvery is a path only where it does not follow from the epochs", () => {
  assertEquals(table({ grid: { epochs: [100, 1000] } })[0], ["epochs"]);
  assertEquals(table({ grid: { recordEvery: [1, 3] } })[0], ["recordEvery"]);
});

Deno.test("data is compared option by option", () => {
  const grid = { "data.noise": [0.1, 0.2], "data.normalize": ["none", "standardize"] };
  assertEquals(table({ grid })[0], ["data.noise", "data.normalize"]);
  const split = { grid: { "data.split.test": [0.1, 0.2] } };
  assertEquals(table(split), [["data.split.test"], [0.1], [0.2]]);
});

Deno.test("paths are listed in one order, however variants are written", () => {
  const a = { epochs: 5, shuffle: false, init: "zeros" };
  const paths = ["init", "epochs", "shuffle"];
  assertEquals(table({ variants: { a, b: {} } })[0], paths);
  const { init, shuffle, epochs } = a;
  assertEquals(table({ variants: { b: {}, a: { init, shuffle, epochs } } })[0], paths);
});

Deno.test("a list is a cell with spaces, an object is JSON", () => {
  const run = expanded({
    data: { type: "images", train: "x", size: [64, 32], classes: { a: ["x"], b: ["y", "z"] } },
  }).runs[0]!;
  assertEquals(settingValue(run, "data"), "images");
  assertEquals(settingValue(run, "data.size"), "64 32");
  assertEquals(settingValue(run, "data.classes"), '{"a":["x"],"b":["y","z"]}');
  assertEquals(settingValue(run, "shuffle"), true);
  assertEquals(settingValue(run, "data.nothing"), null);
});
