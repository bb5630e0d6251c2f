import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  activations,
  checkGradients,
  createDoubleNetwork,
  createNetwork,
  losses,
  type Network,
  type NetworkSpec,
} from "../../src/engine/mod.ts";
import { lossInDouble, randomExamples, specOf } from "./helpers.ts";

const examples = randomExamples({ rows: 12, inputs: 3, outputs: 1 }, 7);
const order = Uint32Array.of(2, 3, 5, 7, 11);
const options = { examples, order, epoch: 3, seed: 4, samples: 40, tolerance: 1e-4 };

function networkOf(spec: NetworkSpec): Network {
  const network = createNetwork(spec, { seed: 4 });
  network.initialize();
  return network;
}

const plain = specOf({
  inputs: 3,
  units: [5, 4, 1],
  activations: ["tanh", "sigmoid", "sigmoid"],
  loss: "binary-cross-entropy",
  l2: 0.3,
  dropout: 0.4,
});

Deno.test("the loss in double precision is the oracle's, and from any layer on it is the same", () => {
  const network = networkOf({ ...plain, layers: plain.layers.map((l) => ({ ...l, dropout: 0 })) });
  const parameters = network.parameters.map(({ values }) => Float64Array.from(values));
  const double = createDoubleNetwork(network.spec, { examples, order, epoch: 1, seed: 4 });
  const { loss } = double.evaluate(parameters);
  const oracle = lossInDouble(network, parameters, examples, { rows: [...order] });
  assert(Math.abs(loss / oracle - 1) < 1e-14, `${loss} ${oracle}`);
  double.layerInputs(parameters).forEach((inputs, from) => {
    assertEquals(double.evaluate(parameters, { from, inputs }).loss, loss);
  });
});

for (const [name, loss] of Object.entries(losses)) {
  Deno.test(`the gradient of the loss ${name} agrees, after the activation it asks for`, () => {
    const outputs = loss.of === "rows" ? 3 : 1;
    const spec = specOf({
      inputs: 3,
      units: [5, outputs],
      activations: ["gelu", (loss as { requires?: string }).requires ?? "linear"],
      loss: name,
    });
    const check = checkGradients(networkOf(spec), {
      ...options,
      examples: randomExamples({ rows: 12, inputs: 3, outputs }, 7),
    });
    assert(check.passed, JSON.stringify(check.tensors));
    assert(check.tensors.every(({ checked }) => checked > 0));
  });
}

for (const name of Object.keys(activations)) {
  Deno.test(`the gradient of a network with ${name} agrees, with dropout and penalty`, () => {
    const spec = specOf({
      inputs: 3,
      units: [5, 4, 1],
      activations: [name, name, "linear"],
      loss: "squared-error",
      l2: 0.3,
      dropout: 0.4,
    });
    const check = checkGradients(networkOf(spec), options);
    assert(check.passed, JSON.stringify(check.tensors));
    assertEquals(check.tensors.map(({ name }) => name), [
      "layers.0.weight",
      "layers.0.bias",
      "layers.1.weight",
      "layers.1.bias",
      "layers.2.weight",
      "layers.2.bias",
    ]);
    assertEquals(check.tensors.map(({ checked, skipped }) => checked + skipped), [
      15,
      5,
      20,
      4,
      4,
      1,
    ]);
  });
}

Deno.test("bytes are scaled, and rows are those that the examples name", () => {
  const bytes = {
    ...randomExamples({ rows: 12, inputs: 3, outputs: 1, bytes: true }, 5),
    rows: Uint32Array.of(1, 4, 5, 8, 9, 11),
  };
  const check = checkGradients(networkOf(plain), {
    ...options,
    examples: bytes,
    order: Uint32Array.of(0, 3, 5),
  });
  assert(check.passed, JSON.stringify(check.tensors));
});

Deno.test("a gradient that is wrong in one value fails, and the value is named", () => {
  const network = networkOf(plain);
  const broken: Network = {
    ...network,
    gradient(batch) {
      const loss = network.gradient(batch);
      const { gradient } = network.parameters[2]!;
      gradient[7]! += 0.01 * Math.hypot(...gradient);
      return loss;
    },
  };
  assertEquals(checkGradients(network, options).passed, true);
  const { passed, tensors } = checkGradients(broken, options);
  assertEquals(passed, false);
  assertEquals(tensors.map(({ error }) => error > 1e-4), [false, false, true, false, false, false]);
  assertEquals(tensors[2]!.worst!.index, 7);
});

Deno.test("a gradient that is no number fails", () => {
  const network = networkOf(plain);
  const broken: Network = {
    ...network,
    gradient(batch) {
      const loss = network.gradient(batch);
      network.parameters[1]!.gradient[0] = NaN;
      return loss;
    },
  };
  assertEquals(checkGradients(broken, options).passed, false);
});

