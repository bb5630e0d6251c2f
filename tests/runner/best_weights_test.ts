import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { createNetwork } from "../../src/engine/mod.ts";
import { createBestWeights } from "../../src/runner/best_weights.ts";
import { trained } from "./_trained.ts";

const parameter = {
  name: "layers.0.bias",
  kind: "bias" as const,
  shape: [1],
  values: Float32Array.of(0),
  gradient: Float32Array.of(0),
};

/** The weight that is kept after moments whose weight is their place. */
function kept(losses: number[], part: "train" | "validation" = "train") {
  const best = createBestWeights([parameter]);
  losses.forEach((loss, place) => {
    parameter.values[0] = place;
    best.consider({ train: { loss: part === "train" ? loss : -place }, [part]: { loss } });
  });
  return best.earlier()?.map(({ values }) => values[0])[0];
}

Deno.test("the weights of the lowest loss are kept, the earliest of equals, unless they are the last", () => {
  assertEquals(kept([3, 1, 2]), 1);
  assertEquals(kept([3, 1, 1]), 1);
  assertEquals(kept([3, 2, 1]), undefined);
  assertEquals(kept([3, 2, NaN]), 1);
  assertEquals(kept([NaN, Infinity]), undefined);
});

Deno.test("the validation loss decides where there is one", () => {
  assertEquals(kept([3, 1, 2], "validation"), 1);
});

Deno.test("a run whose loss rises at last keeps the weights of its best epoch, with that epoch's loss", async () => {
  const { result, spec, prepared } = await trained({
    data: {
      type: "generated",
      shape: "two-moons",
      rows: 40,
      noise: 0.3,
      split: { validation: 0.5 },
    },
    architecture: [{ units: 32, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
    optimizer: { type: "adam", learningRate: 0.05 },
    epochs: 60,
    recordEvery: 3,
  });
  const { bestEpoch, bestWeights, curve, weights } = result;
  assert(bestEpoch > 0 && bestEpoch < 60);
  assertNotEquals(bestWeights, weights);
  const network = createNetwork(spec, { seed: 1 });
  network.parameters.forEach(({ values }, p) => values.set(bestWeights![p]!.values));
  const row = curve.find(({ epoch }) => epoch === bestEpoch + 1)!;
  assertEquals(network.evaluate(prepared.validation!).loss, row.validation!.loss);
});

Deno.test("early stopping decides which weights are the best; those it restores are not kept twice", async () => {
  const experiment = {
    data: {
      type: "generated",
      shape: "two-moons",
      rows: 40,
      noise: 0.5,
      split: { validation: 0.5 },
    },
    architecture: [{ units: 32, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
    optimizer: { type: "adam", learningRate: 0.05 },
    epochs: 60,
    recordEvery: 7,
  } as const;
  const earlyStopping = { metric: "loss", patience: 4 } as const;
  const restored = await trained({ ...experiment, earlyStopping });
  assertEquals(restored.result.bestWeights, undefined);
  assertEquals(restored.model.epochs, restored.result.bestEpoch);
  const kept = await trained({
    ...experiment,
    earlyStopping: { ...earlyStopping, restoreBest: false },
  });
  assertEquals(kept.result.bestWeights, restored.result.weights);
  assertEquals(kept.model.epochs, kept.result.epochs);
  assertEquals(kept.result.epochs, restored.result.epochs);
});
