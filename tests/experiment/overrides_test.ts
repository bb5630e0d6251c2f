import { assert, assertEquals, assertThrows } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { overrideDataSettings } from "../../src/experiment/override_data.ts";
import { type OverrideOptions, parseOverrides } from "../../src/experiment/overrides.ts";
import { parseExperiment } from "../../src/experiment/parse.ts";
import { expanded, experimentWith, runNames } from "./_experiments.ts";

const sweep = {
  variants: {
    zeros: { init: "zeros" },
    adam: { optimizer: { type: "adam", learningRate: 0.5 }, epochs: 7 },
  },
  grid: { epochs: [3, 4] },
};

function refused(options: OverrideOptions, changes: Record<string, unknown> = sweep) {
  const { message, place, remedy } = assertThrows(
    () => expanded(changes, options),
    ExperimentError,
  );
  return { message, place, remedy };
}

Deno.test("a value is read as JSON where it is JSON, and as text where it is not", () => {
  const value = (text: string) => parseOverrides({ set: [`init=${text}`] }).assignments[0]!.value;
  assertEquals(
    ["0.1", "true", "null", "[64,64]", '{"type":"he"}', '"he"', "he", "1e-3", "", "a=b"].map(value),
    [0.1, true, null, [64, 64], { type: "he" }, "he", "he", 0.001, "", "a=b"],
  );
});

Deno.test("what is set wins over the experiment, its variants and its grid, in every run", () => {
  const { runs } = expanded(sweep, { set: ["optimizer.learningRate=2", "epochs=9"] });
  assertEquals(
    runs.map(({ name, settings }) => [name, settings.epochs, settings.optimizer.learningRate]),
    [["zeros-seed1", 9, 2], ["adam-seed1", 9, 2]],
  );
  assertEquals(runs.map(({ settings }) => settings.optimizer.type), ["gradient-descent", "adam"]);
});

Deno.test("what is set wins over an axis of the grid that holds more than that", () => {
  const changes = { grid: { optimizer: [{ type: "adam", learningRate: 1 }, "momentum"] } };
  const { runs } = expanded(changes, { set: ["optimizer.learningRate=2"] });
  assertEquals(
    runs.map(({ settings: { optimizer } }) => [optimizer.type, optimizer.learningRate]),
    [["adam", 2], ["momentum", 2]],
  );
});

Deno.test("later assignments win over earlier ones", () => {
  const { runs } = expanded({}, { set: ["init=zeros", "init.type=random", "init.scale=3"] });
  assertEquals(runs[0]!.settings.init, { type: "random", scale: 3, distribution: "normal" });
});

Deno.test("an axis of the grid below a path that is set is left out", () => {
  const changes = { grid: { "optimizer.learningRate": [0.1, 0.2], epochs: [1, 2] } };
  assertEquals(runNames(changes, { set: ["optimizer=adam"] }), [
    "base-epochs=1-seed1",
    "base-epochs=2-seed1",
  ]);
});

Deno.test("null takes a setting back to its default", () => {
  assertEquals(expanded({ epochs: 7 }, { set: ["epochs=null"] }).runs[0]!.settings.epochs, 100);
});

Deno.test("the canonical experiment holds what was overridden", () => {
  assertEquals(expanded({}, { epochs: "7" }).digest, expanded({ epochs: 7 }).digest);
  assertEquals(expanded({}, { seeds: "4,5" }).digest, expanded({ seeds: [4, 5] }).digest);
});

Deno.test("seeds are a list with ranges", () => {
  assertEquals(parseOverrides({ seeds: "3,1,5-7, 9" }).seeds, [3, 1, 5, 6, 7, 9]);
  assertEquals(runNames({ seeds: [1, 2, 3] }, { seeds: "8" }), ["base-seed8"]);
});

Deno.test("seeds that are none are refused", () => {
  for (
    const seeds of ["", "a", "1,,2", "1.5", "-1", "5-3", "1,1", "1-3,2", "4294967296", "0-9999999"]
  ) {
    const error = assertThrows(() => parseOverrides({ seeds }), ExperimentError);
    assertEquals(error.place, "--seeds", seeds);
    assertEquals(error.message.startsWith("Cannot read --seeds as "), true, error.message);
  }
});

