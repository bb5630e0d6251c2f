import { assertEquals, assertStrictEquals } from "@std/assert";
import { parseExperiment } from "../../src/experiment/parse.ts";
import { experimentWith, refusal } from "./_experiments.ts";

Deno.test("an experiment that is right comes back as it was written", () => {
  const experiment = experimentWith({
    init: "he",
    variants: { a: { init: { type: "random", scale: 1 } } },
  });
  const before = structuredClone(experiment);
  assertStrictEquals<unknown>(parseExperiment(experiment), experiment);
  assertEquals(experiment, before);
});

Deno.test("what the settings leave open may come from every variant", () => {
  const { architecture, ...open } = experimentWith();
  parseExperiment({ ...open, variants: { one: { architecture } } });
  assertEquals(
    refusal({ ...open, variants: { one: { architecture }, two: {} } }).message,
    'Missing key "architecture": it must be a list',
  );
});

Deno.test("settings that go together in every variant need not do so without one", () => {
  const architecture = [{ units: 1, activation: "tanh" }];
  parseExperiment(experimentWith({
    loss: "binary-cross-entropy",
    architecture,
    variants: { a: { loss: "squared-error" } },
  }));
});

Deno.test("a variant that takes a bound member to a setting it does not fit is named", () => {
  const architecture = [{ units: 1, activation: "tanh" }];
  const error = refusal(experimentWith({
    loss: "binary-cross-entropy",
    variants: { a: {}, b: { architecture } },
  }));
  assertEquals(
    error.message,
    'Cannot read variants.b.loss as "binary-cross-entropy": the last layer must then have ' +
      "activation sigmoid, and has tanh",
  );
});

Deno.test("the names of the largest grid are checked without making its runs", () => {
  const values = Array.from({ length: 1000 }, (_, index) => index + 1);
  const error = refusal(experimentWith({
    grid: { epochs: values, batchSize: values, recordEvery: values },
  }));
  assertEquals(
    error.message,
    "Cannot expand the experiment into 1000000000 runs: it must be at most 100000",
  );
});
