import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import {
  activations,
  createArena,
  createNetwork,
  type DenseSpec,
  losses,
  type LossName,
  type NetworkSpec,
} from "../../src/engine/mod.ts";
import {
  bits,
  gradientInDouble,
  lossInDouble,
  randomExamples,
  relativeError,
  specOf,
} from "./helpers.ts";

const squared = { loss: "squared-error" } as const;

Deno.test("a neuron with weights 0 and 1 and bias 4 answers 2, 3 with sigmoid(7)", () => {
  const network = createNetwork(
    specOf({ inputs: 2, units: [1], activations: ["sigmoid"], ...squared }),
    { seed: 1 },
  );
  network.parameters[0]!.values.set([0, 1]);
  network.parameters[1]!.values.set([4]);
  const inputs = { values: Float32Array.of(2, 3), rows: 1, columns: 2 };
  const [output] = network.outputs({ inputs, inputScale: 1 });
  assertAlmostEquals(output!, 0.9990889488055994, 1e-7);
});

Deno.test("the 2-2-1 network with weights 0 and 1 answers 2, 3 with 0.7216325609518421", () => {
  const network = createNetwork(
    specOf({ inputs: 2, units: [2, 1], activations: ["sigmoid", "sigmoid"], ...squared }),
    { seed: 1 },
  );
  network.parameters[0]!.values.set([0, 1, 0, 1]);
  network.parameters[2]!.values.set([0, 1]);
  const inputs = { values: Float32Array.of(2, 3), rows: 1, columns: 2 };
  const [output] = network.outputs({ inputs, inputScale: 1 });
  assertAlmostEquals(output!, 0.7216325609518421, 1e-7);
});

Deno.test("parameters have PyTorch's names and shapes", () => {
  const network = createNetwork(
    specOf({ inputs: 3, units: [4, 2], activations: ["relu", "linear"], ...squared }),
    { seed: 1 },
  );
  assertEquals(network.parameters.map(({ name, shape }) => [name, shape]), [
    ["layers.0.weight", [4, 3]],
    ["layers.0.bias", [4]],
    ["layers.1.weight", [2, 4]],
    ["layers.1.bias", [2]],
  ]);
});

for (const loss of Object.keys(losses) as LossName[]) {
  for (const activation of Object.keys(activations)) {
    for (const bytes of [false, true]) {
      const kind = bytes ? "bytes" : "numbers";
      Deno.test(`the gradient of ${loss} through ${activation} from ${kind} is that of differences`, () => {
        const last = losses[loss as "binary-cross-entropy"].requires ?? activation;
        const spec = specOf({
          inputs: 5,
          units: [6, 4, 3],
          activations: [activation, activation, last],
          loss,
          l2: 0.02,
        });
        const network = createNetwork(spec, { seed: 8 });
        network.initialize();
        const examples = randomExamples({ rows: 70, inputs: 5, outputs: 3, bytes }, 5);
        const rows = Array.from({ length: 67 }, (_, k) => k + 2);
        const value = network.gradient({ examples, from: 2, to: 69, epoch: 1 });
        const values = network.parameters.map((parameter) => parameter.values);
        const penalty = lossInDouble(network, values, examples, { rows }) - value;
        const squares = [0, 2, 4].flatMap((p) => [...values[p]!]).reduce((s, w) => s + w * w, 0);
        assertAlmostEquals(penalty, 0.01 * squares, 1e-6);
        const expected = gradientInDouble(network, examples, { rows });
        network.parameters.forEach(({ gradient, name }, p) => {
          const error = relativeError(gradient, expected[p]!);
          assert(error < 2e-6, `${name}: ${error}`);
        });
      });
    }
  }
}

const spec = specOf({
  inputs: 6,
  units: [5, 1],
  activations: ["relu", "sigmoid"],
  loss: "binary-cross-entropy",
  init: "he",
});

function initialized(given: NetworkSpec = spec, seed = 1) {
  const network = createNetwork(given, { seed });
  network.initialize();
  return network;
}

const weightsOf = (network: ReturnType<typeof initialized>) =>
  network.parameters.map(({ values }) => values);

Deno.test("the same seed gives the same weights and another seed other ones", () => {
  assertEquals(weightsOf(initialized()), weightsOf(initialized()));
  assertNotEquals(weightsOf(initialized(spec, 2)), weightsOf(initialized()));
});

Deno.test("weights and biases of all layers start from draws of their own", () => {
  const init = { type: "random", distribution: "normal" };
  const network = initialized(
    specOf({
      inputs: 3,
      units: [4, 4],
      activations: ["relu", "relu"],
      ...squared,
      init,
      biasInit: init,
    }),
  );
  const starts = weightsOf(network).map((values) => values[0]);
  assertEquals(new Set(starts).size, 4);
});

Deno.test("a layer's first weights do not depend on how many layers or units there are", () => {
  const wider = { ...spec, layers: [{ ...spec.layers[0]!, units: 50 }, spec.layers[1]!] };
  const first = weightsOf(initialized())[0]!;
  assertEquals(weightsOf(initialized(wider))[0]!.slice(0, first.length), first.slice());
});

Deno.test("evaluate gives the loss from the logits and the outputs of all rows", () => {
  const network = initialized();
  const examples = randomExamples({ rows: 131, inputs: 6, outputs: 1 }, 3);
  const { loss, outputs } = network.evaluate(examples);
  const rows = Array.from({ length: 131 }, (_, k) => k);
  assertAlmostEquals(loss, lossInDouble(network, weightsOf(network), examples, { rows }), 1e-7);
  assertEquals(outputs, network.outputs(examples));
  assertEquals(outputs.length, 131);
});

