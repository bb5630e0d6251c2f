import { assertEquals, assertThrows } from "@std/assert";
import { createNetwork } from "../../src/engine/mod.ts";
import { ExperimentError, RunError } from "../../src/errors.ts";
import type { StoredModel } from "../../src/results/mod.ts";
import { predict } from "../../src/runner/predict.ts";
import { trained } from "./_trained.ts";
import { warning, wrongAfter } from "./_wrong_backends.ts";

const experiment = {
  data: { type: "generated", shape: "two-moons", rows: 70, normalize: "standardize" },
  architecture: [{ units: 5, activation: "tanh", dropout: 0.5 }, {
    units: 1,
    activation: "sigmoid",
  }],
  epochs: 3,
} as const;

Deno.test("a stored model gives the training rows the very bits that training saw", async () => {
  const { spec, prepared, result, loaded, model } = await trained(experiment);
  const network = createNetwork(spec, { seed: 1 });
  network.parameters.forEach(({ values }, p) => values.set(result.weights[p]!.values));
  const { inputs } = loaded.parts.train;
  const { outputs, columns } = predict(model, { names: [], inputs });
  assertEquals(outputs, network.outputs(prepared.train));
  assertEquals(columns, 1);
});

const { model } = await trained(experiment);

Deno.test("a backend that is wrong before or after predicting is not used, and that is said", () => {
  const values = Float32Array.of(1, 2, -3, 4);
  const rows = { names: ["x", "y"], inputs: { values, rows: 2, columns: 2 } };
  const right = predict(model, rows, { backend: "reference" });
  for (const networks of [0, 1]) {
    const warnings: string[] = [];
    const backends = wrongAfter(networks);
    const found = predict(model, rows, { backends, onWarning: (text) => warnings.push(text) });
    assertEquals([found, warnings], [right, [warning]]);
    assertThrows(
      () => predict(model, rows, { backend: "simd", backends: wrongAfter(networks) }),
      RunError,
      "The simd backend gives other bits",
    );
  }
});

const [weight, bias, ...others] = model.tensors;
const wrong: [what: string, change: Partial<StoredModel>, message: string][] = [
  ["a tensor too few", { tensors: [weight!, ...others] }, "Cannot take layers.0.bias from"],
  ["another shape", {
    tensors: [{ ...weight!, shape: [2, 5] }, bias!, ...others],
  }, "its shape is [2, 5], and the network's [5, 2]"],
  ["a tensor too many", {
    tensors: [...model.tensors, { ...bias!, name: "layers.9.bias" }],
  }, 'no layer of its settings has a tensor "layers.9.bias"'],
  ["three classes for one output", {
    preprocessing: { ...model.preprocessing, classes: ["a", "b", "c"] },
  }, "it has 3 classes and 1 outputs"],
  ["another input shape", {
    preprocessing: { inputShape: [1000, 1000, 90], bytes: true, normalize: "unit" },
  }, "and the network's [5, 90000000]"],
];

for (const [what, change, message] of wrong) {
  Deno.test(`a model with ${what} is refused`, () => {
    const rows = { names: ["x"], inputs: { values: Float32Array.of(1, 2), rows: 1, columns: 2 } };
    const read = () => predict({ ...model, ...change }, rows);
    assertEquals(assertThrows(read, ExperimentError, message).file, "tiny.safetensors");
  });
}