Deno.test("only keeps variants by their names, with or without what the grid adds", () => {
  assertEquals(runNames(sweep, { only: "adam" }), ["adam-epochs=3-seed1", "adam-epochs=4-seed1"]);
  assertEquals(runNames(sweep, { only: "adam-epochs=4,zeros" }), [
    "zeros-epochs=3-seed1",
    "zeros-epochs=4-seed1",
    "adam-epochs=4-seed1",
  ]);
});

Deno.test("wrong overrides are refused with what was typed", () => {
  assertEquals(refused({ only: "adma" }), {
    message: 'Unknown variant "adma": did you mean "adam"? One of: zeros, adam',
    place: "--only",
    remedy: undefined,
  });
  assertEquals(
    refused({ set: ["learningRate"] }).message,
    'Cannot read --set learningRate: it must be a path, "=" and a value',
  );
  assertEquals(refused({ set: ["optimzer.learningRate=1"] }), {
    message: 'Unknown setting "optimzer": did you mean "optimizer"? One of: data, architecture, ' +
      "init, biasInit, loss, regularization, optimizer, schedule, epochs, earlyStopping, " +
      "batchSize, shuffle, recordEvery, metrics",
    place: "--set optimzer.learningRate=1",
    remedy: undefined,
  });
  assertEquals(refused({ set: ["seeds=1"] }).remedy, "Use --seeds 1,2,3");
  assertEquals(refused({ set: ["optimizer.learningRate=-1"] }), {
    message: "Cannot read optimizer.learningRate as -1: it must be above 0",
    place: "--set optimizer.learningRate=-1",
    remedy: undefined,
  });
  assertEquals(refused({ set: ["optimizer.rate=1"] }).place, "--set optimizer.rate=1");
  assertEquals(refused({ set: ["architecture.5.units=1"] }), {
    message: "Cannot set architecture.5.units: architecture has entries 0 to 1",
    place: "--set architecture.5.units=1",
    remedy: undefined,
  });
  assertEquals(refused({ epochs: "ten" }), {
    message: 'Cannot read --epochs as "ten": it must be a whole number of at least 1',
    place: "--epochs ten",
    remedy: undefined,
  });
});

Deno.test("other data takes the place of the experiment's, and variants still scale it", async () => {
  const experiment = parseExperiment(experimentWith({
    variants: { raw: { data: { normalize: "none" } }, auto: {} },
  }));
  const changed = await overrideDataSettings(
    experiment,
    () => Promise.resolve({ type: "generated", shape: "blobs" }),
  );
  assertEquals(changed.data, { type: "generated", shape: "blobs" });
  assertEquals(changed.variants, experiment.variants);
  assertEquals(experiment.data, { type: "generated", shape: "xor" });
});

Deno.test("other data is refused where variants, points or the grid have data of their own", async () => {
  const own: [Record<string, unknown>, string][] = [
    [{ variants: { b: { data: { type: "generated", shape: "blobs" } } } }, "variants.b.data"],
    [{ points: [{ data: { type: "generated", shape: "blobs" } }] }, "points.0.data"],
    [{ grid: { "data.type": ["generated"], "data.shape": ["blobs"] } }, "grid.data.type"],
  ];
  for (const [changes, place] of own) {
    const experiment = parseExperiment(experimentWith(changes));
    const error = await overrideDataSettings(experiment, (data) => data).catch((error) => error);
    assertEquals(error instanceof ExperimentError && error.place, place);
  }
});

Deno.test("seeds of the command line are counted before they are compared", () => {
  const start = performance.now();
  const error = assertThrows(
    () => parseOverrides({ seeds: "0-99999,100000-199999" }),
    ExperimentError,
  );
  assertEquals(
    error.message,
    'Cannot read --seeds as "0-99999,100000-199999": there must be at most 100000 seeds',
  );
  assertEquals(parseOverrides({ seeds: "0-99999" }).seeds?.length, 100_000);
  assert(performance.now() - start < 5000);
});
