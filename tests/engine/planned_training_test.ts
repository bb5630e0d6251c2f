import { assertEquals } from "@std/assert";
import {
  type BackendName,
  createNetwork,
  createOptimizer,
  createTraining,
  type NetworkSpec,
  optimizers,
  resolveMember,
  selectKernels,
} from "../../src/engine/mod.ts";
import type { Examples } from "../../src/numerics/mod.ts";
import { randomExamples, specOf } from "./helpers.ts";

interface Case {
  spec: NetworkSpec;
  rows: number;
  batchRows: number;
  bytes?: boolean;
  optimizer?: string;
  limits?: { clipValue?: number; clipNorm?: number; weightDecay?: number; maxNorm?: number };
}

const sigmoids = { activations: ["sigmoid", "sigmoid"], loss: "squared-error" };

const cases: { [what: string]: Case } = {
  "2-2-1, one row a step": {
    spec: specOf({ inputs: 2, units: [2, 1], ...sigmoids }),
    rows: 9,
    batchRows: 1,
  },
  "tanh and cross-entropy, 3 rows a step and a rest": {
    spec: specOf({
      inputs: 3,
      units: [4, 1],
      activations: ["tanh", "sigmoid"],
      loss: "binary-cross-entropy",
    }),
    rows: 10,
    batchRows: 3,
    optimizer: "adam",
  },
  "five outputs in all, 2 rows a step": {
    spec: specOf({
      inputs: 5,
      units: [7, 5],
      activations: ["elu", "tanh"],
      loss: "huber",
      l2: 0.1,
    }),
    rows: 8,
    batchRows: 2,
    optimizer: "momentum",
    limits: { weightDecay: 0.01, clipNorm: 0.5 },
  },
  "softmax, 4 rows a step": {
    spec: specOf({
      inputs: 4,
      units: [6, 3],
      activations: ["relu", "softmax"],
      loss: "categorical-cross-entropy",
    }),
    rows: 12,
    batchRows: 4,
    limits: { clipValue: 0.01 },
  },
  "dropout, 2 rows a step": {
    spec: specOf({ inputs: 3, units: [8, 1], ...sigmoids, dropout: 0.5 }),
    rows: 6,
    batchRows: 2,
  },
  "bytes, one row a step": {
    spec: specOf({ inputs: 6, units: [3, 2], ...sigmoids }),
    rows: 5,
    batchRows: 1,
    bytes: true,
    limits: { maxNorm: 1 },
  },
  "blocks of 64, more products than a tiny kernel takes": {
    spec: specOf({ inputs: 9, units: [11, 2], activations: ["gelu", "linear"], loss: "hinge" }),
    rows: 150,
    batchRows: 70,
  },
  "as many outputs as the loss takes in two chunks": {
    spec: specOf({
      inputs: 2,
      units: [2, 9],
      activations: ["silu", "sigmoid"],
      loss: "absolute-error",
    }),
    rows: 128,
    batchRows: 64,
  },
};

function train(backend: BackendName, given: Case, examples: Examples) {
  const { spec, rows, batchRows, optimizer = "gradient-descent", limits = {} } = given;
  const network = createNetwork(spec, { seed: 3, kernels: selectKernels(backend) });
  network.initialize();
  const member = resolveMember(optimizers, { type: optimizer, learningRate: 0.1 });
  const rule = createOptimizer(member, network, limits);
  const training = createTraining(network, rule, { examples, batchRows, shuffled: true });
  const finite = [1, 2, 3].map((epoch) => {
    training.order!.forEach((_, k, order) => order[k] = (k * 7 + epoch) % rows);
    return training.epoch(epoch, (step) => 0.1 / (1 + step));
  });
  const tensors = [...network.parameters, ...rule.state];
  return {
    finite,
    steps: rule.steps,
    bits: tensors.map(({ values }) => [...new Uint32Array(values.slice().buffer)]),
  };
}

function examplesOf({ spec, rows, bytes = false }: Case): Examples {
  const outputs = (spec.layers.at(-1) as { units: number }).units;
  return randomExamples({ rows, inputs: spec.inputs, outputs, bytes }, 11);
}

for (const [what, given] of Object.entries(cases)) {
  Deno.test(`planned training has the bits of kernels called one by one: ${what}`, () => {
    const examples = examplesOf(given);
    const expected = train("reference", given, examples);
    assertEquals(expected.finite, [true, true, true]);
    assertEquals(train("simd", given, examples), expected);
  });
}

Deno.test("planned training ends before the update of the step whose loss is not finite", () => {
  const given = cases["2-2-1, one row a step"]!;
  const examples = examplesOf(given);
  // The third step of the first epoch takes position (2·7 + 1) mod 9.
  examples.targets.values[6] = Infinity;
  const expected = train("reference", given, examples);
  assertEquals(expected.finite, [false, false, false]);
  assertEquals(train("simd", given, examples), expected);
});
