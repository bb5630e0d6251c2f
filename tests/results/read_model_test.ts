import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { compareResults } from "../../src/results/compare.ts";
import { readModel } from "../../src/results/find_model.ts";
import { modelFile } from "../../src/results/models.ts";
import { parseModel } from "../../src/results/read_model.ts";
import { encodeSafetensors } from "../../src/results/safetensors.ts";
import { decodeSafetensors } from "../../src/results/safetensors_decode.ts";
import { writeResults } from "../../src/results/write_results.ts";
import { memoryFiles } from "./_memory_files.ts";
import { makeRun, makeSweep } from "./_sweep.ts";

const scores = (accuracy: number) => ({ loss: 1 - accuracy, accuracy });
const run = makeRun("he", 7, { bestWeights: [], bestEpoch: 1 });
const { bytes } = modelFile(run, makeSweep([run]));

Deno.test("a model is read back as it was written", () => {
  const model = parseModel(bytes, "m.safetensors");
  assertEquals(model.tensors, run.weights);
  assertEquals(model.preprocessing, run.preprocessing);
  assertEquals(model.run, { ...run.run, settings: model.run.settings });
  assertEquals(model.run.settings.architecture.length, 1);
  assertEquals([model.experiment, model.epochs, model.numericsVersion], ["tiny", 2, 1]);
});

const settings = decodeSafetensors(bytes).metadata.settings!;
const changes: [key: string, value: string | undefined, message: string][] = [
  ["settings", undefined, 'its metadata has no "settings"'],
  ["settings", "{", '"settings" in its metadata is not JSON'],
  ["settings", "[]", "is not an object"],
  ["settings", settings.replace('"sigmoid"', '"sigmoidd"'), "its settings are wrong: Unknown"],
  ["preprocessing", "{}", "the model's preprocessing.inputShape"],
  ["preprocessing", undefined, 'no "preprocessing"'],
  ["seed", "-1", '"seed" in its metadata is "-1"'],
  ["seed", "4294967296", "its settings are wrong: Cannot read seeds"],
  ["epochs", "many", '"epochs" in its metadata is "many"'],
  ["numericsVersion", "", "must be a whole number"],
];

for (const [key, value, message] of changes) {
  Deno.test(`a model whose ${key} is ${value?.slice(0, 12)} is refused: ${message}`, () => {
    const { metadata, tensors } = decodeSafetensors(bytes);
    const changed = { ...metadata };
    if (value === undefined) delete changed[key];
    else changed[key] = value;
    const file = encodeSafetensors(tensors, changed).bytes;
    const error = assertThrows(() => parseModel(file, "m.safetensors"), ExperimentError, message);
    assertEquals(error.file, "m.safetensors");
  });
}

async function written() {
  const files = memoryFiles();
  const bestWeights = [{ ...run.weights[0]!, values: Float32Array.of(9, 9) }, run.weights[1]!];
  const init = { type: "he" };
  const runs = [
    makeRun("a", 1, { init, final: { train: scores(1), test: scores(0.5) } }),
    makeRun("b", 1, {
      init,
      final: { train: scores(0.5), test: scores(0.75) },
      bestWeights,
      bestEpoch: 1,
    }),
    makeRun("b", 2, { init, final: { train: scores(0.5), test: scores(0.75) } }),
    makeRun("c", 1, { init, final: { train: scores(1), test: scores(1) }, status: "diverged" }),
  ];
  await writeResults("out", makeSweep(runs), { files });
  return files;
}

Deno.test("of a folder the first of the best finished runs is taken, by its test accuracy", async () => {
  const files = await written();
  const model = await readModel("out", { files });
  assertEquals([model.run.name, model.epochs], ["b-seed1", 1]);
  assertEquals(model.tensors[0]!.values, Float32Array.of(9, 9));
});

Deno.test("another run and the last epoch can be asked for", async () => {
  const files = await written();
  const last = await readModel("out", { files, epoch: "last" });
  assertEquals([last.run.name, last.epochs, last.file], [
    "b-seed1",
    2,
    "out/models/b-seed1.safetensors",
  ]);
  assertEquals((await readModel("out", { files, run: "a-seed1" })).run.name, "a-seed1");
  await assertRejects(
    () => readModel("out", { files, run: "a-seed2" }),
    ExperimentError,
    'Unknown run "a-seed2": did you mean "a-seed1"?',
  );
});

Deno.test("results without models say how to get them", async () => {
  const files = await written();
  for (const name of ["b-seed1.best", "b-seed1"]) {
    await files.remove(`out/models/${name}.safetensors`);
  }
  const error = await assertRejects(
    () => readModel("out", { files }),
    ExperimentError,
    "it has no model of run b-seed1",
  );
  assertEquals(
    error.remedy,
    "Models are not kept in git; train them first: deno task run experiments/tiny.ts",
  );
});

Deno.test("a single file has no runs to choose from, and nothing is no model", async () => {
  const files = await written();
  const file = "out/models/a-seed1.safetensors";
  assertEquals((await readModel(file, { files })).run.name, "a-seed1");
  await assertRejects(() => readModel(file, { files, run: "a" }), ExperimentError, "--run");
  await assertRejects(() => readModel("none", { files }), ExperimentError, "no such file");
});

Deno.test("a folder whose variants differ in their epochs can be compared and predicted from", async () => {
  const files = memoryFiles();
  for (const place of ["a", "b"]) {
    const sweep = makeSweep(
      ["long", "short"].map((name) => makeRun(name, 1, { init: { type: "he" } })),
    );
    sweep.experiment.differing = ["epochs"];
    sweep.runs[0]!.run.settings.epochs = place === "a" ? 9 : 8;
    await writeResults(place, sweep, { files });
    await files.remove(`${place}/manifest.json`);
  }
  assertEquals((await readModel("a", { run: "short-seed1", files })).run.name, "short-seed1");
  assertEquals((await compareResults(["a", "b"], { files })).comparisons[0]!.setup.differences, [
    { path: "set.epochs (long)", a: "9", b: "8" },
  ]);
});
