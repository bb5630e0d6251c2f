import type { DenseSpec } from "../../src/engine/mod.ts";
import { assertEquals } from "@std/assert";
import { expanded } from "./_experiments.ts";

function settingsOf(changes: Record<string, unknown>) {
  return expanded(changes).runs[0]!.settings;
}

Deno.test("an experiment that says little gets every default", () => {
  assertEquals(settingsOf({}), {
    data: {
      type: "generated",
      shape: "xor",
      split: { validation: 0, test: 0, stratify: false },
      normalize: "auto",
    },
    architecture: [
      {
        units: 3,
        activation: { type: "relu" },
        init: { type: "he", distribution: "normal" },
        biasInit: { type: "zeros" },
        dropout: 0,
      },
      {
        units: 1,
        activation: { type: "sigmoid" },
        init: { type: "he", distribution: "normal" },
        biasInit: { type: "zeros" },
        dropout: 0,
      },
    ],
    init: { type: "he", distribution: "normal" },
    biasInit: { type: "zeros" },
    loss: { type: "binary-cross-entropy", labelSmoothing: 0, positiveWeight: 1 },
    regularization: {
      l1: 0,
      l2: 0,
      dropout: 0,
      inputDropout: 0,
      weightDecay: 0,
      maxNorm: 0,
      clipValue: 0,
      clipNorm: 0,
    },
    optimizer: { type: "gradient-descent", learningRate: 0.01 },
    schedule: { type: "constant" },
    epochs: 100,
    earlyStopping: null,
    batchSize: "full",
    shuffle: true,
    recordEvery: 1,
  });
});

Deno.test("layers follow the experiment's init and dropout unless they say otherwise", () => {
  const { architecture } = settingsOf({
    init: { type: "random", scale: 0.5 },
    biasInit: "random",
    regularization: { dropout: 0.25 },
    architecture: [
      { units: 4 },
      { units: 3, init: "zeros", biasInit: "zeros", dropout: 0.5 },
      { units: 1 },
    ],
  });
  const random = { type: "random", scale: 0.5, distribution: "normal" };
  const layers = architecture as DenseSpec[];
  assertEquals(layers.map(({ init }) => init), [random, { type: "zeros" }, random]);
  assertEquals(layers.map(({ biasInit }) => biasInit.type), ["random", "zeros", "random"]);
  assertEquals(architecture.map(({ dropout }) => dropout), [0.25, 0.5, 0]);
});

Deno.test("the loss follows the last activation", () => {
  const lossAfter = (activation: string) =>
    settingsOf({ architecture: [{ units: 1, activation }] }).loss.type;
  assertEquals(lossAfter("sigmoid"), "binary-cross-entropy");
  assertEquals(lossAfter("linear"), "squared-error");
  assertEquals(lossAfter("tanh"), "squared-error");
});

Deno.test("a curve gets at most 200 rows by default", () => {
  const every = (epochs: number) => settingsOf({ epochs }).recordEvery;
  assertEquals([1, 199, 200, 201, 1000, 1001].map(every), [1, 1, 1, 2, 5, 6]);
  assertEquals(settingsOf({ epochs: 1000, recordEvery: 1 }).recordEvery, 1);
});

Deno.test("what the split leaves open is filled in", () => {
  const data = { type: "generated", shape: "xor", split: { test: 0.5 }, normalize: "standardize" };
  const resolved = settingsOf({ data }).data;
  assertEquals(resolved.split, { validation: 0, test: 0.5, stratify: false });
  assertEquals(resolved.normalize, "standardize");
});
