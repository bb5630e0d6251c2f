import { assertAlmostEquals, assertEquals } from "@std/assert";
import { createNetwork, regularizers } from "../../../src/engine/mod.ts";
import { randomExamples, specOf } from "../helpers.ts";

const { l2 } = regularizers;

Deno.test("the penalty is (λ/2)·Σw² and its gradient λ·w", () => {
  const w = Float32Array.of(1, -2, 3);
  assertEquals(l2.value(w, 0.5), 0.25 * 14);
  const h = 2 ** -8;
  const above = l2.value(Float32Array.of(1, -2 + h, 3), 0.5);
  const below = l2.value(Float32Array.of(1, -2 - h, 3), 0.5);
  assertAlmostEquals((above - below) / (2 * h), l2.gradient(0.5) * -2, 1e-12);
});

Deno.test("the penalty pulls at weights, not at biases, and does not show in the loss", () => {
  const spec = specOf({
    inputs: 3,
    units: [4, 1],
    activations: ["tanh", "sigmoid"],
    loss: "binary-cross-entropy",
  });
  const examples = randomExamples({ rows: 5, inputs: 3, outputs: 1 }, 1);
  const [plain, decayed] = [0, 0.1].map((l2) => {
    const network = createNetwork({ ...spec, l2 }, { seed: 1 });
    network.initialize();
    const loss = network.gradient({ examples, from: 0, to: 5, epoch: 1 });
    return { parameters: network.parameters, loss };
  });
  assertEquals(plain!.loss, decayed!.loss);
  decayed!.parameters.forEach(({ kind, values, gradient }, p) => {
    const before = plain!.parameters[p]!.gradient;
    gradient.forEach((value, k) => {
      const pull = kind === "weight" ? 0.1 * values[k]! : 0;
      assertAlmostEquals(value, before[k]! + pull, 1e-7);
    });
  });
});