Deno.test("the loss of saturated logits is exact, where the outputs are 0 and 1", () => {
  const network = createNetwork(
    specOf({ inputs: 1, units: [1], activations: ["sigmoid"], loss: "binary-cross-entropy" }),
    { seed: 1 },
  );
  network.parameters[0]!.values.set([1]);
  const evaluate = (z: number, y: number) =>
    network.evaluate({
      inputs: { values: Float32Array.of(z), rows: 1, columns: 1 },
      targets: { values: Float32Array.of(y), rows: 1, columns: 1 },
      inputScale: 1,
    });
  assertEquals(evaluate(100, 0), { loss: 100, outputs: Float32Array.of(1) });
  assertAlmostEquals(evaluate(-100, 0).loss / Math.exp(-100), 1, 1e-12);
  assertEquals(evaluate(-100, 1).loss, 100);
});

Deno.test("a full batch computes the same loss and outputs as evaluate, to the bit", () => {
  const network = initialized();
  const examples = randomExamples({ rows: 131, inputs: 6, outputs: 1, bytes: true }, 3);
  const outputs = new Float32Array(131);
  const loss = network.gradient({ examples, from: 0, to: 131, epoch: 1, outputs });
  assertEquals({ loss, outputs }, network.evaluate(examples));
});

Deno.test("rows that are gathered give the bits of the same rows side by side", () => {
  for (const bytes of [false, true]) {
    const examples = randomExamples({ rows: 150, inputs: 6, outputs: 1, bytes }, 3);
    const positions = Uint32Array.from({ length: 150 }, (_, k) => (k * 67) % 150);
    const pick = <T extends Uint8Array | Float32Array>(values: T, columns: number): T =>
      values.map((_, k) =>
        values[positions[Math.floor(k / columns)]! * columns + k % columns]!
      ) as T;
    const moved = {
      ...examples,
      inputs: { ...examples.inputs, values: pick(examples.inputs.values, 6) },
      targets: { ...examples.targets, values: pick(examples.targets.values, 1) },
    };
    const gradients = [
      { examples: moved },
      { examples, order: positions },
      { examples: { ...examples, rows: positions } },
      {
        examples: { ...examples, rows: positions.toReversed() },
        order: Uint32Array.from({ length: 150 }, (_, k) => 149 - k),
      },
    ].map((batch) => {
      const network = initialized();
      network.gradient({ ...batch, from: 0, to: 150, epoch: 1 });
      return network.parameters.map(({ gradient }) => bits(gradient));
    });
    for (const gradient of gradients) assertEquals(gradient, gradients[0]!);
  }
});

Deno.test("inputs in the network's own memory and kernels that read no other give the same bits", () => {
  const examples = randomExamples({ rows: 90, inputs: 6, outputs: 1, bytes: true }, 3);
  const arena = createArena();
  const inside = arena.uint8(90 * 6);
  inside.set(examples.inputs.values);
  const expected = initialized().evaluate(examples);
  const { kernels } = initialized();
  for (const values of [inside, examples.inputs.values]) {
    const network = createNetwork(spec, {
      seed: 1,
      arena,
      kernels: {
        ...kernels,
        readsAnyMemory: false,
        linearForwardBytes(...given) {
          assertEquals(given[1].buffer, arena.memory.buffer);
          kernels.linearForwardBytes(...given);
        },
      },
    });
    network.initialize();
    const own = { ...examples, inputs: { ...examples.inputs, values } };
    assertEquals(network.evaluate(own), expected);
  }
});

Deno.test("examples and specs that do not fit are refused with the numbers", () => {
  const network = initialized();
  const examples = randomExamples({ rows: 5, inputs: 6, outputs: 1 }, 1);
  const step = { from: 0, to: 5, epoch: 1 };
  const refuse = (fn: () => unknown, message: string) => assertThrows(fn, RangeError, message);
  const inputs = { ...examples.inputs, columns: 4 };
  refuse(() => network.evaluate({ ...examples, inputs }), "4 input columns to a network of 6");
  const targets = { ...examples.targets, columns: 2 };
  refuse(
    () => network.gradient({ ...step, examples: { ...examples, targets } }),
    "2 target columns",
  );
  refuse(() => network.evaluate({ ...examples, inputScale: 0.5 }), "Cannot scale inputs by 0.5");
  refuse(() => network.gradient({ ...step, examples, to: 0 }), "a batch of 0 rows");
  const build = (change: Partial<NetworkSpec>) => () =>
    createNetwork({ ...spec, ...change }, { seed: 1 });
  const [hidden, output] = spec.layers as [DenseSpec, DenseSpec];
  refuse(build({ inputs: 0 }), "Cannot read inputs as 0: it must be at least 1");
  refuse(build({ layers: [] }), "without layers");
  refuse(build({ layers: [{ ...hidden, units: 1.5 }, output] }), "layers.0.units as 1.5");
  refuse(build({ layers: [{ ...hidden, dropout: 1 }, output] }), "layers.0.dropout as 1");
  refuse(build({ layers: [hidden] }), "the last activation must be sigmoid");
  refuse(build({ layers: [{ ...hidden, activation: { type: "rely" } }, output] }), '"relu"');
  refuse(build({ layers: [{ ...hidden, init: { type: "xaiver" } }, output] }), '"xavier"');
  refuse(build({ loss: { type: "squared" } }), "Unknown loss");
  refuse(build({ l2: -1 }), "Cannot read l2 as -1");
});
