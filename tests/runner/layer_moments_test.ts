import { assert, assertEquals } from "@std/assert";
import { dueEpochs } from "../../src/runner/layer_moments.ts";
import { granted } from "../permissions.ts";
import { trained } from "./_trained.ts";

const ignore = !granted("read");

const base = {
  data: { type: "generated", shape: "xor", rows: 40, noise: 0.1, split: { validation: 0.25 } },
  architecture: [{ units: 4, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
  loss: "binary-cross-entropy",
  optimizer: { type: "gradient-descent", learningRate: 0.5 },
  epochs: 30,
  batchSize: 8,
} as const;

Deno.test("moments lie evenly apart, from before training to its end, at most 9", () => {
  assertEquals([...dueEpochs(1)], [0, 1]);
  assertEquals([...dueEpochs(3)], [0, 1, 2, 3]);
  assertEquals([...dueEpochs(80)], [0, 10, 20, 30, 40, 50, 60, 70, 80]);
  assertEquals([...dueEpochs(12)], [0, 2, 3, 5, 6, 8, 9, 11, 12]);
});

Deno.test({
  name: "a run tells of its layers at these moments, first as they are initialised",
  ignore,
  async fn() {
    const { result } = await trained(base);
    assertEquals(result.layers.map(({ epochs }) => epochs), [...dueEpochs(30)]);
    const [first, ...others] = result.layers;
    assertEquals(first!.layers.map(({ layer, units }) => [layer, units]), [[1, 4], [2, 1]]);
    // Root mean square of the weights that the run ends with.
    const { values } = result.weights[0]!;
    const mean = values.reduce((sum, w) => sum + w * w, 0) / values.length;
    assertEquals(others.at(-1)!.layers[0]!.weightRms, Math.sqrt(mean));
  },
});

Deno.test({
  name: "a run that ends early is looked at when it does, one that diverged too",
  ignore,
  async fn() {
    const stopped = await trained({ ...base, earlyStopping: { patience: 2 }, epochs: 400 });
    const { result } = stopped;
    assert(result.status === "stopped");
    assertEquals(result.layers.at(-1)!.epochs, result.epochs);
    const diverged = await trained({
      ...base,
      loss: "squared-error",
      architecture: [{ units: 4, activation: "relu" }, { units: 1, activation: "linear" }],
      optimizer: { type: "gradient-descent", learningRate: 1e6 },
    });
    assertEquals(diverged.result.status, "diverged");
    assertEquals(diverged.result.layers.at(-1)!.epochs, diverged.result.epochs);
  },
});