Deno.test("values at a kink are skipped and counted, and with nothing left the check fails", () => {
  const spec = specOf({
    inputs: 3,
    units: [2, 1],
    activations: ["relu", "linear"],
    loss: "squared-error",
    init: { type: "random", scale: 1 },
    biasInit: "zeros",
  });
  const network = networkOf(spec);
  network.parameters[0]!.values.fill(0); // every logit of the first layer is on the kink
  const { tensors } = checkGradients(network, options);
  assertEquals(tensors.map(({ checked, skipped }) => [checked, skipped]), [
    [0, 6],
    [0, 2],
    [2, 0],
    [1, 0],
  ]);
});

Deno.test("a curve whose slope is almost 0 is no kink", () => {
  // Four targets of 1, four of 0, all outputs at a half: the bias has gradient 0 and curvature ¼.
  const targets = { values: Float32Array.of(0, 0, 0, 0, 1, 1, 1, 1), rows: 8, columns: 1 };
  const inputs = randomExamples({ rows: 8, inputs: 3, outputs: 1 }, 3).inputs;
  const network = networkOf(specOf({
    inputs: 3,
    units: [1],
    activations: ["sigmoid"],
    loss: "binary-cross-entropy",
    init: "zeros",
    biasInit: "zeros",
  }));
  inputs.values.forEach((value, i) => inputs.values[i] = value / 10000);
  const { tensors, passed } = checkGradients(network, {
    ...options,
    examples: { inputs, targets, inputScale: 1 },
    order: Uint32Array.from({ length: 8 }, (_, k) => k),
  });
  assertEquals([passed, tensors[1]!.checked, tensors[1]!.skipped], [true, 1, 0]);
});

Deno.test("a row whose logit is next to a kink is left out", () => {
  const spec = specOf({
    inputs: 3,
    units: [1, 1],
    activations: ["relu", "linear"],
    loss: "squared-error",
    biasInit: "zeros",
  });
  const network = networkOf(spec);
  const near = {
    ...examples,
    inputs: { ...examples.inputs, values: examples.inputs.values.slice() },
  };
  for (let i = 0; i < 3; i++) near.inputs.values[3 * 5 + i]! *= 1e-8;
  const { rows, leftOut } = checkGradients(network, { ...options, examples: near });
  assertEquals([rows, leftOut], [4, 1]);
});

Deno.test("weights stay as they are, and of a large tensor so many values are checked", () => {
  const network = networkOf(plain);
  const before = network.parameters.map(({ values }) => values.slice());
  const { tensors } = checkGradients(network, { ...options, samples: 6 });
  assertEquals(network.parameters.map(({ values }) => values), before);
  assertEquals(tensors.map(({ checked }) => checked), [6, 5, 6, 4, 4, 1]);
});

Deno.test("what the slow loss does not compute is refused, not passed over", () => {
  const spec = { ...plain, surprise: 1 } as NetworkSpec;
  assertThrows(
    () => createDoubleNetwork(spec, { examples, order, epoch: 1, seed: 1 }),
    RangeError,
    "Cannot compute surprise in double precision",
  );
});

Deno.test("the gradient agrees with the penalty of sizes and with inputs dropped", () => {
  const check = checkGradients(networkOf({ ...plain, l1: 0.05, inputDropout: 0.3 }), options);
  assert(check.passed, JSON.stringify(check.tensors));
});

Deno.test("the gradient of softmax and its cross-entropy agrees, with weights and smoothing", () => {
  const three = randomExamples({ rows: 12, inputs: 3, outputs: 3 }, 8);
  three.targets.values.forEach((_, k, y) => y[k] = k % 3 === Math.floor(k / 3) % 3 ? 1 : 0);
  const spec = specOf({
    inputs: 3,
    units: [5, 3],
    activations: ["tanh", "softmax"],
    loss: "categorical-cross-entropy",
  });
  const loss = { type: "categorical-cross-entropy", labelSmoothing: 0.1, classWeights: [1, 2, 3] };
  const check = checkGradients(networkOf({ ...spec, loss }), { ...options, examples: three });
  assert(check.passed, JSON.stringify(check.tensors));
  assert(check.tensors.every(({ checked }) => checked > 0));
});

for (const type of ["batch-norm", "layer-norm"] as const) {
  Deno.test(`the gradient agrees through ${type}, on the inputs and between layers`, () => {
    const more = type === "batch-norm" ? { momentum: 0.1 } : {};
    const norm = { type, epsilon: 1e-5, activation: { type: "tanh" }, dropout: 0, ...more };
    const [first, second, last] = plain.layers;
    const layers = [norm, first!, norm, second!, last!] as NetworkSpec["layers"];
    const check = checkGradients(networkOf({ ...plain, layers }), options);
    assert(check.passed, JSON.stringify(check.tensors));
    assertEquals(check.tensors.length, 10);
  });
}
