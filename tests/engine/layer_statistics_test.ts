import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  createNetwork,
  inspectedExamples,
  layerStatistics,
  type NetworkSpec,
  selectKernels,
} from "../../src/engine/mod.ts";
import type { Examples } from "../../src/numerics/mod.ts";
import { randomExamples, specOf } from "./helpers.ts";

const init = { type: "random", scale: 0.5 };

function networkOf(spec: NetworkSpec, kernels: "reference" | "simd" = "reference") {
  const network = createNetwork(spec, { seed: 3, kernels: selectKernels(kernels) });
  network.initialize();
  return network;
}

function deep(changes: Partial<NetworkSpec> = {}): NetworkSpec {
  const spec = specOf({
    inputs: 5,
    units: [7, 6, 1],
    activations: ["relu", "tanh", "sigmoid"],
    loss: "binary-cross-entropy",
    l2: 0,
    init,
  });
  return { ...spec, ...changes };
}

function withDropout(spec: NetworkSpec): NetworkSpec {
  const layers = spec.layers.map((layer) => ({ ...layer, dropout: 0.5 }));
  return { ...spec, layers, inputDropout: 0.3 };
}

const normalized: NetworkSpec = {
  ...deep(),
  layers: deep().layers.flatMap((layer, index) =>
    index === 2 ? [layer] : [
      layer,
      {
        type: index === 0 ? "batch-norm" : "layer-norm",
        activation: { type: "linear" },
        dropout: 0,
        momentum: 0.1,
        epsilon: 1e-5,
      } as NetworkSpec["layers"][number],
    ]
  ),
};

function examplesOf(rows: number): Examples {
  return randomExamples({ rows, inputs: 5, outputs: 1 }, 5);
}

Deno.test("statistics of a layer are those worked out by hand", () => {
  const spec = specOf({
    inputs: 1,
    units: [2, 1],
    activations: ["relu", "linear"],
    loss: "squared-error",
    l2: 0,
    init,
  });
  const network = networkOf(spec);
  // z = (x, −1): the second unit is dead. a = 1 and 3 of the first, 0 and 0 of the second.
  const [w0, b0, w1, b1] = network.parameters.map(({ values }) => values);
  w0!.set([1, 0]);
  b0!.set([0, -1]);
  w1!.set([2, 5]);
  b1!.set([0]);
  const [first, second] = layerStatistics(network, {
    inputs: { values: Float32Array.of(1, 3), rows: 2, columns: 1 },
    targets: { values: Float32Array.of(2, 6), rows: 2, columns: 1 },
    inputScale: 1,
  });
  assertEquals(first, {
    layer: 1,
    type: "dense",
    activation: "relu",
    units: 2,
    activationMean: 1,
    // (0² + 2² + 1² + 1²) / 4 = 1.5
    activationDeviation: Math.sqrt(1.5),
    zeroShare: 0.5,
    flatShare: 0.5,
    deadShare: 0.5,
    // Outputs 2 and 6 are the targets.
    gradientRms: 0,
    weightRms: Math.sqrt(0.5),
  });
  assertEquals([second!.activationMean, second!.activationDeviation], [4, 2]);
  assertEquals([second!.flatShare, second!.deadShare], [0, 0]);
  assertEquals(second!.weightRms, Math.sqrt(14.5));
});

Deno.test("the gradient is that of training on the same rows, without penalty and dropout", () => {
  const examples = examplesOf(40);
  const plain = networkOf(deep());
  plain.gradient({ examples, from: 0, to: 40, epoch: 1 });
  const sizes = plain.parameters.filter(({ kind }) => kind === "weight").map(({ gradient }) =>
    Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0) / gradient.length)
  );
  for (const spec of [deep(), deep({ l2: 0.5, l1: 0.1 }), withDropout(deep())]) {
    const statistics = layerStatistics(networkOf(spec), examples);
    statistics.forEach(({ gradientRms }, l) => assertAlmostEquals(gradientRms, sizes[l]!, 1e-12));
  }
});

Deno.test("batch normalisation uses the rows at hand, and its running estimates stay", () => {
  const examples = examplesOf(40);
  const network = networkOf(normalized);
  const before = network.tensors.map(({ values }) => values.slice());
  const statistics = layerStatistics(network, examples);
  assertEquals(network.tensors.map(({ values }) => values), before);
  assertEquals(statistics.map(({ type }) => type), [
    "dense",
    "batch-norm",
    "dense",
    "layer-norm",
    "dense",
  ]);
  // Normalised with gain 1 and shift 0; running estimates would leave them as they come.
  assertAlmostEquals(statistics[1]!.activationMean, 0, 1e-6);
  assertAlmostEquals(statistics[1]!.activationDeviation, 1, 1e-3);
  network.gradient({ examples, from: 0, to: 40, epoch: 1 });
  const [, , gain] = network.parameters;
  const size = Math.sqrt(gain!.gradient.reduce((sum, g) => sum + g * g, 0) / gain!.gradient.length);
  assertAlmostEquals(statistics[1]!.gradientRms, size, 1e-12);
});

Deno.test("looking at layers leaves training as it is", () => {
  const examples = examplesOf(40);
  const trained = (looks: boolean) => {
    const network = networkOf(withDropout(normalized));
    for (let epoch = 1; epoch <= 3; epoch++) {
      if (looks) layerStatistics(network, examples);
      network.gradient({ examples, from: 0, to: 40, epoch });
      for (const { values, gradient } of network.parameters) {
        for (let k = 0; k < values.length; k++) values[k]! -= 0.1 * gradient[k]!;
      }
    }
    return network.tensors.map(({ values }) => values);
  };
  assertEquals(trained(true), trained(false));
});

Deno.test("both backends see the same, to the bit, whatever the number of rows", () => {
  for (const rows of [2, 3, 17, 64]) {
    for (const spec of [deep(), withDropout(deep()), normalized]) {
      const [reference, simd] = (["reference", "simd"] as const).map((kernels) =>
        layerStatistics(networkOf(spec, kernels), examplesOf(rows))
      );
      assertEquals(simd, reference);
    }
  }
});

Deno.test("softmax is of a row: no share of flat or dead units is told", () => {
  const spec = specOf({
    inputs: 5,
    units: [4, 3],
    activations: ["relu", "softmax"],
    loss: "categorical-cross-entropy",
    l2: 0,
  });
  const [first, last] = layerStatistics(
    networkOf(spec),
    randomExamples({ rows: 9, inputs: 5, outputs: 3 }, 5),
  );
  assert("flatShare" in first! && "deadShare" in first);
  assertEquals(["flatShare" in last!, "deadShare" in last!], [false, false]);
});

Deno.test("of many rows 64 are looked at, at even distances", () => {
  const few = examplesOf(64);
  assertEquals(inspectedExamples(few), few);
  const many = inspectedExamples(examplesOf(640)).rows!;
  assertEquals([...many.slice(0, 3), many.length], [0, 10, 20, 64]);
  const rows = Uint32Array.from({ length: 128 }, (_, k) => 3 * k);
  const chosen = inspectedExamples({ ...examplesOf(640), rows }).rows!;
  assertEquals([...chosen.slice(0, 3), chosen.at(-1)], [0, 6, 12, 378]);
  assertThrows(() => layerStatistics(networkOf(deep()), examplesOf(65)), RangeError, "65 rows");
});
