import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  backendNames,
  createNetwork,
  createOptimizer,
  type LayerSpec,
  normalizations,
  optimizers,
  resolveMember,
  selectKernels,
} from "../../../src/engine/mod.ts";
import { bits, randomExamples, relativeError } from "../helpers.ts";
import { specWith } from "./helpers.ts";

const mixed = specWith({
  inputs: 37,
  layers: [
    { type: "batch-norm" },
    { units: 21 },
    { type: "batch-norm", activation: "relu", dropout: 0.2 },
    { units: 9, activation: "tanh" },
    { type: "layer-norm" },
    { units: 3, activation: "sigmoid" },
  ],
  loss: "binary-cross-entropy",
  l2: 0.01,
});

function train(
  { backend = "reference", bytes = false, seed = 3 }: {
    backend?: typeof backendNames[number];
    bytes?: boolean;
    seed?: number;
  },
) {
  const examples = randomExamples({ rows: 150, inputs: 37, outputs: 3, bytes }, 5);
  const network = createNetwork(mixed, { seed, kernels: selectKernels(backend) });
  network.initialize();
  const optimizer = createOptimizer(resolveMember(optimizers, "adam"), network);
  const order = Uint32Array.from({ length: 150 }, (_, k) => k * 71 % 150);
  const losses: number[] = [];
  for (let epoch = 1; epoch <= 3; epoch++) {
    for (const [from, to] of [[0, 77], [77, 150]] as const) {
      losses.push(network.gradient({ examples, order, from, to, epoch }));
      optimizer.step(0.01);
    }
  }
  const { loss, outputs } = network.evaluate(examples);
  const tensors = network.tensors.map(({ values }) => bits(values));
  return { losses, loss, outputs: bits(outputs), tensors };
}

for (const bytes of [false, true]) {
  const kind = bytes ? "bytes" : "numbers";
  Deno.test(`a normalising network trained on ${kind} has the same bits with every backend`, () => {
    const results = backendNames.map((backend) => train({ backend, bytes }));
    for (const result of results) assertEquals(result, results[0]);
    assertEquals(new Set(results[0]!.losses).size, 6);
  });
}

Deno.test("the same steps give the same bits, and another seed gives others", () => {
  assertEquals(train({}), train({}));
  assert(train({ seed: 4 }).loss !== train({}).loss);
});

Deno.test("tensors have PyTorch's names, shapes and order", () => {
  const layers = [{ units: 4 }, { type: "batch-norm" }, { type: "layer-norm" }, { units: 1 }];
  const network = createNetwork(specWith({ inputs: 3, layers }), { seed: 1 });
  const named = [
    ["layers.0.weight", [4, 3]],
    ["layers.0.bias", [4]],
    ["layers.1.weight", [4]],
    ["layers.1.bias", [4]],
    ["layers.1.running_mean", [4]],
    ["layers.1.running_var", [4]],
    ["layers.2.weight", [4]],
    ["layers.2.bias", [4]],
    ["layers.3.weight", [1, 4]],
    ["layers.3.bias", [1]],
  ];
  const pairs = (tensors: typeof network.tensors) => tensors.map((one) => [one.name, one.shape]);
  assertEquals(pairs(network.tensors), named);
  assertEquals(pairs(network.buffers), named.slice(4, 6));
  assertEquals(pairs(network.parameters), [...named.slice(0, 4), ...named.slice(6)]);
});

Deno.test("gain starts at 1, shift at 0, and dense layers as they do without normalisation", () => {
  const started = (layers: Parameters<typeof specWith>[0]["layers"]) => {
    const network = createNetwork(specWith({ inputs: 3, layers }), { seed: 5 });
    network.initialize();
    return network.tensors.map(({ values }) => [...values]);
  };
  const dense = [{ units: 2, activation: "tanh" }, { units: 1 }] as const;
  const [plain, normalized] = [
    started(dense),
    started([dense[0], { type: "batch-norm" }, dense[1]]),
  ];
  assertEquals(normalized.slice(2, 6), [[1, 1], [0, 0], [0, 0], [1, 1]]);
  assertEquals([...normalized.slice(0, 2), ...normalized.slice(6)], plain);
  assert(plain[0]!.every((value) => value !== 0));
});

Deno.test("running estimates follow the batches, and evaluation uses them", () => {
  const layers = [{ type: "batch-norm", momentum: 0.25, epsilon: 0.5 }, { units: 1 }];
  const network = createNetwork(specWith({ inputs: 1, layers }), { seed: 1 });
  network.initialize();
  network.tensors.find(({ name }) => name === "layers.1.weight")!.values.set([1]);
  network.tensors.find(({ name }) => name === "layers.1.bias")!.values.set([0]);
  const inputs = { values: Float32Array.of(1, 2, 6), rows: 3, columns: 1 };
  const examples = { inputs, targets: { ...inputs }, inputScale: 1 };
  const outputs = new Float32Array(3);
  network.gradient({ examples, from: 0, to: 3, epoch: 1, outputs });
  // Mean 3, squares 4 + 1 + 9 = 14: variance 14/3 to normalise, 14/2 = 7 to remember.
  outputs.forEach((z, r) => {
    assertAlmostEquals(z, (inputs.values[r]! - 3) / Math.sqrt(14 / 3 + 0.5), 1e-6);
  });
  const [mean, variance] = network.buffers.map(({ values }) => values[0]);
  assertEquals([mean, variance], [0.25 * 3, 0.75 * 1 + 0.25 * 7]);
  network.evaluate(examples).outputs.forEach((z, r) => {
    assertAlmostEquals(z, (inputs.values[r]! - 0.75) / Math.sqrt(2.5 + 0.5), 1e-6);
  });
  assertEquals(network.buffers.map(({ values }) => values[0]), [mean, variance]);
});

