import { assert, assertEquals } from "@std/assert";
import { activations, createNetwork, normalizations } from "../../../src/engine/mod.ts";
import { createMaskWriter, inputLayer } from "../../../src/engine/regularizers/mod.ts";
import { createStream } from "../../../src/random/mod.ts";
import { gradientInDouble, randomExamples, relativeError } from "../helpers.ts";
import { specWith, type WrittenLayer } from "./helpers.ts";

/** The gradient of the rows 3 to 78, in an order of their own, against central differences. */
function checkGradient(
  given: Parameters<typeof specWith>[0],
  { bytes = false, rows = 76 }: { bytes?: boolean; rows?: number } = {},
): void {
  const spec = specWith(given);
  const network = createNetwork(spec, { seed: 4 });
  network.initialize();
  const examples = randomExamples({ rows: 80, inputs: spec.inputs, outputs: 2, bytes }, 6);
  const order = Uint32Array.from({ length: 80 }, (_, k) => k * 37 % 80);
  const batch = { examples, order, from: 3, to: 3 + rows, epoch: 5 };
  const taken = [...order.subarray(3, 3 + rows)];
  const mask = masks(given.layers);
  const expected = gradientInDouble(network, examples, { rows: taken, mask });
  network.gradient(batch);
  // Sums that cancel keep the rounding of what they are made of.
  const largest = Math.max(...expected.flatMap((values) => [...values].map(Math.abs)));
  network.parameters.forEach(({ name, gradient }, p) => {
    const worst = Math.max(...gradient.map((value, k) => Math.abs(value - expected[p]![k]!)));
    assert(worst < 2e-5 * largest, `${name}: ${worst} of ${largest}`);
  });
}

function masks(layers: readonly WrittenLayer[]) {
  const stream = createStream(4, "dropout");
  return (layer: number, row: number, unit: number) => {
    const { dropout = 0 } = layers[layer]!;
    if (dropout === 0) return 1;
    const mask = new Float32Array(16);
    const write = createMaskWriter(stream, { index: layer, units: 16, dropout });
    write(mask, Uint32Array.of(row), 1, 5);
    return mask[unit]!;
  };
}

for (const type of Object.keys(normalizations)) {
  for (const activation of Object.keys(activations)) {
    Deno.test(`the gradient through ${type} and ${activation} is that of differences`, () => {
      const layers = [{ units: 6 }, { type, activation }, { units: 2 }];
      checkGradient({ inputs: 5, layers, l2: 0.02 });
    });
  }

  for (const bytes of [false, true]) {
    const kind = bytes ? "bytes" : "numbers";
    Deno.test(`the gradient through ${type} of ${kind} and of activations is that of differences`, () => {
      const layers = [
        { type, activation: "tanh" },
        { units: 7, activation: "silu" },
        { type, epsilon: 0.01 },
        { units: 4, activation: "tanh" },
        { type },
        { type: "layer-norm" },
        { units: 2, activation: "tanh" },
      ];
      checkGradient({ inputs: 5, layers, l2: 0.02 }, { bytes });
    });

    Deno.test(`the gradient through ${type} behind a dense layer of ${kind} is that of differences`, () => {
      const layers = [{ units: 7, activation: "tanh" }, { type }, { units: 2 }];
      for (const rows of [2, 63, 64, 65, 76]) checkGradient({ inputs: 5, layers }, { bytes, rows });
    });
  }

  Deno.test(`the gradient through ${type} with dropout is that of differences`, () => {
    const layers = [
      { units: 9, dropout: 0.3 },
      { type, activation: "tanh", dropout: 0.4 },
      { units: 6, activation: "tanh", dropout: 0.2 },
      { type },
      { units: 2 },
    ];
    checkGradient({ inputs: 5, layers });
  });

  for (const first of [{ type }, { units: 5, activation: "tanh" }]) {
    const what = first.type ?? "a dense layer";
    Deno.test(`inputs are dropped before ${what} in a network with ${type}`, () => {
      const examples = randomExamples({ rows: 80, inputs: 6, outputs: 2, bytes: true }, 6);
      const layers = [first, { units: 4 }, { type, activation: "tanh" }, { units: 2 }];
      const whole = { from: 0, to: 80, epoch: 3 };
      const dropping = createNetwork(specWith({ inputs: 6, layers, inputDropout: 0.4 }), {
        seed: 9,
      });
      dropping.initialize();
      const loss = dropping.gradient({ examples, ...whole });

      const mask = new Float32Array(6 * 80);
      const layer = { index: inputLayer, units: 6, dropout: 0.4 };
      const rows = Uint32Array.from({ length: 80 }, (_, r) => r);
      createMaskWriter(createStream(9, "dropout"), layer)(mask, rows, 80, 3);
      const f = Math.fround;
      const values = mask.map((m, k) => f(f(f(1 / 255) * examples.inputs.values[k]!) * m));
      const plain = createNetwork(specWith({ inputs: 6, layers }), { seed: 9 });
      plain.initialize();
      const inputs = { values, rows: 80, columns: 6 };
      const dropped = { ...examples, inputs, inputScale: 1 };
      assertEquals(plain.gradient({ examples: dropped, ...whole }), loss);
      const gradients = [dropping, plain].map(({ parameters }) =>
        parameters.map(({ gradient }) => [...gradient])
      );
      assertEquals(gradients[0], gradients[1]);
    });
  }
}

Deno.test("a bias that batch-norm subtracts again has a gradient of exactly 0", () => {
  const examples = randomExamples({ rows: 80, inputs: 5, outputs: 2 }, 6);
  const biasGradient = (layer: WrittenLayer, type = "batch-norm") => {
    const layers = [layer, { type, activation: "tanh" }, { units: 2 }];
    const network = createNetwork(specWith({ inputs: 5, layers }), { seed: 1 });
    network.initialize();
    network.gradient({ examples, from: 0, to: 80, epoch: 1 });
    return network.parameters[1]!.gradient;
  };
  assertEquals(biasGradient({ units: 6 }), new Float32Array(6));
  for (const other of [{ units: 6, activation: "tanh" }, { units: 6, dropout: 0.5 }]) {
    assert(biasGradient(other).every((value) => value !== 0));
  }
  assert(biasGradient({ units: 6 }, "layer-norm").every((value) => value !== 0));
});

Deno.test("the batch's mean and variance make γ and β alone decide mean and spread", () => {
  const examples = randomExamples({ rows: 70, inputs: 3, outputs: 2 }, 2);
  const layers = [{ type: "batch-norm" }, { units: 2 }];
  const network = createNetwork(specWith({ inputs: 3, layers }), { seed: 1 });
  network.initialize();
  const outputs = new Float32Array(140);
  const shifted = examples.inputs.values.map((value) => 8 * value + 3);
  const moved = { ...examples, inputs: { ...examples.inputs, values: shifted } };
  network.gradient({ examples, from: 0, to: 70, epoch: 1, outputs });
  const before = outputs.slice();
  network.gradient({ examples: moved, from: 0, to: 70, epoch: 1, outputs });
  assert(relativeError(outputs, before) < 1e-4); // ε weighs less on the larger spread
  assert(relativeError(outputs, before) > 0);
});
