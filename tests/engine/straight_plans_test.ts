import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { createSimd } from "../../src/engine/kernels/simd.ts";
import {
  createNetwork,
  createOptimizer,
  createTraining,
  type Kernels,
  type LayerSpec,
  type NetworkSpec,
  optimizers,
  resolveMember,
  selectKernels,
} from "../../src/engine/mod.ts";
import type { Arena } from "../../src/engine/mod.ts";
import { type Case, cases, difference, plainReference, train, type Trainer } from "./_planned.ts";
import { specOf } from "./helpers.ts";

/** Straight code from the first step on, however much it costs. */
const straightAtOnce = (arena: Arena, count?: number): Kernels =>
  createSimd(arena, count, { straight: [{ steps: 0, nodes: 20_000 }] });

const straight: Trainer = { name: "straight code", kernels: straightAtOnce };

/** How many modules are made ready meanwhile. */
async function countInstances(work: () => void | Promise<void>): Promise<number> {
  const { Instance } = WebAssembly;
  let count = 0;
  WebAssembly.Instance = class extends Instance {
    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      super(module, imports);
      count++;
    }
  };
  try {
    await work();
  } finally {
    WebAssembly.Instance = Instance;
  }
  return count;
}

function smaller(layer: LayerSpec): LayerSpec {
  if (!("units" in layer)) return layer;
  const { units, activation } = layer;
  return { ...layer, units: activation.type === "softmax" ? 2 + units % 4 : 1 + units % 8 };
}

/** Any training, of few units and few rows. */
const smallCases = cases
  .filter(({ spec }) => spec.layers.every((layer) => layer.type !== "batch-norm"))
  .map((given): Case => {
    const { inputs, layers, ...others } = given.spec;
    const rows = 2 + given.rows % 19;
    return {
      ...given,
      spec: { ...others, inputs: 1 + inputs % 8, layers: layers.map(smaller) },
      rows,
      chosen: undefined,
      batchRows: Math.min(rows, 1 + given.batchRows % 5),
      epochs: 3,
    };
  });

Deno.test("any small training has the same bits in straight code, or does without", async () => {
  let all = 0;
  let instances = 0;
  await fc.assert(
    fc.asyncProperty(smallCases, async (given) => {
      const expected = await train(given, plainReference);
      instances += await countInstances(async () => {
        assertEquals(difference(await train(given, straight), expected), undefined);
      });
      all++;
    }),
    { numRuns: 120, seed: 5 },
  );
  // One is the kernels' own.
  assert(instances > 1.5 * all, `straight code in too few of ${all} trainings: ${instances}`);
});

const tiny = specOf({
  inputs: 2,
  units: [2, 1],
  activations: ["sigmoid", "sigmoid"],
  loss: "squared-error",
});

interface Data {
  inputs: Float32Array;
  targets: Float32Array;
  learningRate?: number;
  prepare?: (values: readonly Float32Array[]) => void;
}

/** The bits of all parameters and gradients after some epochs, and the loss of each row. */
function trainOn(
  kernels: (arena: Arena, count?: number) => Kernels,
  spec: NetworkSpec,
  data: Data,
) {
  const { inputs, targets, learningRate = 0.5, prepare } = data;
  const network = createNetwork(spec, { seed: 3, kernels });
  network.initialize();
  prepare?.(network.parameters.map(({ values }) => values));
  const member = resolveMember(optimizers, { type: "gradient-descent", learningRate });
  const optimizer = createOptimizer(member, network);
  const rows = targets.length;
  const examples = {
    inputs: { values: inputs, rows, columns: spec.inputs },
    targets: { values: targets, rows, columns: 1 },
    inputScale: 1,
  };
  const training = createTraining(network, optimizer, { examples, batchRows: 1 });
  const finite = [1, 2, 3].map((epoch) => training.epoch(epoch, () => learningRate));
  const bits = network.parameters.flatMap(({ values, gradient }) =>
    [values, gradient].map((floats) => [...new Uint32Array(floats.slice().buffer)])
  );
  // The second time it is planned.
  const losses = [1, 2].map(() => String(network.evaluate(examples).loss));
  return { finite, steps: optimizer.steps, bits, losses };
}

async function compareOn(spec: NetworkSpec, data: Data): Promise<number> {
  const expected = trainOn(selectKernels("reference"), spec, data);
  return await countInstances(() => assertEquals(trainOn(straightAtOnce, spec, data), expected));
}

function numbers(n: number, scale: number): Float32Array {
  return Float32Array.from({ length: n }, (_, k) => scale * ((k * 7919 + 13) % 101 / 50 - 1));
}

Deno.test("a sigmoid that is approximated has the same bits, also in thousands of steps", async () => {
  const data = { inputs: numbers(8000, 2), targets: numbers(4000, 1) };
  // The kernels, and one loop: the one that approximates was enough.
  assertEquals(await compareOn(tiny, data), 2);
});

Deno.test("steps in doubt are taken exactly, and exact straight code takes over where they are many", async () => {
  const data = { inputs: numbers(1000, 3e4), targets: numbers(500, 1) };
  assertEquals(await compareOn(tiny, data), 3);
});

Deno.test("sigmoids at the ends of their range are the reference's", async () => {
  const spec = specOf({
    inputs: 1,
    units: [1],
    activations: ["sigmoid"],
    loss: "binary-cross-entropy",
  });
  const ends = [744, 744.44, 744.45, 744.8, 745, 745.1, 745.13, 745.14, 746, 1e5, 3e38, 0, 1e-40];
  const inputs = Float32Array.from(
    [...ends, ...Array.from({ length: 300 }, (_, k) => 744.3 + k / 320), 0.3465735, 88.7, 104],
  );
  for (const sign of [-1, 1]) {
    const signed = inputs.map((x) => sign * x);
    const prepare = ([weight, bias]: readonly Float32Array[]) => {
      weight!.fill(1);
      bias!.fill(0);
    };
    for (let k = 0; k < signed.length; k += 8) {
      const rows = signed.slice(k, k + 8);
      const targets = rows.map((_, r) => r % 2);
      await compareOn(spec, { inputs: rows, targets, learningRate: 1e-45, prepare });
    }
  }
});

Deno.test("weights of -0, which straight code can't start from, have the same bits", async () => {
  const data = { inputs: numbers(40, 1), targets: numbers(20, 1) };
  const prepare = ([weight, bias]: readonly Float32Array[]) => {
    weight!.fill(-0);
    bias!.fill(-0);
  };
  const spec = specOf({
    inputs: 2,
    units: [2, 1],
    activations: ["tanh", "linear"],
    loss: "squared-error",
  });
  await compareOn(spec, { ...data, prepare });
  await compareOn(spec, { ...data, inputs: new Float32Array(40), prepare });
});

Deno.test("straight code ends before the update of the step whose loss is not finite", async () => {
  const targets = numbers(20, 1);
  targets[13] = Infinity;
  await compareOn(tiny, { inputs: numbers(40, 1), targets });
});