Deno.test("a row is evaluated alike alone, among others and in another order", () => {
  const examples = randomExamples({ rows: 100, inputs: 37, outputs: 3 }, 8);
  const network = createNetwork(mixed, { seed: 2 });
  network.initialize();
  network.gradient({ examples, from: 0, to: 100, epoch: 1 });
  const { outputs } = network.evaluate(examples);
  const some = Uint32Array.of(99, 3, 70);
  const evaluated = network.outputs({ ...examples, rows: some });
  assertEquals([...evaluated], [...some].flatMap((r) => [...outputs.slice(3 * r, 3 * r + 3)]));
});

Deno.test("a batch's gradient does not depend on the order of its rows but for rounding", () => {
  const examples = randomExamples({ rows: 100, inputs: 37, outputs: 3 }, 8);
  const spec = { ...mixed, layers: mixed.layers.map((layer) => ({ ...layer, dropout: 0 })) };
  const gradients = [1, 37].map((factor) => {
    const network = createNetwork(spec, { seed: 2 });
    network.initialize();
    const order = Uint32Array.from({ length: 100 }, (_, k) => k * factor % 100);
    network.gradient({ examples, order, from: 0, to: 100, epoch: 1 });
    return network.parameters.flatMap(({ gradient }) => [...gradient]);
  });
  assert(relativeError(gradients[0]!, gradients[1]!) < 1e-5);
});

Deno.test("penalties, decay and limits of norms leave gain and shift alone", () => {
  const layers = [{ type: "batch-norm" }, { units: 2 }, { type: "layer-norm" }, { units: 1 }];
  const examples = randomExamples({ rows: 9, inputs: 3, outputs: 1 }, 8);
  const gradients = [0, 5].map((strength) => {
    const spec = { ...specWith({ inputs: 3, layers, l2: strength }), l1: strength };
    const network = createNetwork(spec, { seed: 1 });
    network.initialize();
    network.gradient({ examples, from: 0, to: 9, epoch: 1 });
    return network;
  });
  const [plain, penalized] = gradients as [typeof gradients[0], typeof gradients[0]];
  for (const [p, { kind, gradient, name }] of plain!.parameters.entries()) {
    const same = gradient.every((value, k) => value === penalized!.parameters[p]!.gradient[k]);
    assertEquals(same, kind !== "weight", name);
  }
  const before = plain!.parameters.map(({ values }) => [...values]);
  for (const { gradient } of plain!.parameters) gradient.fill(0);
  const optimizer = resolveMember(optimizers, "gradient-descent");
  createOptimizer(optimizer, plain!, { weightDecay: 0.5, maxNorm: 0.01 }).step(0.1);
  for (const [p, { kind, values, name }] of plain!.parameters.entries()) {
    assertEquals(values.every((value, k) => value === before[p]![k]), kind !== "weight", name);
  }
});

Deno.test("a batch of one row is refused by batch-norm and taken by layer-norm", () => {
  const examples = randomExamples({ rows: 3, inputs: 4, outputs: 1 }, 8);
  for (const type of Object.keys(normalizations)) {
    const layers = [{ units: 3 }, { type }, { units: 1 }];
    const network = createNetwork(specWith({ inputs: 4, layers }), { seed: 1 });
    network.initialize();
    const step = () => network.gradient({ examples, from: 1, to: 2, epoch: 1 });
    if (type === "layer-norm") assert(Number.isFinite(step()));
    else assertThrows(step, RangeError, "Cannot take a batch of 1 row: batch-norm needs 2 or more");
    assertEquals(network.outputs({ ...examples, rows: Uint32Array.of(1) }).length, 1);
  }
});

Deno.test("a normalisation that can't be built is refused with what is allowed", () => {
  const spec = specWith({
    inputs: 4,
    layers: [{ units: 2 }, { type: "batch-norm" }, { units: 1 }],
  });
  const refuse = (changes: object, message: string) => {
    const [first, second, last] = spec.layers;
    const layers = [first!, { ...second!, ...changes } as LayerSpec, last!];
    assertThrows(() => createNetwork({ ...spec, layers }, { seed: 1 }), RangeError, message);
  };
  refuse({ momentum: 0 }, "Cannot read layers.1.momentum as 0: it must be above 0");
  refuse({ momentum: 1.5 }, "Cannot read layers.1.momentum as 1.5: it must be at most 1");
  refuse({ epsilon: 0 }, "Cannot read layers.1.epsilon as 0: it must be above 0");
  refuse({ dropout: 1 }, "Cannot read layers.1.dropout as 1: it must be below 1");
  refuse({ type: "batchnorm" }, 'Unknown layers.1.type "batchnorm": did you mean "batch-norm"?');
  const layers = spec.layers.slice(0, 2);
  const build = () => createNetwork({ ...spec, layers }, { seed: 1 });
  assertThrows(build, RangeError, "Cannot end a network with batch-norm");
});
